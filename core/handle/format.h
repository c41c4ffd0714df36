/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The format of a disk image, by its first bytes.
 *
 * Rule: a format that the program gives is obeyed. Without one, the format is
 * settled when the drive is added and never probed again: an image that shows
 * the magic of a known format at its start has that format, everything else is
 * raw and pinned to raw, so that what a guest writes into a raw disk cannot
 * change how qemu reads it while it is open. A guest can still put such a
 * magic into its own raw disk for the next time; whoever handles untrusted raw
 * images gives the format.
 */
#ifndef CORE_FORMAT_H
#define CORE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORMAT_HEAD 512 /* bytes that format_by_magic() wants to see */

/**
 * format_by_magic() - Name of an image format
 * @head:		The image's first bytes
 * @len:		Their number
 * @ret_refers:		Whether the image refers to other files (a backing
 *			file, an external data file, extents)
 *
 * Return:	qemu's name of the format, "raw" where nothing matches
 */
const char *format_by_magic(const unsigned char *head, size_t len,
			    bool *ret_refers);
/**
 * format_is_cut() - Whether a qcow2 file ends before its own tables do
 * @head:	The image's first bytes
 * @len:	Their number
 * @size:	Size of the file in bytes
 *
 * qemu reads what is missing as zeros, so that a copy that was interrupted
 * early shows up as an empty disk.
 */
bool format_is_cut(const unsigned char *head, size_t len, uint64_t size);

#endif
