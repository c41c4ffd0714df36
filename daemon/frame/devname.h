/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of disks. Users see /dev/sda, /dev/sdb1 ... in the order of add_drive
 * whatever the bus; the appliance's kernel has vda, vdb, sda.
 */
#ifndef DAEMON_DEVNAME_H
#define DAEMON_DEVNAME_H

#include <stdbool.h>

/** devname_to_kernel() - What the kernel calls a user's device
 * @dev: "/dev/sda1", also "/dev/hda1", "/dev/vda1" (the manual's translation
 * algorithm), "/dev/vg/lv", "/dev/md0", "/dev/mapper/x",
 * "/dev/disk/guestfs/LABEL1"
 *
 * Return: an existing device's path, the caller frees; NULL, errno ENOENT
 * (no such device) or EINVAL (not below /dev)
 */
char *devname_to_kernel(const char *dev);
/** devname_to_user() - "/dev/vda1" -> "/dev/sda1", "/dev/dm-0" ->
 * "/dev/vg/lv"; other names come back unchanged. The caller frees. */
char *devname_to_user(const char *dev);
/** devname_disks() - Kernel paths of the user's disks in order; NULL-ended,
 * the caller frees with strv_free */
char **devname_disks(void);
/** devname_is_disk() - Whether a kernel path is one of the user's whole disks */
bool devname_is_disk(const char *kernel);
/** devname_settle() - Wait until the kernel's partition nodes of @kernel (or
 * of all disks, NULL) exist as sysfs has them; at most 10 s */
void devname_settle(const char *kernel);

/** struct mountable - "btrfsvol:/dev/sda1/sub", or a device, or a path */
enum mountable_type { MOUNTABLE_DEVICE, MOUNTABLE_BTRFSVOL, MOUNTABLE_PATH };
struct mountable {
	enum mountable_type type;
	char *device;	/* kernel path, or the guest path of MOUNTABLE_PATH */
	char *volume;	/* btrfs subvolume, or NULL */
};
/** mountable_parse() - 0, or -1 with errno; mountable_finish() frees */
int mountable_parse(const char *s, struct mountable *m);
void mountable_finish(struct mountable *m);

#endif
