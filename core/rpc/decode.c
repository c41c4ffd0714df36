/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rpc/decode.h"

#include <arpa/inet.h>
#include <string.h>

static const char *check_header(const struct guestfs_message_header *h,
				uint32_t proc, uint32_t serial)
{
	if (h->prog != GUESTFS_PROGRAM)
		return "wrong program number";
	if (h->vers != GUESTFS_PROTOCOL_VERSION)
		return "wrong protocol version";
	if (h->direction != GUESTFS_DIRECTION_REPLY)
		return "not a reply";
	if (h->proc != proc)
		return "reply to another procedure";
	if (h->serial != serial)
		return "reply to another call";
	if (h->status != GUESTFS_STATUS_OK && h->status != GUESTFS_STATUS_ERROR)
		return "unknown status";
	return NULL;
}

static const char *decode_body(XDR *x, xdrproc_t fn, void *ret)
{
	if (fn && !fn(x, ret)) {
		/* Frees the part that was decoded, leaving NULLs */
		xdr_free(fn, ret);
		return "result cannot be decoded";
	}
	return NULL;
}

enum decode_result decode_reply(const char *buf, size_t len, uint32_t proc,
				uint32_t serial, xdrproc_t xret, void *ret,
				struct guestfs_message_error *ret_error,
				const char **ret_why)
{
	struct guestfs_message_header h = { 0 };
	const char *why = NULL;
	bool error;
	XDR x;

	if (len < DECODE_HEADER || len > GUESTFS_MESSAGE_MAX) {
		*ret_why = "impossible length";
		return DECODE_MALFORMED;
	}
	xdrmem_create(&x, (char *)buf, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&x, &h))
		why = "header cannot be decoded";
	if (!why)
		why = check_header(&h, proc, serial);
	error = h.status == GUESTFS_STATUS_ERROR;
	if (error) {
		xret = (xdrproc_t)xdr_guestfs_message_error;
		ret = ret_error;
		memset(ret_error, 0, sizeof(*ret_error));
	}
	if (!why)
		why = decode_body(&x, xret, ret);
	if (!why && xdr_getpos(&x) != len) {
		if (xret)
			xdr_free(xret, ret);
		why = "bytes follow the result";
	}
	xdr_destroy(&x);
	*ret_why = why;
	return why ? DECODE_MALFORMED : error ? DECODE_ERROR : DECODE_OK;
}

static uint32_t word(const char *buf)
{
	uint32_t be;

	memcpy(&be, buf, sizeof(be));
	return ntohl(be);
}

bool decode_chunk_len(uint32_t len)
{
	return len >= 8 && len <= 8 + GUESTFS_CHUNK_MAX && len % 4 == 0;
}

/* What a chunk about the slot has for data: a number, within bounds */
static bool decode_turn(const char *data, size_t n, size_t piece,
			struct chunk *c)
{
	if (n != 8 || !piece)
		return false;
	c->len = (uint64_t)word(data) << 32 | word(data + 4);
	return c->len &&
	       c->len <= (c->kind == GUESTFS_CHUNK_SLOT ? piece : INT64_MAX);
}

bool decode_chunk(const char *buf, size_t len, size_t piece,
		  struct chunk *ret_chunk)
{
	uint32_t n;

	if (len < 8)
		return false;
	n = word(buf + 4);
	/* No overflow: n is checked against the maximum first */
	if (n > GUESTFS_CHUNK_MAX || 8 + ((size_t)n + 3) / 4 * 4 != len)
		return false;
	*ret_chunk = (struct chunk){ word(buf), buf + 8, n };
	switch (word(buf)) {
	case GUESTFS_CHUNK_DATA:
	case GUESTFS_CHUNK_CANCEL:
		return true;
	case GUESTFS_CHUNK_SLOT:
	case GUESTFS_CHUNK_HOLE:
		return decode_turn(buf + 8, n, piece, ret_chunk);
	default:
		return false;
	}
}

bool decode_progress(const char *buf, struct guestfs_progress *ret_progress)
{
	bool good;
	XDR x;

	memset(ret_progress, 0, sizeof(*ret_progress));
	xdrmem_create(&x, (char *)buf, DECODE_PROGRESS, XDR_DECODE);
	good = xdr_guestfs_progress(&x, ret_progress);
	xdr_destroy(&x);
	return good;
}
