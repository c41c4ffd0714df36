/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private read-only mounts, away from the user's below the sysroot. */
#ifndef DAEMON_INSPECT_LOOK_H
#define DAEMON_INSPECT_LOOK_H

#include <stdint.h>

/**
 * struct look - One file system to look into
 * @dir:	Where it is mounted
 * @fd:		Its top directory
 * @helped:	Device that a helper process has open for the mount, or NULL
 */
struct look {
	char *dir;
	int fd;
	char *helped;
};

/**
 * look_open() - Mount read-only at a directory of our own
 * @l:		Zeroed but for an fd of -1; look_close() ends it
 * @n:		Number for the directory's name
 * @device:	Kernel path
 * @volume:	btrfs subvolume, or NULL
 * @vfs:	Type as libblkid names it
 *
 * What the user has mounted already is looked at through that mount.
 *
 * Return:	0, or -1 with errno
 */
int look_open(struct look *l, unsigned int n, const char *device,
	      const char *volume, const char *vfs);
/** look_close() - Unmount; a zeroed struct is fine when its fd is -1 */
void look_close(struct look *l);
/** look_subvolid() - Id of the btrfs subvolume looked at, 0 when unknown */
uint64_t look_subvolid(const struct look *l);

#endif
