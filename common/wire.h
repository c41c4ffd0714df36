/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XDR routines of lists, strings and bytes that believe no length which the
 * rest of the message cannot hold: libtirpc's own allocate first and find out
 * afterwards. rpcgen's output is compiled to call these.
 */
#ifndef COMMON_WIRE_H
#define COMMON_WIRE_H

#include <rpc/xdr.h>

bool_t wire_array(XDR *x, caddr_t *p, u_int *n, u_int max, u_int size,
		  xdrproc_t fn);
bool_t wire_bytes(XDR *x, char **p, u_int *n, u_int max);
bool_t wire_string(XDR *x, char **p, u_int max);

#endif
