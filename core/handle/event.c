/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/event.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define MESSAGES                                                               \
	(GUESTFS_EVENT_LIBRARY | GUESTFS_EVENT_APPLIANCE |                     \
	 GUESTFS_EVENT_TRACE | GUESTFS_EVENT_WARNING)

int event_add(guestfs_h *g, struct event e)
{
	LOCK_SCOPE(&g->event_lock);
	g->events = handle_realloc(g, g->events,
				   (g->n_events + 1) * sizeof(*g->events));
	e.handle = ++g->last_event;
	g->events[g->n_events++] = e;
	return e.handle;
}

bool event_find(guestfs_h *g, int handle, struct event *ret_event)
{
	LOCK_SCOPE(&g->event_lock);
	for (size_t i = 0; i < g->n_events; i++) {
		if (g->events[i].handle == handle) {
			*ret_event = g->events[i];
			return true;
		}
	}
	return false;
}

/* event_lock is held */
static void remove_at(guestfs_h *g, size_t i)
{
	g->n_events--;
	memmove(&g->events[i], &g->events[i + 1],
		(g->n_events - i) * sizeof(*g->events));
}

void event_remove_if(guestfs_h *g, guestfs_event_callback cb)
{
	LOCK_SCOPE(&g->event_lock);
	for (size_t i = g->n_events; i-- > 0;)
		if (g->events[i].cb == cb)
			remove_at(g, i);
}

void event_finish(guestfs_h *g)
{
	free(g->events);
	g->events = NULL;
	g->n_events = 0;
}

/** guestfs_set_event_callback() - Have @cb called for the events of a mask */
int guestfs_set_event_callback(guestfs_h *g, guestfs_event_callback cb,
			       uint64_t event_bitmask, int flags, void *opaque)
{
	if (flags)
		return guestfs_fail_msg(g, EINVAL,
					"event callback: flags must be 0");
	if (!cb)
		return guestfs_fail_msg(g, EINVAL,
					"event callback: no function given");
	return event_add(g, (struct event){ .mask = event_bitmask,
					    .cb = cb,
					    .opaque = opaque });
}

/** guestfs_delete_event_callback() - An unknown handle is ignored */
void guestfs_delete_event_callback(guestfs_h *g, int event_handle)
{
	LOCK_SCOPE(&g->event_lock);
	for (size_t i = 0; i < g->n_events; i++) {
		if (g->events[i].handle == event_handle) {
			remove_at(g, i);
			return;
		}
	}
}

static const char *const names[] = {
	"close",	"subprocess_quit", "launch_done", "progress",
	"appliance",	"library",	   "trace",	  "enter",
	"libvirt_auth", "warning",
};

/** guestfs_event_to_string() - Names of a mask's events, with commas; the
 * caller frees. NULL with errno ENOMEM. */
char *guestfs_event_to_string(uint64_t event)
{
	char buf[128] = "";

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!(event & UINT64_C(1) << i))
			continue;
		if (*buf)
			strcat(buf, ",");
		strcat(buf, names[i]);
	}
	return strdup(buf);
}

/* Call every callback of @event that is registered now, whatever the others
 * register or delete meanwhile. Returns how many there were.
 */
static size_t deliver(guestfs_h *g, uint64_t event, const char *buf, size_t len,
		      const uint64_t *v, size_t n)
{
	cleanup_free int *handles = NULL;
	size_t count = 0;

	pthread_mutex_lock(&g->event_lock);
	if (g->n_events)
		handles = handle_malloc(g, g->n_events * sizeof(*handles));
	for (size_t i = 0; i < g->n_events; i++)
		if (g->events[i].mask & event)
			handles[count++] = g->events[i].handle;
	pthread_mutex_unlock(&g->event_lock);

	for (size_t i = 0; i < count; i++) {
		struct event e;

		if (event_find(g, handles[i], &e))
			e.cb(g, e.opaque, event, e.handle, 0, buf, len, v, n);
	}
	return count;
}

static bool wants_default(guestfs_h *g, uint64_t event)
{
	if (event & (GUESTFS_EVENT_LIBRARY | GUESTFS_EVENT_APPLIANCE))
		return g->verbose;
	if (event & GUESTFS_EVENT_TRACE)
		return g->trace;
	return event & GUESTFS_EVENT_WARNING;
}

/* Where nobody listens, standard error does. */
static void print_message(guestfs_h *g, uint64_t event, const char *buf,
			  size_t len)
{
	cleanup_free char *text = handle_escape(g, buf, len);
	bool raw = event & GUESTFS_EVENT_APPLIANCE;
	size_t n = strlen(text);

	if (raw) {
		fwrite(text, 1, n, stderr);
		return;
	}
	fprintf(stderr, "libguestfs: %s%s%s%s%s", g->identifier,
		*g->identifier ? ": " : "",
		event & GUESTFS_EVENT_WARNING ? "warning: "
		: event & GUESTFS_EVENT_TRACE ? "trace: "
					      : "",
		text, n && text[n - 1] == '\n' ? "" : "\n");
}

void event_message(guestfs_h *g, uint64_t event, const char *buf, size_t len)
{
	int saved = errno;

	if (!deliver(g, event, buf, len, NULL, 0) && (event & MESSAGES) &&
	    wants_default(g, event))
		print_message(g, event, buf, len);
	errno = saved;
}

void event_array(guestfs_h *g, uint64_t event, const uint64_t *v, size_t n)
{
	deliver(g, event, NULL, 0, v, n);
}

void event_void(guestfs_h *g, uint64_t event)
{
	deliver(g, event, NULL, 0, NULL, 0);
}

static void message(guestfs_h *g, uint64_t event, const char *fmt, va_list ap)
{
	cleanup_free char *s = NULL;

	if (vasprintf(&s, fmt, ap) < 0) {
		s = NULL;
		handle_oom(g);
	}
	event_message(g, event, s, strlen(s));
}

void handle_debug(guestfs_h *g, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	if (!g->verbose)
		return;
	va_start(ap, fmt);
	message(g, GUESTFS_EVENT_LIBRARY, fmt, ap);
	va_end(ap);
	errno = saved;
}

void handle_warn(guestfs_h *g, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	message(g, GUESTFS_EVENT_WARNING, fmt, ap);
	va_end(ap);
	errno = saved;
}
