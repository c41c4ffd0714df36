/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking one line of a script, or one that was typed, apart. */
#ifndef FISH_LINE_H
#define FISH_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "strv.h"

enum line_kind {
	LINE_EMPTY,   /* nothing, or a comment */
	LINE_COMMAND, /* a command of ours */
	LINE_HOST,    /* "!COMMAND" */
	LINE_INLINE,  /* "<!COMMAND": its output is read as commands */
};

/**
 * struct line - A line taken apart
 * @words:	The command and its arguments, without quotes
 * @host:	Command for the host's shell: after "!", "<!", or a pipe; or
 * NULL
 * @heredoc:	Number of the word that was "-<<END", or 0
 * @ignore:	A "-" came before: errors do not end the script
 */
struct line {
	enum line_kind kind;
	struct strv words;
	char *host;
	size_t heredoc;
	bool ignore;
};

/**
 * line_parse() - Take a line apart
 * @text:	The line, without its newline
 * @ret_line:	Filled in, also on failure; line_finish() frees
 * @ret_error:	Receives a message, which the caller frees
 *
 * Words are separated by blanks. 'x' is taken as it is; in "x" backslash
 * begins an escape; quotes count at the beginning of a word, or after the
 * "name:" of an optional argument. Elsewhere only backslash and blank together
 * are special, and stand for the blank. An unquoted word that begins with '~'
 * names a home directory, with '|' a command of the host's.
 *
 * Return:	0, or -1 with the message
 */
int line_parse(const char *text, struct line *ret_line, char **ret_error);
/** line_finish() - Free it; a zeroed struct is fine */
void line_finish(struct line *l);

/**
 * line_escapes() - Undo the escapes of a double-quoted string
 * @text:	The string; \a \b \f \n \r \t \v \" \\ \ooo \xhh
 * @len:	Its length
 * @ret_error:	Receives a message, which the caller frees
 *
 * Return:	A new string, or NULL with the message
 */
char *line_escapes(const char *text, size_t len, char **ret_error);

#endif
