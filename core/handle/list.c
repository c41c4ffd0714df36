/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/list.h"

#include <stdlib.h>

#include "cleanup.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static guestfs_h *handles; /* under lock, newest first */

/* The next handle that exit(3) has to close, taken off the list. */
static guestfs_h *take_for_exit(void)
{
	LOCK_SCOPE(&lock);
	for (guestfs_h **p = &handles; *p; p = &(*p)->next) {
		guestfs_h *g = *p;

		if (g->close_on_exit)
			return g;
	}
	return NULL;
}

static void close_all(void)
{
	guestfs_h *g;

	while ((g = take_for_exit()))
		guestfs_close(g);
}

static void at_exit(void)
{
	atexit(close_all);
}

void list_add(guestfs_h *g)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, at_exit);
	LOCK_SCOPE(&lock);
	g->next = handles;
	handles = g;
}

bool list_remove(guestfs_h *g)
{
	LOCK_SCOPE(&lock);
	for (guestfs_h **p = &handles; *p; p = &(*p)->next) {
		if (*p == g) {
			*p = g->next;
			return true;
		}
	}
	return false;
}

void list_each(void (*fn)(guestfs_h *g, void *opaque), void *opaque)
{
	LOCK_SCOPE(&lock);
	for (guestfs_h *g = handles; g; g = g->next)
		fn(g, opaque);
}
