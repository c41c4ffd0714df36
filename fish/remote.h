/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --listen and --remote: a process that keeps a handle, and others that send
 * it commands over a Unix socket which only this user can reach.
 */
#ifndef FISH_REMOTE_H
#define FISH_REMOTE_H

#include "shell.h"

/**
 * remote_listen() - Go into the background and serve
 * @sh:		The shell; not open yet
 * @setup:	Opens it, in the process that serves
 * @csh:	Print the variable for csh
 *
 * In the first process it returns when the other is ready, with the variable
 * GUESTFISH_PID printed for the user's shell to evaluate.
 *
 * Return:	Exit status
 */
int remote_listen(struct shell *sh, int (*setup)(struct shell *), bool csh);

/**
 * remote_send() - Have a command run by the process @sh->remote
 * @sh:		The shell
 * @argv:	The command, NULL-ended
 *
 * Standard input, output and error go along. An error ends the other process
 * too, unless a person types or "-" was before the command.
 *
 * Return:	0, or -1 once the error is printed, by one of the two
 */
int remote_send(struct shell *sh, char **argv);

#endif
