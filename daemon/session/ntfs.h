/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NTFS volumes that are mounted read-only, past ntfs-3g: frame/ntfshelper.h
 * says where files lie and what directories hold. Whatever it does not know is
 * left to ntfs-3g, and so is everything once it has died.
 */
#ifndef DAEMON_SESSION_NTFS_H
#define DAEMON_SESSION_NTFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

struct dev;
struct ntfs_file;
struct ntfs_dir;

/** ntfs_exists() - There is a helper in this program */
void ntfs_exists(void);
/** ntfs_stop() - End all helpers. Unless they may be started @again, there are
 * none until the next ntfs_stop(): what is mounted may be something else */
void ntfs_stop(bool again);
/**
 * ntfs_file() - Where a regular file lies
 * @dev:	Its file system
 * @ino:	Its inode number
 *
 * Return:	what ntfs_file_free() frees; NULL: it is for ntfs-3g
 */
struct ntfs_file *ntfs_file(const struct dev *dev, uint64_t ino);
void ntfs_file_free(struct ntfs_file *f);
/**
 * ntfs_file_read() - Read past all caches
 * @f:		File
 * @buf:	Receives the data, suits O_DIRECT
 * @size:	Bytes, a multiple of 4096
 * @offset:	A multiple of 4096
 *
 * Return:	bytes read, a multiple of 4096, less than @size before the end
 *		of the file and where something went wrong
 */
size_t ntfs_file_read(struct ntfs_file *f, char *buf, size_t size,
		      uint64_t offset);
/**
 * ntfs_dir() - What is in a directory
 * @dev:	Its file system
 * @ino:	Its inode number
 *
 * Return:	what ntfs_dir_free() frees; NULL: it is for ntfs-3g
 */
struct ntfs_dir *ntfs_dir(const struct dev *dev, uint64_t ino);
void ntfs_dir_free(struct ntfs_dir *d);
/** ntfs_dir_stat() - What statx(2) tells of a name; false: ask it */
bool ntfs_dir_stat(struct ntfs_dir *d, const char *name, struct statx *ret);
/** ntfs_dir_compare() - statx(2) was asked and told this: if it is not what was
 * expected, it will be asked for all */
void ntfs_dir_compare(struct ntfs_dir *d, const char *name,
		      const struct statx *stx);
/**
 * ntfs_dir_list() - All entries of a directory
 * @d:		Directory
 * @buf:	Receives them as getdents64(2) would give them, DIRENT_BUF bytes
 *
 * Return:	bytes; 0: ask ntfs-3g, and then call ntfs_dir_compare_list()
 */
size_t ntfs_dir_list(struct ntfs_dir *d, char *buf);
/** ntfs_dir_compare_list() - getdents64(2) was asked, and began with this */
void ntfs_dir_compare_list(struct ntfs_dir *d, const char *buf, size_t len);

#endif
