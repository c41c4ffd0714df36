/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The trace of calls and results: GUESTFS_EVENT_TRACE. */
#ifndef CORE_RPC_TRACE_H
#define CORE_RPC_TRACE_H

#include "rpc/call.h"

/** trace_enter() - "mkdir "/d""; also GUESTFS_EVENT_ENTER, which needs no
 * tracing. Must not show keys and other secrets. */
void trace_enter(guestfs_h *g, const struct call *c, const struct call_value *v,
		 const void *opts);
/* "mkdir = 0", "mkdir = -1 (error)" */
void trace_int(guestfs_h *g, const struct call *c, int64_t r);
void trace_string(guestfs_h *g, const struct call *c, const char *r);
void trace_list(guestfs_h *g, const struct call *c, char *const *r);
void trace_buffer(guestfs_h *g, const struct call *c, const char *r,
		  size_t size);
void trace_struct(guestfs_h *g, const struct call *c, const void *r);

#endif
