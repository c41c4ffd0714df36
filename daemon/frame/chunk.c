// SPDX-License-Identifier: GPL-2.0-or-later
#include "chunk.h"

static char *slot;
static size_t piece_size;

void chunk_set_slot(char *base, size_t size)
{
	slot = base;
	piece_size = size / GUESTFS_SLOT_PIECES;
}

size_t chunk_piece_size(void)
{
	return piece_size;
}

char *chunk_piece(unsigned int i)
{
	return slot + i % GUESTFS_SLOT_PIECES * piece_size;
}

char *chunk_scratch(size_t *ret_size)
{
	*ret_size = piece_size * GUESTFS_SLOT_PIECES;
	return slot;
}
