/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All open handles of the process. */
#ifndef CORE_LIST_H
#define CORE_LIST_H

#include "handle/handle.h"

/** list_add() - A new handle; one with close_on_exit is closed at exit(3) */
void list_add(guestfs_h *g);
/**
 * list_remove() - Take a handle off the list
 *
 * Return:	whether it was on it: a second close finds it gone
 */
bool list_remove(guestfs_h *g);
/** list_each() - Call @fn for every open handle, under the list's lock */
void list_each(void (*fn)(guestfs_h *g, void *opaque), void *opaque);

#endif
