/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A launch, and a file system made and used in it. */
#ifndef TEST_TOOL_TRIAL_H
#define TEST_TOOL_TRIAL_H

#include <guestfs.h>

int trial_launch(guestfs_h *g);
int trial_use(guestfs_h *g);

#endif
