/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What FileIn and FileOut share: chunks, and the slot that spares them. */
#ifndef DAEMON_CHUNK_H
#define DAEMON_CHUNK_H

#include <stddef.h>
#include <stdint.h>

#include "guestfs_protocol.h"

/* What a chunk adds to its data: the kind and the data's length */
#define CHUNK_HEAD  8
#define CHUNK_BYTES (CHUNK_HEAD + GUESTFS_CHUNK_MAX)

/** chunk_set_slot() - Use the slot at @base, which the library maps too */
void chunk_set_slot(char *base, size_t size);
/** chunk_piece_size() - Bytes in a piece of the slot; 0: there is no slot */
size_t chunk_piece_size(void);
/** chunk_piece() - Where piece @i lies, counted from the file's beginning */
char *chunk_piece(unsigned int i);
/** chunk_scratch() - The slot, for work inside the guest while no file is under
 * way; NULL where there is none */
char *chunk_scratch(size_t *ret_size);

#endif
