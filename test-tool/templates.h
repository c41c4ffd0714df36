/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The saved machines that launches start from. */
#ifndef TEST_TOOL_TEMPLATES_H
#define TEST_TOOL_TEMPLATES_H

#include <guestfs.h>

void templates_report(guestfs_h *g);
int templates_remove(guestfs_h *g);

#endif
