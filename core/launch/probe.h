/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The format and size of an image, where qemu has to be told. */
#ifndef CORE_LAUNCH_PROBE_H
#define CORE_LAUNCH_PROBE_H

#include <stdint.h>

#include "handle/handle.h"

int probe_image(guestfs_h *g, const struct drive *d, const char **ret_format,
		uint64_t *ret_size);

#endif
