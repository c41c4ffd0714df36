/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guest paths for programs that run in the appliance, outside the sysroot:
 * resolved here, so that no link of the guest is left for them to follow.
 */
#ifndef DAEMON_TOOLPATH_H
#define DAEMON_TOOLPATH_H

#include <stdbool.h>

#include "cleanup.h"

/**
 * struct toolpath - One resolved path
 * @fd:		Keeps it valid, or -1
 * @path:	What the program is given, below /proc/PID/fd
 */
struct toolpath {
	int fd;
	char *path;
};

#define TOOLPATH_INIT                                                          \
	{                                                                      \
		-1, NULL                                                       \
	}

/** toolpath_open() - An existing object; 0, or -1 once the error is queued */
int toolpath_open(struct toolpath *t, const char *guest);
/** toolpath_open_new() - Something to be made in an existing directory */
int toolpath_open_new(struct toolpath *t, const char *guest);
/** toolpath_create() - A regular file for writing, made where it is not there
 * and empty then */
int toolpath_create(struct toolpath *t, const char *guest);
void toolpath_close(struct toolpath *t);
/** toolpath_have() - Whether the appliance has a program */
bool toolpath_have(const char *program);

DEFINE_CLEANUP(struct toolpath, cleanup_toolpath_, toolpath_close(p))
#define cleanup_toolpath __attribute__((cleanup(cleanup_toolpath_)))

#endif
