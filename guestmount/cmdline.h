/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestmount's command line. */
#ifndef GUESTMOUNT_CMDLINE_H
#define GUESTMOUNT_CMDLINE_H

#include "options.h"

/**
 * struct cmdline - What was asked for
 * @mountpoint:	Absolute path
 * @fuse:	-o options joined with commas, or NULL
 * @with:	--with COMMAND, or NULL
 * @pid_file:	Absolute path, or NULL
 * @fd:		Descriptor that gets one byte when mounted, or -1
 * @dir_timeout: --dir-cache-timeout in seconds, or -1
 */
struct cmdline {
	struct options opts;
	char *mountpoint;
	char *fuse;
	const char *with;
	char *pid_file;
	int fd;
	int dir_timeout;
	bool foreground;
	bool selinux;
	bool trace;
	bool verbose;
};

/**
 * cmdline_parse() - Read the options
 *
 * Return:	-1 to go on, or the exit status to end with (help, version, a
 *		wrong option, which is said)
 */
int cmdline_parse(struct cmdline *c, int argc, char *argv[]);
/** cmdline_finish() - Free it */
void cmdline_finish(struct cmdline *c);

#endif
