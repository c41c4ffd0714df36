/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Launch from a machine that was booted and saved before. */
#ifndef CORE_LAUNCH_TEMPLATE_H
#define CORE_LAUNCH_TEMPLATE_H

#include "boot.h"

int template_launch(guestfs_h *g, struct boot *b);

#endif
