/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file systems that the tree consists of. */
#ifndef DAEMON_SESSION_DEV_H
#define DAEMON_SESSION_DEV_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define DEV_PATH_MAX 320

/* What happens to the case of names in a file system's directories. */
enum dev_case {
	DEV_CASE_EXACT,	 /* names differ by case */
	DEV_CASE_NTFS,	 /* so they do here, but not for its users */
	DEV_CASE_KERNEL, /* the kernel folds it */
};

/**
 * struct dev - One file system; never changes, lives until dev_reset()
 * @index:	0 for the root's, else counted in the order of being met
 * @major:	Of st_dev
 * @minor:	Of st_dev
 * @fold:	What it does to case
 * @direct:	Whether O_DIRECT reads are worth trying
 * @handles:	Whether file handles can be trusted to find a file again
 * @renumbers:	Whether a file's inode number changes when the kernel forgets
 *		and reads it again
 * @ext:	Whether it is ext2, ext3 or ext4, on a disk
 * @fixed:	The same, mounted read-only
 * @mappable:	Mounted read-only, and FIEMAP tells offsets on its device
 * @plain:	Removing a name needs no space
 * @ntfs:	Whether it is NTFS that nobody can change, see ntfs.h
 * @ntfs_alike:	All its files have the same owner and mode
 */
struct dev {
	uint16_t index;
	uint32_t major;
	uint32_t minor;
	enum dev_case fold;
	bool direct;
	bool handles;
	bool renumbers;
	bool ext;
	bool fixed;
	bool mappable;
	bool plain;
	bool ntfs;
	bool ntfs_alike;
};

/**
 * dev_find() - The file system of a file
 * @stx:	Attributes of the file
 * @dirfd:	Where the file is found, asked when the file system is new
 * @name:	Its name in @dirfd, or "" for @dirfd itself
 *
 * Return:	the file system, or NULL with errno
 */
const struct dev *dev_find(const struct statx *stx, int dirfd,
			   const char *name);
/** dev_get() - A file system by its index */
const struct dev *dev_get(uint16_t index);
/** dev_is_read_only() - Whether it is mounted so, now: it may be remounted */
bool dev_is_read_only(const struct dev *dev);
/** dev_path() - The block device that it is on; false: there is none */
bool dev_path(const struct dev *dev, char path[DEV_PATH_MAX]);
/** dev_reset() - Forget all; only while no request is served */
void dev_reset(void);

#endif
