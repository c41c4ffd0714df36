/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The callbacks of old programs, one function a kind, on top of events. */
#include "handle/event.h"

/* Each adapter is the event callback for its kind; the program's own function
 * is found under the event's handle.
 */
static void log_message(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *v, size_t n)
{
	struct event e;

	if (event_find(g, handle, &e))
		((guestfs_log_message_cb)e.old)(g, opaque, (char *)buf,
						(int)len);
}

static void subprocess_quit(guestfs_h *g, void *opaque, uint64_t event,
			    int handle, int flags, const char *buf, size_t len,
			    const uint64_t *v, size_t n)
{
	struct event e;

	if (event_find(g, handle, &e))
		((guestfs_subprocess_quit_cb)e.old)(g, opaque);
}

static void launch_done(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *v, size_t n)
{
	struct event e;

	if (event_find(g, handle, &e))
		((guestfs_launch_done_cb)e.old)(g, opaque);
}

static void closing(guestfs_h *g, void *opaque, uint64_t event, int handle,
		    int flags, const char *buf, size_t len, const uint64_t *v,
		    size_t n)
{
	struct event e;

	if (event_find(g, handle, &e))
		((guestfs_close_cb)e.old)(g, opaque);
}

static void progress(guestfs_h *g, void *opaque, uint64_t event, int handle,
		     int flags, const char *buf, size_t len, const uint64_t *v,
		     size_t n)
{
	struct event e;

	if (n >= 4 && event_find(g, handle, &e))
		((guestfs_progress_cb)e.old)(g, opaque, (int)v[0], (int)v[1],
					     v[2], v[3]);
}

/* A handle has one callback a kind: the new one takes the old one's place. */
static void replace(guestfs_h *g, guestfs_event_callback adapter, uint64_t mask,
		    void (*fn)(void), void *opaque)
{
	event_remove_if(g, adapter);
	if (fn)
		event_add(g, (struct event){ .mask = mask,
					     .cb = adapter,
					     .opaque = opaque,
					     .old = fn });
}

/** guestfs_set_log_message_callback() - Use guestfs_set_event_callback() */
void guestfs_set_log_message_callback(guestfs_h *g, guestfs_log_message_cb cb,
				      void *opaque)
{
	replace(g, log_message, GUESTFS_EVENT_APPLIANCE, (void (*)(void))cb,
		opaque);
}

/** guestfs_set_subprocess_quit_callback() - Use guestfs_set_event_callback() */
void guestfs_set_subprocess_quit_callback(guestfs_h *g,
					  guestfs_subprocess_quit_cb cb,
					  void *opaque)
{
	replace(g, subprocess_quit, GUESTFS_EVENT_SUBPROCESS_QUIT,
		(void (*)(void))cb, opaque);
}

/** guestfs_set_launch_done_callback() - Use guestfs_set_event_callback() */
void guestfs_set_launch_done_callback(guestfs_h *g, guestfs_launch_done_cb cb,
				      void *opaque)
{
	replace(g, launch_done, GUESTFS_EVENT_LAUNCH_DONE, (void (*)(void))cb,
		opaque);
}

/** guestfs_set_close_callback() - Use guestfs_set_event_callback() */
void guestfs_set_close_callback(guestfs_h *g, guestfs_close_cb cb, void *opaque)
{
	replace(g, closing, GUESTFS_EVENT_CLOSE, (void (*)(void))cb, opaque);
}

/** guestfs_set_progress_callback() - Use guestfs_set_event_callback() */
void guestfs_set_progress_callback(guestfs_h *g, guestfs_progress_cb cb,
				   void *opaque)
{
	replace(g, progress, GUESTFS_EVENT_PROGRESS, (void (*)(void))cb,
		opaque);
}
