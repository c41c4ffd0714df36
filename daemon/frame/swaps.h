/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Swap space that the appliance uses. */
#ifndef DAEMON_SWAPS_H
#define DAEMON_SWAPS_H

/** swaps_off_all() - Stop using all of it, so that the file systems that hold
 * it can be unmounted; failures are logged only */
void swaps_off_all(void);

#endif
