/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether qemu could write everything to the images. */
#ifndef CORE_LAUNCH_FLUSH_H
#define CORE_LAUNCH_FLUSH_H

#include "launch/launch.h"

int flush_check(guestfs_h *g);

#endif
