/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Directories of ext2, ext3 and ext4 that nobody can change, from the disk: of
 * one block each, which nearly all are. They are read ahead of a walk in its
 * own order, and what lies near each other on the disk by one request. The
 * kernel lists all others, and all that are damaged; some of its listings are
 * compared, and a difference ends this.
 */
#ifndef DAEMON_SESSION_EXTDIR_H
#define DAEMON_SESSION_EXTDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crawl_layout;
struct dev;
struct extdirs;

/**
 * extdir_walk() - A walk goes on into these directories
 *
 * Parameters as for crawl_walk(). Those of a directory that extdir_read() gave
 * are known.
 *
 * Return:	whether directories are read like this
 */
bool extdir_walk(const struct dev *dev, const uint64_t *inos, size_t n);

/**
 * extdir_read() - All entries of a directory
 * @dev:	File system
 * @ino:	Its inode number
 * @buf:	Receives them as getdents64(2) would give them, DIRENT_BUF bytes
 *
 * Return:	bytes; 0: ask the kernel, and then call extdir_compare()
 */
size_t extdir_read(const struct dev *dev, uint64_t ino, char *buf);

/**
 * extdir_compare() - What the kernel said
 * @dev:	File system
 * @ino:	Inode number of the directory
 * @buf:	All of getdents64(2)'s first answer
 * @len:	Its length
 */
void extdir_compare(const struct dev *dev, uint64_t ino, const char *buf,
		    size_t len);

/**
 * extdir_block() - Where a directory of one block has it
 * @layout:	Of the file system
 * @raw:	Its inode
 *
 * Return:	its place on the disk in bytes; 0: it is none of these
 */
uint64_t extdir_block(const struct crawl_layout *layout, const void *raw);

/**
 * extdir_decode() - The entries in a directory's block
 * @layout:	Of the file system
 * @ino:	Its inode number
 * @generation:	Of its inode
 * @block:	@layout->block_size bytes, at most EXTDIR_BLOCK_MAX
 * @buf:	Receives them, DIRENT_BUF bytes
 *
 * Return:	bytes; 0: it is damaged, or not an ordinary one
 */
size_t extdir_decode(const struct crawl_layout *layout, uint32_t ino,
		     uint32_t generation, const unsigned char *block,
		     char *buf);

#define EXTDIR_BLOCK_MAX 4096

void extdirs_free(struct extdirs *d);

#endif
