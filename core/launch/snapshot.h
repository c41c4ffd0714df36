/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Internal snapshots of qcow2 images: the format "qcow2:NAME". */
#ifndef CORE_LAUNCH_SNAPSHOT_H
#define CORE_LAUNCH_SNAPSHOT_H

#include <stdint.h>

#include "handle/handle.h"

#define SNAPSHOT_HEAD                                                          \
	65536 /* bytes of the image that snapshot_view() makes                 \
	       */

const char *snapshot_name(const struct drive *d);
int snapshot_view(guestfs_h *g, const struct drive *d, char *head,
		  uint64_t *ret_file_size, uint64_t *ret_disk_size);

#endif
