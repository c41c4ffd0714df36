/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hostile daemon may say to the library: replies, chunks, progress. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rpc/decode.h"

#define PROC   77
#define SERIAL 0x1001

/* Results of every shape: nothing, numbers, strings, lists, structures. */
static const struct {
	xdrproc_t fn;
	size_t size;
} results[] = {
	{ NULL, 0 },
	{ (xdrproc_t)xdr_int, sizeof(int) },
	{ (xdrproc_t)xdr_int64_t, sizeof(int64_t) },
	{ (xdrproc_t)xdr_guestfs_str, sizeof(guestfs_str) },
	{ (xdrproc_t)xdr_guestfs_str_list, sizeof(guestfs_str_list) },
	{ (xdrproc_t)xdr_guestfs_bytes, sizeof(guestfs_bytes) },
	{ (xdrproc_t)xdr_guestfs_int_statns_list,
	  sizeof(guestfs_int_statns_list) },
	{ (xdrproc_t)xdr_guestfs_int_xattr_list,
	  sizeof(guestfs_int_xattr_list) },
	{ (xdrproc_t)xdr_guestfs_int_lvm_pv_list,
	  sizeof(guestfs_int_lvm_pv_list) },
	{ (xdrproc_t)xdr_guestfs_hello_ret, sizeof(guestfs_hello_ret) },
};

#define N_RESULTS (sizeof(results) / sizeof(results[0]))

static void reply(const char *buf, size_t len, size_t which)
{
	struct guestfs_message_error err;
	void *ret = calloc(1, results[which].size + 1);
	const char *why;

	switch (decode_reply(buf, len, PROC, SERIAL, results[which].fn, ret,
			     &err, &why)) {
	case DECODE_OK:
		if (results[which].fn)
			xdr_free(results[which].fn, ret);
		break;
	case DECODE_ERROR:
		xdr_free((xdrproc_t)xdr_guestfs_message_error, (char *)&err);
		break;
	case DECODE_MALFORMED:
		if (!why)
			abort();
		break;
	}
	free(ret);
}

static void chunk(const char *buf, size_t len)
{
	struct chunk c;

	if (!decode_chunk_len(len) ||
	    !decode_chunk(buf, len, len % 8 ? 0 : 4096, &c))
		return;
	if (c.kind == GUESTFS_CHUNK_HOLE || c.kind == GUESTFS_CHUNK_SLOT) {
		if (len % 8 || c.len > INT64_MAX)
			abort();
		return;
	}
	if (c.data < buf || c.data + c.len > buf + len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the decoder, the rest is what the daemon says. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct guestfs_progress p;
	char *copy;

	if (!size)
		return 0;
	/* At its exact size, so that reading past the end is noticed */
	copy = malloc(size - 1 ? size - 1 : 1);
	memcpy(copy, data + 1, size - 1);
	reply(copy, size - 1, data[0] % N_RESULTS);
	chunk(copy, size - 1);
	if (size - 1 >= DECODE_PROGRESS)
		decode_progress(copy, &p);
	free(copy);
	return 0;
}
