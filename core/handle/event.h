/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Callbacks for events. They run without event_lock, so they may call the API
 * (what needs the appliance fails inside a call) and delete themselves.
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "handle/handle.h"

/** struct event - One callback */
struct event {
	int handle; /* the caller's name for it, > 0 */
	uint64_t mask;
	guestfs_event_callback cb;
	void *opaque;
	void (*old)(void); /* event_old.c: its function */
};

/**
 * event_add() - Register a callback
 * @g:		Handle
 * @e:		Callback; its handle is chosen here
 *
 * Return:	the handle
 */
int event_add(guestfs_h *g, struct event e);
/** event_find() - Copy of a callback; false when it has been deleted */
bool event_find(guestfs_h *g, int handle, struct event *ret_event);
/** event_remove_if() - Delete all callbacks with this function */
void event_remove_if(guestfs_h *g, guestfs_event_callback cb);
void event_finish(guestfs_h *g);

#endif
