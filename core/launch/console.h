/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The appliance's console and qemu's own messages. */
#ifndef CORE_LAUNCH_CONSOLE_H
#define CORE_LAUNCH_CONSOLE_H

#include "launch/launch.h"

char *console_last_line(guestfs_h *g, const struct launch *l);

#endif
