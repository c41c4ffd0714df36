/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a command as the arguments of its call. */
#ifndef FISH_ARGS_H
#define FISH_ARGS_H

#include "commands.h"
#include "pump.h"
#include "shell.h"

/**
 * struct args - Converted arguments
 * @v:		One for each of the command's arguments
 * @mask:	Which optional ones there are
 * @pump:	Carries standard input or output where a file is "-"
 */
struct args {
	struct command_value *v;
	uint64_t mask;
	struct pump pump;
};

/** args_find() - The call of this name or alias, or NULL */
const struct command *args_find(const char *name);
/** args_same_name() - Whether two names are one: case, '_' and '-' are alike */
bool args_same_name(const char *a, const char *b);
/** args_required() - How many arguments must be typed (keys are asked for) */
size_t args_required(const struct command *c);

/**
 * args_convert() - Convert what was typed
 * @sh:		The shell
 * @c:		The command
 * @words:	What follows it, NULL-ended
 * @ret_args:	Filled in, also on failure; args_finish() frees
 *
 * Return:	0, or -1 once the error is printed
 */
int args_convert(struct shell *sh, const struct command *c, char **words,
		 struct args *ret_args);
/** args_finish() - Free them, with keys wiped, after the pump is done
 *
 * Return: 0, or -1 once an error of the pump is printed
 */
int args_finish(struct shell *sh, const struct command *c, struct args *a);

#endif
