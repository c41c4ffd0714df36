/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted below SYSROOT, as the kernel tells. */
#ifndef DAEMON_MOUNTS_H
#define DAEMON_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct mount_entry - One file system mounted below SYSROOT
 * @device:	Source as mounted, a kernel path ("/dev/vda1")
 * @volume:	Of btrfs: its subvolume without leading '/', or NULL
 * @path:	Where the guest sees it ("/", "/boot")
 * @type:	File system type, "fuseblk" for NTFS
 */
struct mount_entry {
	char *device;
	char *volume;
	char *path;
	char *type;
};

struct mount_list {
	struct mount_entry *v;
	size_t n;
};

/** mounts_read() - The mounts in the order they were made; 0 or -1 */
int mounts_read(struct mount_list *l);
/** mounts_parse() - The same from the text of a mountinfo file */
int mounts_parse(const char *text, struct mount_list *l);
/** mounts_unescape() - A name that the kernel printed: it writes space, tab,
 * newline and backslash as \ooo. The caller frees. */
char *mounts_unescape(const char *s);
void mounts_finish(struct mount_list *l);
/** mounts_umount_all() - Unmount all, the last mounted first. @force: make a
 * busy one read-only and detach it. 0, or -1 with errno of the first that
 * failed. */
int mounts_umount_all(bool force);

#endif
