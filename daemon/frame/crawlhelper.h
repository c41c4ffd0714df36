/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the metadata that a walk over an ext2, ext3 or ext4 file system will
 * want into the kernel's cache of the disk, many blocks side by side: alone,
 * the walk waits for one block at a time. Only hints: what the walk is told
 * still comes from the kernel. A process of its own, for it parses a hostile
 * disk by a library; this program again, started as
 *
 *	guestfsd --crawl DEVICE
 *
 * with a pipe as its standard input, whose end is its own. Through that come
 * numbers of directories' inodes (uint32_t), in the order of the walk. Its
 * standard output, where it has one, is a file for a struct crawl_layout.
 */
#ifndef DAEMON_CRAWLHELPER_H
#define DAEMON_CRAWLHELPER_H

#include <stdint.h>

#define CRAWLHELPER "--crawl"

#define CRAWL_SUMS	 1 /* inodes have check sums */
#define CRAWL_HUGE_FILES 2 /* their count of blocks is a long one */
#define CRAWL_TYPES	 4 /* entries of directories have types */
#define CRAWL_HASHED	 8 /* directories are in the order of their hashes */

/**
 * struct crawl_layout - Where a file system has its inodes, and what they are
 * like
 * @ready:	1 once all of this is there
 * @flags:	CRAWL_*
 * @inode_size:	Bytes of an inode
 * @block_size:	Bytes of a block
 * @inodes_per_group: Inodes in each group
 * @n_groups:	Groups
 * @seed:	Of the check sums
 * @inodes:	All there are
 * @hash:	How names are hashed, EXT2_HASH_*
 * @hash_seed:	What with
 * @pad:	0
 * @tables:	Where each group's table of inodes begins, in bytes
 */
struct crawl_layout {
	uint32_t ready;
	uint32_t flags;
	uint32_t inode_size;
	uint32_t block_size;
	uint32_t inodes_per_group;
	uint32_t n_groups;
	uint32_t seed;
	uint32_t inodes;
	uint32_t hash;
	uint32_t hash_seed[4];
	uint32_t pad;
	uint64_t tables[];
};

/** crawlhelper_main() - The process; returns its exit status */
int crawlhelper_main(const char *device);

#endif
