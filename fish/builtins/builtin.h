/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that are no calls of the library. */
#ifndef FISH_BUILTIN_H
#define FISH_BUILTIN_H

#include <stddef.h>

#include "shell.h"

/** enum builtin_completes - What Tab offers for the arguments */
enum builtin_completes {
	BUILTIN_NOTHING,
	BUILTIN_COMMAND, /* a command with its own arguments */
	BUILTIN_HOST,	 /* files of the host */
	BUILTIN_GUEST,	 /* paths and devices of the guest */
	BUILTIN_BOTH,
};

#define BUILTIN_ANY 9999

/**
 * struct builtin - One of them
 * @names:	NULL-ended; the first is what it is called
 * @min:	How many arguments it needs
 * @max:	How many it takes, or BUILTIN_ANY
 * @fn:		Runs it; argv[0] is the name that was typed
 */
struct builtin {
	const char *const *names;
	const char *synopsis, *brief, *doc;
	enum builtin_completes completes;
	unsigned int min, max;
	int (*fn)(struct shell *sh, char **argv);
};

extern const struct builtin builtins[];
extern const size_t n_builtins;

/** builtin_find() - The one of this name, or NULL */
const struct builtin *builtin_find(const char *name);
/** builtin_run() - Check the number of arguments and run it; 0 or -1 */
int builtin_run(struct shell *sh, const struct builtin *b, char **argv);
/** builtin_unknown() - Say that there is no such command, and which may be
 * meant; returns -1
 */
int builtin_unknown(struct shell *sh, const char *name);
/** builtin_help() - Print the help of one command; -1: there is none */
int builtin_help(struct shell *sh, const char *name);
/** builtin_list() - Print all commands, one a line */
void builtin_list(void);

/* Each runs argv, and returns 0, or -1 once the error is printed */
int builtin_alloc(struct shell *sh, char **argv);
int builtin_copy_in(struct shell *sh, char **argv);
int builtin_copy_out(struct shell *sh, char **argv);
int builtin_delete_event(struct shell *sh, char **argv);
int builtin_display(struct shell *sh, char **argv);
int builtin_echo(struct shell *sh, char **argv);
int builtin_edit(struct shell *sh, char **argv);
int builtin_event(struct shell *sh, char **argv);
int builtin_glob(struct shell *sh, char **argv);
int builtin_help_command(struct shell *sh, char **argv);
int builtin_hexedit(struct shell *sh, char **argv);
int builtin_lcd(struct shell *sh, char **argv);
int builtin_list_events(struct shell *sh, char **argv);
int builtin_man(struct shell *sh, char **argv);
int builtin_more(struct shell *sh, char **argv);
int builtin_quit(struct shell *sh, char **argv);
int builtin_reopen(struct shell *sh, char **argv);
int builtin_setenv(struct shell *sh, char **argv);
int builtin_sparse(struct shell *sh, char **argv);
int builtin_supported(struct shell *sh, char **argv);
int builtin_time(struct shell *sh, char **argv);
int builtin_unsetenv(struct shell *sh, char **argv);

#endif
