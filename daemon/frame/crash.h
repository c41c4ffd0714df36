/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the console shows when the daemon has a fault. */
#ifndef DAEMON_CRASH_H
#define DAEMON_CRASH_H

/** crash_init() - From now on a fault prints where it happened */
void crash_init(void);

#endif
