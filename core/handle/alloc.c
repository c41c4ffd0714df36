/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Allocation that ends in the out-of-memory handler. */
#include "handle/handle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * handle_oom() - Call the out-of-memory handler
 * @g:		Handle
 *
 * A handler that returns breaks its contract; the process ends all the same.
 */
void handle_oom(guestfs_h *g)
{
	if (g->abort_cb)
		g->abort_cb();
	abort();
}

static void *checked(guestfs_h *g, void *p)
{
	if (!p)
		handle_oom(g);
	return p;
}

/** handle_malloc() - malloc(3); a size of 0 is taken as 1 */
void *handle_malloc(guestfs_h *g, size_t n)
{
	return checked(g, malloc(n ? n : 1));
}

/** handle_calloc() - calloc(3); a size of 0 is taken as 1 */
void *handle_calloc(guestfs_h *g, size_t n, size_t size)
{
	return checked(g, calloc(n ? n : 1, size ? size : 1));
}

/** handle_realloc() - realloc(3); a size of 0 is taken as 1 */
void *handle_realloc(guestfs_h *g, void *p, size_t n)
{
	return checked(g, realloc(p, n ? n : 1));
}

/** handle_strdup() - strdup(3) */
char *handle_strdup(guestfs_h *g, const char *s)
{
	return checked(g, strdup(s));
}

/** handle_strndup() - strndup(3) */
char *handle_strndup(guestfs_h *g, const char *s, size_t n)
{
	return checked(g, strndup(s, n));
}

/** handle_asprintf() - asprintf(3), returning the string */
char *handle_asprintf(guestfs_h *g, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (r < 0)
		handle_oom(g);
	return s;
}
