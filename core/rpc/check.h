/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of arguments before a call begins. */
#ifndef CORE_RPC_CHECK_H
#define CORE_RPC_CHECK_H

#include "rpc/call.h"

/**
 * check_args() - Refuse what cannot be a value of the argument's kind
 *
 * Must refuse NULL wherever the kind does not allow it: neither XDR nor the
 * library's own functions look again.
 *
 * Return:	0, or -1 with the handle's error set (EINVAL)
 */
int check_args(guestfs_h *g, const struct call *c, const struct call_value *v,
	       const void *opts);

#endif
