/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where lines come from: a script, standard input, a program, a person. */
#ifndef FISH_SOURCE_H
#define FISH_SOURCE_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct source - Lines to read
 * @name:	For error messages
 * @file:	What is read, or NULL: the terminal
 * @line:	Number of the line that was read last
 */
struct source {
	const char *name;
	FILE *file;
	unsigned int line;
};

/**
 * source_line() - The next line, without its newline
 * @s:		The source
 * @prompt:	Shown on a terminal
 *
 * Return:	A string that the caller frees, NULL at the end
 */
char *source_line(struct source *s, const char *prompt);

/** source_stdin() - Standard input, which must not be buffered */
struct source source_stdin(void);

#endif
