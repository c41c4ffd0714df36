/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The appliance's kernel command line. */
#ifndef CORE_LAUNCH_KERNEL_H
#define CORE_LAUNCH_KERNEL_H

#include "boot.h"

char *kernel_cmdline(guestfs_h *g, enum accel accel, enum boot_how how);

#endif
