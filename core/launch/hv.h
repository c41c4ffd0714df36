/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which qemu to run. */
#ifndef CORE_LAUNCH_HV_H
#define CORE_LAUNCH_HV_H

#include "handle/handle.h"

char *hv_find(guestfs_h *g);

#endif
