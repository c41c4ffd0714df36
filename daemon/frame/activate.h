/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays and volume groups, made visible as users expect after launch. */
#ifndef DAEMON_ACTIVATE_H
#define DAEMON_ACTIVATE_H

/** activate_all() - Assemble the RAID arrays and activate the volume groups on
 * the user's disks. What cannot be activated is only logged. Where no disk
 * bears their marks nothing is run. */
void activate_all(void);

#endif
