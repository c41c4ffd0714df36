/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many descriptors each table may keep open. */
#ifndef DAEMON_SESSION_LIMITS_H
#define DAEMON_SESSION_LIMITS_H

/** limits_set() - Divide what the process may open; done once */
void limits_set(void);

#endif
