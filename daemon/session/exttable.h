/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The disks of ext2, ext3 and ext4 file systems that nobody can change, read
 * past the kernel's file system: the tables of inodes here, directories by
 * extdir.c. A disk is used once a helper has said where the tables are, until
 * what is read there differs from what the kernel says.
 */
#ifndef DAEMON_SESSION_EXTTABLE_H
#define DAEMON_SESSION_EXTTABLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "frame/crawlhelper.h"

struct dev;
struct extdirs;

#define EXTTABLE_INODE_MAX 4096u /* bytes */

/**
 * struct exttable - A file system's disk
 * @dev:	File system
 * @memfd:	Where the helper puts the layout
 * @fd:		The device, for O_DIRECT
 * @layout:	Copy of the layout, NULL: not known yet
 * @odd:	They are not what was expected
 * @n_asked:	How many inodes were asked for
 * @pieces:	What was read of the tables of inodes, last used first
 * @dirs:	Of extdir.c, or NULL
 */
struct exttable {
	const struct dev *dev;
	int memfd;
	int fd;
	struct crawl_layout *layout;
	bool odd;
	unsigned int n_asked;
	struct extpiece *pieces;
	struct extdirs *dirs;
};

/**
 * exttable_start() - A helper is about to find out where the tables are
 * @dev:	File system
 * @device:	Its device
 *
 * Return:	a descriptor for the helper's struct crawl_layout, the caller
 *		closes; or -1
 */
int exttable_start(const struct dev *dev, const char *device);
/** exttable_reset() - Forget all; nobody keeps a device open then */
void exttable_reset(void);

/**
 * exttable_lock() - Use the disk of a file system
 *
 * The lock is held while the disk is read, too.
 *
 * Return:	the disk, whose layout may not be known yet, or NULL where there
 *		is none of use. The caller calls exttable_unlock() either way.
 */
struct exttable *exttable_lock(const struct dev *dev);
void exttable_unlock(void);

/**
 * exttable_inode() - An inode as it is on the disk
 * @t:		Disk, whose layout is known
 * @ino:	Inode number
 *
 * Return:	@t->layout->inode_size bytes, valid until the next call; or NULL
 */
const void *exttable_inode(struct exttable *t, uint64_t ino);

static inline void exttable_unlock_(struct exttable **unused)
{
	(void)unused;
	exttable_unlock();
}

/** EXTTABLE_SCOPE() - exttable_lock() until the end of scope */
#define EXTTABLE_SCOPE(t, dev)                                                 \
	struct exttable *t __attribute__((cleanup(exttable_unlock_))) =        \
		exttable_lock(dev)

#endif
