/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Birth and death of a handle. */
#include "handle/handle.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "fs/local.h"
#include "handle/drive.h"
#include "handle/error.h"
#include "handle/event.h"
#include "handle/list.h"
#include "handle/private.h"
#include "handle/settings.h"
#include "handle/tmpdir.h"
#include "impl.h"
#include "launch/launch.h"

#define KNOWN_FLAGS                                                            \
	(GUESTFS_CREATE_NO_ENVIRONMENT | GUESTFS_CREATE_NO_CLOSE_ON_EXIT)

static int init_lock(pthread_mutex_t *m, int type)
{
	pthread_mutexattr_t attr;
	int r;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, type);
	r = pthread_mutex_init(m, &attr);
	pthread_mutexattr_destroy(&attr);
	return r;
}

/* Everything that guestfs_close() does not do with a living appliance. */
static void handle_free(guestfs_h *g)
{
	for (size_t i = 0; i < g->n_params; i++) {
		free(g->params[i].param);
		free(g->params[i].value);
	}
	free(g->params);
	if (g->test_output)
		fclose(g->test_output);
	drive_finish_all(g);
	tmpdir_finish(g);
	settings_finish(g);
	private_finish(g);
	event_finish(g);
	error_finish(g);
	pthread_mutex_destroy(&g->event_lock);
	pthread_mutex_destroy(&g->error_lock);
	pthread_mutex_destroy(&g->lock);
	free(g);
}

/** guestfs_create_flags() - A new handle, GUESTFS_CREATE_* in @flags; NULL
 * with errno, and a message on standard error where errno says too little */
guestfs_h *guestfs_create_flags(unsigned flags, ...)
{
	guestfs_h *g;

	if (flags & ~KNOWN_FLAGS) {
		errno = EINVAL;
		return NULL;
	}
	g = calloc(1, sizeof(*g));
	if (!g)
		return NULL;
	g->abort_cb = abort;
	g->close_on_exit = !(flags & GUESTFS_CREATE_NO_CLOSE_ON_EXIT);
	init_lock(&g->lock, PTHREAD_MUTEX_RECURSIVE);
	init_lock(&g->error_lock, PTHREAD_MUTEX_NORMAL);
	init_lock(&g->event_lock, PTHREAD_MUTEX_NORMAL);
	if (!error_init(g) || !settings_init(g)) {
		handle_free(g);
		errno = ENOMEM;
		return NULL;
	}
	if (!(flags & GUESTFS_CREATE_NO_ENVIRONMENT) &&
	    impl_parse_environment(g) < 0) {
		handle_free(g);
		errno = EINVAL;
		return NULL;
	}
	list_add(g);
	handle_debug(g, "create: handle %p, program %s", (void *)g, g->program);
	return g;
}

/** guestfs_create() - A new handle, set by the environment */
guestfs_h *guestfs_create(void)
{
	return guestfs_create_flags(0);
}

/** guestfs_close() - Shut down, remove temporary files, free the handle; NULL
 * and a handle that exit(3) is closing already are ignored */
void guestfs_close(guestfs_h *g)
{
	if (!g || !list_remove(g))
		return;
	/* A call in another thread is the program's mistake, but it ends
	 * before the handle does.
	 */
	pthread_mutex_lock(&g->lock);
	handle_debug(g, "close: handle %p", (void *)g);
	event_void(g, GUESTFS_EVENT_CLOSE);
	mount_local_close(g);
	if (g->launch)
		impl_shutdown(g);
	if (g->launch)
		launch_stop(g, true);
	g->state = STATE_NO_HANDLE;
	pthread_mutex_unlock(&g->lock);
	handle_free(g);
}
