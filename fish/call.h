/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a call of the library as a command. */
#ifndef FISH_CALL_H
#define FISH_CALL_H

#include "commands.h"
#include "shell.h"

/**
 * call_run() - Convert the arguments, call, print what comes back
 * @sh:		The shell
 * @c:		The call
 * @words:	Its arguments, NULL-ended
 *
 * Return:	0, or -1 once the error is printed
 */
int call_run(struct shell *sh, const struct command *c, char **words);
/** call_launch() - Launch; a person who waits sees that it goes on; 0 or -1 */
int call_launch(struct shell *sh);

#endif
