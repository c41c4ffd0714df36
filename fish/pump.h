/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard input and output as files for the library. To open /dev/stdout
 * again would cut off what a regular file there has already, and begin
 * /dev/stdin anew, so that those are carried through a pipe by a thread.
 */
#ifndef FISH_PUMP_H
#define FISH_PUMP_H

#include <pthread.h>
#include <stdbool.h>

/**
 * struct pump - A thread that carries; zeroed: none
 * @ours:	Our end of the pipe, closed by the thread (then -1)
 * @theirs:	The library's end
 * @error:	Errno of a failed write, or 0
 */
struct pump {
	bool running, in;
	pthread_t thread;
	int ours, theirs;
	int error;
};

/**
 * pump_start() - A name for standard input or output
 * @p:		Zeroed
 * @in:		Input, not output
 *
 * Return:	A file name that the caller frees, or NULL with errno
 */
char *pump_start(struct pump *p, bool in);
/** pump_finish() - Wait until all is carried; 0, or the errno of a write */
int pump_finish(struct pump *p);

#endif
