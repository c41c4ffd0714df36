/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The guest's RAM: a memfd shared between qemu and us. */
#ifndef CORE_LAUNCH_RAM_H
#define CORE_LAUNCH_RAM_H

#include <stdbool.h>
#include <stdint.h>

#include "handle/handle.h"

int ram_create(guestfs_h *g, uint64_t size);
bool ram_offset(uint64_t ram_size, uint64_t gpa, uint64_t len,
		uint64_t *ret_offset);

#endif
