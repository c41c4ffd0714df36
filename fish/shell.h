/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell: what it knows, and running commands in it. */
#ifndef FISH_SHELL_H
#define FISH_SHELL_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"

struct events;
struct source;

/**
 * struct shell - All of its state
 * @g:		The handle; "reopen" makes a new one
 * @source:	What commands are read from; NULL: the command line
 * @events:	Handlers made by "event"
 * @remote:	Process that commands are sent to, or 0
 * @interactive: A person types: errors do not end it
 * @progress:	Draw progress bars
 * @complete_guest: Completion may look into the guest
 * @pipe_error:	A pipe's command that does not read all is an error
 * @piped:	Standard output is a pipe to a command of the host's now
 * @broken_pipe: And that reads no more
 * @ignoring:	A "-" is before the command that runs
 * @launching:	The line that tells of launching is on the terminal
 * @quit:	"quit" was typed
 * @failed:	The last command did
 */
struct shell {
	guestfs_h *g;
	struct options opts;
	struct source *source;
	struct events *events;
	int remote;
	bool interactive;
	bool progress;
	bool complete_guest;
	bool pipe_error;
	bool piped;
	bool broken_pipe;
	bool ignoring;
	bool launching;
	bool no_sync, network, trace, verbose;
	bool quit;
	bool failed;
};

/** shell_open() - Make the handle, with the settings of the command line
 *
 * Return: 0, or -1 once the error is printed
 */
int shell_open(struct shell *sh);
/** shell_close() - Close the handle; 0, or -1 where the disks were not synced
 */
int shell_close(struct shell *sh);

/**
 * shell_say() - Print an error, after the file and line it is about
 *
 * Return:	-1
 */
int shell_say(const struct shell *sh, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** shell_place() - Print where an error is: the beginning of its line */
void shell_place(const struct shell *sh);

/**
 * shell_words() - Run one command, a builtin or a call
 * @sh:		The shell
 * @argv:	The command and its arguments, NULL-ended
 *
 * Return:	0, or -1 once the error is printed
 */
int shell_words(struct shell *sh, char **argv);

/**
 * shell_line() - Run one line: pipes, here-documents, "!" and all
 * @sh:		The shell
 * @text:	The line
 * @ret_fatal:	Whether a failure should end a script, i.e. no "-" before it
 *
 * Return:	0, or -1 once the error is printed
 */
int shell_line(struct shell *sh, const char *text, bool *ret_fatal);

/**
 * shell_script() - Run the lines of a source, to its end, "quit", or an error
 *
 * Return:	0, or -1 when an error ended it
 */
int shell_script(struct shell *sh, struct source *src);

/**
 * shell_args() - Run the commands of the command line, separated by ":"
 *
 * Return:	0, or -1 when an error ended them
 */
int shell_args(struct shell *sh, char **argv);

/**
 * shell_host() - Run a command of the host's in its shell
 * @sh:		The shell
 * @cmd:	The command line
 *
 * Return:	Its exit status, 128 and more after a signal, -1 where it could
 *		not be run
 */
int shell_host(struct shell *sh, const char *cmd);

/**
 * shell_flush() - Write out standard output
 *
 * Return:	0, or -1 once the error is printed. Nobody reading a pipe to a
 *		command of the host's is none, unless @pipe_error asks for it.
 */
int shell_flush(struct shell *sh);

#endif
