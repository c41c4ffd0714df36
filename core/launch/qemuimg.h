/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ask qemu-img about an image that we cannot or should not read ourselves. */
#ifndef CORE_LAUNCH_QEMUIMG_H
#define CORE_LAUNCH_QEMUIMG_H

#include <stdint.h>

#include "handle/handle.h"

int qemuimg_info(guestfs_h *g, const struct drive *d, const char **io_format,
		 uint64_t *ret_size);

#endif
