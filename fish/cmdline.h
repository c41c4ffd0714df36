/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfish's command line. */
#ifndef FISH_CMDLINE_H
#define FISH_CMDLINE_H

#include "prep.h"
#include "shell.h"

/**
 * struct cmdline - What was asked for, besides what is in the shell
 * @file:	Script to read (-f), or NULL
 * @commands:	Commands of the command line, NULL-ended
 * @progress:	1 and 0: asked for; -1: not said
 */
struct cmdline {
	struct preps preps;
	const char *file;
	char **commands;
	int progress;
	bool listen, csh;
};

/**
 * cmdline_parse() - Read the options
 *
 * Return:	-1 to go on, or the exit status to end with (help, version, a
 *		wrong option, which is said)
 */
int cmdline_parse(struct shell *sh, struct cmdline *c, int argc, char *argv[]);

#endif
