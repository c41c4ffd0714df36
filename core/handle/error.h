/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Errors of a handle. The last error is each thread's own. So are handlers
 * that were pushed, so that one thread can silence errors without silencing
 * another's; the handler underneath belongs to the handle and serves every
 * thread that has pushed none.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include "handle/handle.h"

/** error_init() - Default handler; false when out of memory */
bool error_init(guestfs_h *g);
/** error_finish() - Free all; a handle that was never initialised is fine */
void error_finish(guestfs_h *g);

#endif
