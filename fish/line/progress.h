/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress bar on standard error, for what takes more than two seconds. */
#ifndef FISH_PROGRESS_H
#define FISH_PROGRESS_H

#include "shell.h"

/** progress_attach() - Listen to a new handle's events; 0 or -1 */
int progress_attach(struct shell *sh);
/** progress_begin() - A command begins */
void progress_begin(void);
/** progress_end() - It has ended: wipe the bar; whether there was one */
bool progress_end(void);

/**
 * progress_format() - What the bar looks like
 * @buf:	Receives it
 * @size:	Size of @buf
 * @width:	Columns of the terminal
 * @spin:	Counts the events
 * @done:	Bytes or whatever is done
 * @total:	Of so many; 0, or 1 with 0 done: nobody knows
 * @elapsed:	Seconds so far
 */
void progress_format(char *buf, size_t size, int width, unsigned int spin,
		     uint64_t done, uint64_t total, double elapsed);

#endif
