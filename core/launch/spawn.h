/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Start qemu with the descriptors that its arguments name. */
#ifndef CORE_LAUNCH_SPAWN_H
#define CORE_LAUNCH_SPAWN_H

#include <sys/types.h>

#include "handle/handle.h"

/**
 * struct spawn - What to start
 * @path:	Program file
 * @argv:	Arguments, NULL-terminated
 * @env:	Its environment, NULL-terminated
 * @fds:	Descriptors that stay open in it, under the same numbers
 * @n_fds:	Their number
 * @own_group:	Give it a process group of its own
 * @go:		A pipe: the child runs the program once a byte comes, and exits
 *		at its end of file
 * @err:	Becomes its standard output and error
 */
struct spawn {
	const char *path;
	char *const *argv;
	char *const *env;
	const int *fds;
	size_t n_fds;
	bool own_group;
	int go[2];
	int err;
};

pid_t spawn_start(const struct spawn *s);
int spawn_high_fd(int fd);
int spawn_socketpair(int *ret_ours, int *ret_theirs);

#endif
