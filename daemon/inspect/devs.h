/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything a guest's fstab or registry may mean by a name: the file systems
 * found and the partitions, with what identifies them.
 */
#ifndef DAEMON_INSPECT_DEVS_H
#define DAEMON_INSPECT_DEVS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct insp_dev - One block device; unknown strings are NULL
 * @name:	Kernel path as list_filesystems has it, "/dev/vda1"
 * @canon:	"/dev/vg/lv" of device-mapper names, else @name
 * @vfs:	File system type, "swap", "unknown", or NULL
 * @uuid:	Of the file system
 * @label:	Of the file system
 * @partuuid:	Of the partition table's entry, lower case;
 *		"xxxxxxxx-01" in an MBR
 * @partlabel:	Name in a GPT
 * @scheme:	"gpt", "dos", or NULL when not a partition
 * @offset:	Of a partition in its disk, in bytes
 * @disk:	Index in the order of add_drive, or -1
 * @part:	Number of a partition, 0 for a whole disk
 * @crypt_uuid:	Of an opened LUKS container, without dashes
 * @md_uuid:	Of an md array, as mdadm writes it
 * @md_name:	Of an md array, without the host's name
 */
struct insp_dev {
	char *name;
	char *canon;
	char *vfs;
	char *uuid;
	char *label;
	char *partuuid;
	char *partlabel;
	char *scheme;
	uint64_t offset;
	int disk;
	int part;
	char *crypt_uuid;
	char *md_uuid;
	char *md_name;
};

/**
 * struct insp_subvol - A btrfs subvolume
 * @device:	Kernel path of its file system
 * @volume:	Path in it, no leading '/'
 * @id:		Its subvolid
 */
struct insp_subvol {
	char *device;
	char *volume;
	uint64_t id;
};

struct insp_devs {
	struct insp_dev *v;
	size_t n;
	size_t n_disks;
	struct insp_subvol *subvols;
	size_t n_subvols;
};

/** devs_add() - A new device without attributes; NULL when out of memory.
 * The pointer is good until the next devs_add(). */
struct insp_dev *devs_add(struct insp_devs *d, const char *name);
/** devs_add_subvol() - Note a subvolume's id */
void devs_add_subvol(struct insp_devs *d, const char *device,
		     const char *volume, uint64_t id);
void devs_finish(struct insp_devs *d);
/** devs_by_name() - By @name or @canon, or NULL */
const struct insp_dev *devs_by_name(const struct insp_devs *d,
				    const char *name);
/** devs_by_part() - By disk index and partition number, or NULL */
const struct insp_dev *devs_by_part(const struct insp_devs *d, int disk,
				    int part);
/** devs_canon() - "/dev/mapper/my--vg-lv" -> "/dev/my-vg/lv", others as
 * they are; the caller frees */
char *devs_canon(const char *name);

#endif
