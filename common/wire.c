/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wire.h"

/* How many elements of at least @least bytes the rest of @x can hold. Streams
 * in memory keep the number of their remaining bytes in x_handy.
 */
static u_int limit(const XDR *x, u_int max, u_int least)
{
	u_int room = x->x_handy / least;

	return x->x_op == XDR_DECODE && room < max ? room : max;
}

/**
 * wire_array() - xdr_array(3)
 *
 * Every element takes at least the four bytes of XDR's smallest item.
 */
bool_t wire_array(XDR *x, caddr_t *p, u_int *n, u_int max, u_int size,
		  xdrproc_t fn)
{
	return xdr_array(x, p, n, limit(x, max, 4), size, fn);
}

/** wire_bytes() - xdr_bytes(3) */
bool_t wire_bytes(XDR *x, char **p, u_int *n, u_int max)
{
	return xdr_bytes(x, p, n, limit(x, max, 1));
}

/** wire_string() - xdr_string(3) */
bool_t wire_string(XDR *x, char **p, u_int max)
{
	return xdr_string(x, p, limit(x, max, 1));
}
