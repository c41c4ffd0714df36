/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line on the terminal while the appliance starts. */
#ifndef OPTIONS_LAUNCHING_H
#define OPTIONS_LAUNCHING_H

struct launching;

/** launching_start() - Show it, if standard error is a terminal; else NULL */
struct launching *launching_start(void);
/** launching_stop() - Wipe the line and free it; NULL is fine */
void launching_stop(struct launching *p);

#endif
