/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a bug report wants to know of this machine and of the settings. */
#ifndef TEST_TOOL_REPORT_H
#define TEST_TOOL_REPORT_H

#include <guestfs.h>

void report_machine(void);
void report_settings(guestfs_h *g);

#endif
