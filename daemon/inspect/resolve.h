/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a guest means by a device name. */
#ifndef DAEMON_INSPECT_RESOLVE_H
#define DAEMON_INSPECT_RESOLVE_H

#include <stdbool.h>

#include "devs.h"
#include "fstab.h"
#include "os.h"
#include "root.h"

/**
 * struct guest_part - A disk name of any bus or system, taken apart
 * @disk:	0 for sda, vda, nvme0n1, mmcblk0, ada0, wd0 ...
 * @part:	Partition or slice number, 0 for the whole disk
 * @letter:	BSD partition in it, 'a' ..., or 0
 */
struct guest_part {
	int disk;
	int part;
	char letter;
};

/** resolve_parse_name() - Take apart "/dev/nvme0n1p2"; false for other names */
bool resolve_parse_name(const char *name, struct guest_part *p);
/**
 * resolve_spec() - The device that a fstab's first field means
 * @d:		What there is
 * @r:		The guest's root, for mdadm.conf and crypttab; may be NULL
 * @spec:	UUID=, LABEL=, PARTUUID=, PARTLABEL=, /dev/disk/by-*, names of
 *		LVM, md and LUKS, names of another bus, BSD's labels
 *
 * Return:	the device, inside @d, or NULL
 */
const struct insp_dev *resolve_spec(const struct insp_devs *d,
				    const struct insp_root *r,
				    const char *spec);
/** resolve_mountable() - "btrfsvol:DEVICE/VOLUME" when the options name a
 * subvolume, else the device's name; the caller frees */
char *resolve_mountable(const struct insp_devs *d, const struct insp_dev *dev,
			const struct fstab_ent *e);
/**
 * resolve_fstab() - Note the mounts that a fstab names
 * @d:		What there is
 * @r:		The guest's root
 * @f:		Its fstab
 * @os:		Receives mounts and file systems
 *
 * Return:	what the fstab has on "/", the caller frees, or NULL
 */
char *resolve_fstab(const struct insp_devs *d, const struct insp_root *r,
		    const struct fstab *f, struct insp_os *os);

#endif
