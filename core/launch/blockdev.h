/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The drives of a handle as qemu's block nodes and devices. */
#ifndef CORE_LAUNCH_BLOCKDEV_H
#define CORE_LAUNCH_BLOCKDEV_H

#include "args.h"
#include "boot.h"

#define BLOCKDEV_MAX_VIRTIO 8 /* drives on virtio-blk, the others on scsi */
#define BLOCKDEV_MAX	    255

int blockdev_add_drives(struct args *a, enum boot_how how);
json_object *blockdev_options(json_object *node, const struct drive *d);

#endif
