/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of disks. Users see /dev/sda, /dev/sdb1 ... in the order of add_drive
 * whatever the bus; the appliance's kernel has vda, vdb, sda.
 */
#ifndef DAEMON_DEVNAME_H
#define DAEMON_DEVNAME_H

#include <stdbool.h>

/**
 * devname_set_disks() - The user's disks, told by the hello
 * @serials:	Serial numbers in qemu, in the order of add_drive
 * @labels:	add_drive's labels, "" where none was given
 * @n:		Their number
 *
 * Waits until the kernel has found all of them, at most 10 s.
 *
 * Return:	0, or -1 with errno ENODEV when one is missing
 */
int devname_set_disks(const char *const *serials, const char *const *labels,
		      unsigned int n);
/** devname_disk_label() - The label of disk @i, or "" */
const char *devname_disk_label(unsigned int i);
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
/** devname_mountable_to_user() - The same for "btrfsvol:/dev/vda1/sub" too */
char *devname_mountable_to_user(const char *s);
/** devname_text_to_user() - A program's words with the kernel's names of disks
 * replaced by the user's; the caller frees */
char *devname_text_to_user(const char *text);
/** devname_disks() - Kernel paths of the user's disks in order; NULL-ended,
 * the caller frees with strv_free */
char **devname_disks(void);
/** devname_is_disk() - Whether a kernel path is one of the user's whole disks
 */
bool devname_is_disk(const char *kernel);
/** devname_sysfs() - The kernel's own name of a device node, "vda1", "dm-0",
 * as in /sys/class/block; follows links. The caller frees; NULL with errno. */
char *devname_sysfs(const char *kernel);
/** devname_partitions() - Paths of a whole disk's partitions in the order of
 * their numbers; NULL-ended, the caller frees with strv_free */
char **devname_partitions(const char *kernel);
/** devname_md() - The md arrays, each followed by its partitions if
 * @partitions; devname_dm() - device-mapper's devices, those that are logical
 * volumes (@lvm) or the others; devname_all() - all that a user may name.
 * NULL-ended, the caller frees with strv_free. */
char **devname_md(bool partitions);
char **devname_dm(bool lvm);
char **devname_all(void);
/** devname_partnum() - A partition's number, 0 for what is none */
int devname_partnum(const char *kernel);
/** devname_parent() - The disk that a partition lies on, as a path; the caller
 * frees; NULL, errno EINVAL, for what is no partition */
char *devname_parent(const char *kernel);
/** devname_rescan() - Let the kernel read a disk's partition table anew and
 * wait for the nodes; 0, or -1 with errno */
int devname_rescan(const char *kernel);
/** devname_settle() - Wait until the kernel's partition nodes of @kernel (or
 * of all disks, NULL) exist as sysfs has them; at most 10 s */
void devname_settle(const char *kernel);

/** struct mountable - "btrfsvol:/dev/sda1/sub", or a device, or a path */
enum mountable_type { MOUNTABLE_DEVICE, MOUNTABLE_BTRFSVOL, MOUNTABLE_PATH };
struct mountable {
	enum mountable_type type;
	char *device; /* kernel path, or the guest path of MOUNTABLE_PATH */
	char *volume; /* btrfs subvolume without leading '/', or NULL */
};
/** devname_dm_escape() - What device-mapper calls VG/LV: "my-vg", "lv" ->
 * "my--vg-lv"; the caller frees */
char *devname_dm_escape(const char *vg, const char *lv);
/** devname_dm_split() - The same backwards: 0, or -1 for a name of another
 * form; the caller frees both */
int devname_dm_split(const char *name, char **ret_vg, char **ret_lv);
/** devname_split() - "/dev/sdb3", "/dev/vdb3", "/dev/hdb3" -> disk 1,
 * partition 3 (0: the whole disk); -1 for another form of name */
int devname_split(const char *dev, unsigned int *ret_disk,
		  unsigned int *ret_part);
/** devname_letters() - 0 -> "a", 26 -> "aa"; @buf takes 8 bytes */
char *devname_letters(unsigned int i, char *buf);

/** mountable_parse() - 0, or -1 with errno; mountable_finish() frees */
int mountable_parse(const char *s, struct mountable *m);
void mountable_finish(struct mountable *m);

#endif
