/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Throw-away overlays, so that a read-only drive never changes. */
#ifndef CORE_LAUNCH_OVERLAY_H
#define CORE_LAUNCH_OVERLAY_H

#include <stdint.h>

#include "handle/handle.h"

int overlay_create(guestfs_h *g, uint64_t size);
int overlay_create_with(guestfs_h *g, uint64_t size, const char *head);

#endif
