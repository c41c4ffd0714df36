/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table behind devname.h, as sysblock.c and the tests fill it. */
#ifndef DAEMON_DEVTABLE_H
#define DAEMON_DEVTABLE_H

/** devname_set_table() - Make these the user's disks; all is copied */
void devname_set_table(char *const *kernel, const char *const *labels,
		       unsigned int n);

#endif
