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
 * numbers of directories' inodes (uint32_t), in the order of the walk.
 */
#ifndef DAEMON_CRAWLHELPER_H
#define DAEMON_CRAWLHELPER_H

#define CRAWLHELPER "--crawl"

/** crawlhelper_main() - The process; returns its exit status */
int crawlhelper_main(const char *device);

#endif
