/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The end of an appliance. */
#ifndef CORE_LAUNCH_STOP_H
#define CORE_LAUNCH_STOP_H

#include "launch/launch.h"

int stop_kill(guestfs_h *g);

#endif
