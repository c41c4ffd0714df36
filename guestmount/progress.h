/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line on the terminal while the appliance starts. */
#ifndef GUESTMOUNT_PROGRESS_H
#define GUESTMOUNT_PROGRESS_H

struct progress;

/** progress_start() - Show it, if standard error is a terminal; else NULL */
struct progress *progress_start(void);
/** progress_stop() - Wipe the line and free it; NULL is fine */
void progress_stop(struct progress *p);

#endif
