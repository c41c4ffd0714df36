/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the appliance's images are. */
#ifndef CORE_LAUNCH_APPLIANCE_H
#define CORE_LAUNCH_APPLIANCE_H

#include "handle/handle.h"

/**
 * struct appliance - A complete appliance on disk
 * @dir:	Its directory
 * @kernel:	Path of the uncompressed kernel
 * @initrd:	Path of the initramfs
 * @root:	Path of the root file system, an erofs image
 * @id:		Check sums of all three, as recorded
 * @template:	Whether its daemon can be part of a template
 */
struct appliance {
	char *dir;
	char *kernel;
	char *initrd;
	char *root;
	char *id;
	bool template;
};

int appliance_find(guestfs_h *g, struct appliance *ret_a);
void appliance_finish(struct appliance *a);

#endif
