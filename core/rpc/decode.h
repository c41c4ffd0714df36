/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the daemon says, decoded. The daemon may be in a guest's hands: nothing
 * here trusts a length, an order or a number. No handle, no descriptors: made
 * for fuzzing.
 */
#ifndef CORE_DECODE_H
#define CORE_DECODE_H

#include <rpc/xdr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guestfs_protocol.h"

#define DECODE_HEADER	40 /* bytes of a guestfs_message_header */
#define DECODE_PROGRESS 24 /* bytes of a guestfs_progress */

enum decode_result { DECODE_OK, DECODE_ERROR, DECODE_MALFORMED };

/**
 * decode_reply() - A message without its length word
 * @buf:	Message
 * @len:	Its bytes
 * @proc:	Procedure that was called
 * @serial:	Serial number of the call
 * @xret:	XDR routine of the result, or NULL
 * @ret:	Receives it; nothing is left in it unless DECODE_OK
 * @ret_error:	Receives the error of DECODE_ERROR; xdr_free() frees
 * @ret_why:	Receives what is wrong with it, where DECODE_MALFORMED
 */
enum decode_result decode_reply(const char *buf, size_t len, uint32_t proc,
				uint32_t serial, xdrproc_t xret, void *ret,
				struct guestfs_message_error *ret_error,
				const char **ret_why);

/**
 * struct chunk - A piece of a FileOut
 * @kind:	GUESTFS_CHUNK_SLOT only where there is a slot
 * @data:	Of GUESTFS_CHUNK_DATA: points into the buffer that was decoded
 * @len:	Bytes of data, in the slot, or of a hole; those of a piece in
 *		the slot fit
 */
struct chunk {
	enum guestfs_chunk_kind kind;
	const char *data;
	uint64_t len;
};

/** decode_chunk_len() - Can a chunk be so long? */
bool decode_chunk_len(uint32_t len);
/**
 * decode_chunk() - A chunk without its length word
 * @buf:	Chunk
 * @len:	Its bytes
 * @piece:	Bytes in a piece of the slot, 0 where there is none
 * @ret_chunk:	Receives it
 *
 * Return:	false if malformed
 */
bool decode_chunk(const char *buf, size_t len, size_t piece,
		  struct chunk *ret_chunk);
/** decode_progress() - DECODE_PROGRESS bytes */
bool decode_progress(const char *buf, struct guestfs_progress *ret_progress);

#endif
