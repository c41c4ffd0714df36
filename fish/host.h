/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of the host, with our terminal. */
#ifndef FISH_HOST_H
#define FISH_HOST_H

#include <sys/types.h>

/**
 * host_spawn() - Start a program, with default signals
 * @argv:	Program (found by PATH) and arguments, NULL-ended
 * @in:		Its standard input, or -1 for ours
 * @out:	Its standard output, or -1 for ours
 *
 * Return:	Its process, or -1 with errno
 */
pid_t host_spawn(const char *const *argv, int in, int out);
/** host_wait() - Its exit status, 128 and the signal's number, or -1 */
int host_wait(pid_t pid);
/** host_run() - Start it and wait; its status as above, or -1 with errno */
int host_run(const char *const *argv);

#endif
