/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Much data to or from a file or device: past the page cache where that is
 * allowed, so that the disk's own DMA moves it and no code of the guest.
 */
#ifndef DAEMON_BULK_H
#define DAEMON_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "cleanup.h"

/**
 * struct bulk - A file or device
 * @fd:		The caller's
 * @direct:	The same with O_DIRECT, or -1
 * @solid:	Its holes are to be taken for data; the caller sets this
 */
struct bulk {
	int fd;
	int direct;
	bool solid;
};

/** bulk_open() - Prepare @fd, a regular file or block device; cannot fail */
void bulk_open(struct bulk *b, int fd);
/** bulk_close() - Free what is ours; @b->fd stays open */
void bulk_close(struct bulk *b);
/** bulk_read() - pread(2); short at the end only */
ssize_t bulk_read(struct bulk *b, void *buf, size_t n, uint64_t off);
/** bulk_write() - pwrite(2) all of it; 0, or -1 with errno */
int bulk_write(struct bulk *b, const void *buf, size_t n, uint64_t off);
/**
 * bulk_zero() - Make zeros, without writing them where that is possible
 *
 * In a regular file this does not move the end.
 *
 * Return:	0, or -1 with errno
 */
int bulk_zero(struct bulk *b, uint64_t off, uint64_t n);
/**
 * bulk_extent() - What comes next in a file that may have holes
 * @b:		File; devices have no holes
 * @off:	Where
 * @max:	No more than so many bytes
 * @ret_hole:	Whether it is a hole; small ones count as data
 *
 * Return:	its length; @max past the end of the file
 */
uint64_t bulk_extent(struct bulk *b, uint64_t off, uint64_t max,
		     bool *ret_hole);
/**
 * bulk_copy() - Copy between two files or devices, with their holes
 * @from:	Source
 * @from_off:	Where in it
 * @to:		Destination; what it has there becomes zeros where the source
 *		has a hole, and its end does not move for a hole
 * @to_off:	Where in it
 * @n:		Bytes; less when the source ends before
 * @told:	Whether progress messages are sent
 * @ret_done:	Bytes copied, holes among them; also on failure
 *
 * Return:	0, or -1 with errno
 */
int bulk_copy(struct bulk *from, uint64_t from_off, struct bulk *to,
	      uint64_t to_off, uint64_t n, bool told, uint64_t *ret_done);

DEFINE_CLEANUP(struct bulk, cleanup_bulk_, bulk_close(p))
#define cleanup_bulk __attribute__((cleanup(cleanup_bulk_)))
#define BULK_INIT                                                              \
	{                                                                      \
		.fd = -1, .direct = -1                                         \
	}

#endif
