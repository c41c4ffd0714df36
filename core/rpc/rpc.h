/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls to the daemon over the control port. */
#ifndef CORE_RPC_H
#define CORE_RPC_H

#include <rpc/xdr.h>

#include "handle/handle.h"

/**
 * rpc_roundtrip() - One call
 * @g:		Handle, locked, with g->launch set
 * @proc:	Procedure number
 * @name:	Call's name for error messages, or NULL (then errors are
 *		not set on the handle, only errno)
 * @bitmask:	Optional arguments given
 * @xargs:	XDR routine of the arguments, or NULL
 * @args:	The arguments
 * @files_in:	Host files to send after the call, NULL-ended, or NULL
 * @files_out:	Host files to fill after the reply, NULL-ended, or NULL
 * @xret:	XDR routine of the result, or NULL
 * @ret:	Receives it (zeroed by the caller); xdr_free() frees
 *
 * Waits on the port, the console, and qemu's pidfd together. Delivers progress
 * events; sends a cancel when g->user_cancel is set.
 *
 * Return:	0, or -1 with the handle's error set
 */
int rpc_roundtrip(guestfs_h *g, unsigned int proc, const char *name,
		  uint64_t bitmask, xdrproc_t xargs, void *args,
		  const char *const *files_in, const char *const *files_out,
		  xdrproc_t xret, void *ret);
/**
 * rpc_wait_launch_flag() - Wait for the daemon's first word
 * @timeout_ms:	At most this long; the wait ends early when qemu exits
 *
 * Return:	0; -1 with errno ETIMEDOUT, ECONNRESET (qemu gone), or EINTR
 *		(user_cancel); sets no handle error
 */
int rpc_wait_launch_flag(guestfs_h *g, int timeout_ms);

#endif
