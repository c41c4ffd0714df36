/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attributes of files and directories on ext2, ext3 and ext4 that nobody can
 * change, out of the disk's table of inodes. Asked for one by one the kernel
 * makes an inode and a name of each in its memory, which takes ten times as
 * long and 1.4 KiB. What is in any way out of the ordinary is left to the
 * kernel; its answers to some of the questions are compared, and a difference
 * ends the use of the table.
 */
#ifndef DAEMON_SESSION_EXTINODE_H
#define DAEMON_SESSION_EXTINODE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct crawl_layout;
struct dev;

/**
 * extinode_stat() - Attributes of a file
 * @dev:	File system
 * @ino:	Inode number
 * @type:	Type, as in st_mode, that its directory says
 * @ret:	Receives them as statx(2) would give them
 * @ret_at:	Receives where on the device, in bytes, all data of a regular
 *		file lie; 0: not in one piece
 *
 * Return:	false: ask the kernel, and then call extinode_compare()
 */
bool extinode_stat(const struct dev *dev, uint64_t ino, mode_t type,
		   struct statx *ret, uint64_t *ret_at);
/**
 * extinode_compare() - The kernel was asked
 * @dev:	File system
 * @dirfd:	Directory of the file
 * @name:	Its name there
 * @stx:	What the kernel said
 *
 * Return:	what extinode_stat() would have put into @ret_at, where all is
 *		as the kernel says; else 0
 */
uint64_t extinode_compare(const struct dev *dev, int dirfd, const char *name,
			  const struct statx *stx);

/**
 * extinode_piece() - Where data lie, if they do so in one piece
 * @layout:	Of the file system
 * @raw:	Inode of a regular file or a directory
 * @size:	Bytes of data, not 0
 *
 * Return:	the first of blocks that follow each other; 0: they do not
 */
uint64_t extinode_piece(const struct crawl_layout *layout, const void *raw,
			uint64_t size);

/**
 * extinode_decode() - Attributes in an inode as it is on the disk
 * @layout:	Of the file system
 * @ino:	Inode number
 * @raw:	@layout->inode_size bytes
 * @type:	As for extinode_stat()
 * @ret:	Receives them, but for the device
 * @ret_at:	As for extinode_stat()
 *
 * Return:	false: it is damaged, or not an ordinary one
 */
bool extinode_decode(const struct crawl_layout *layout, uint32_t ino,
		     const void *raw, mode_t type, struct statx *ret,
		     uint64_t *ret_at);

#endif
