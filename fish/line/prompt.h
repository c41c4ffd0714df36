/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prompt, and the other strings that colour a session. */
#ifndef FISH_PROMPT_H
#define FISH_PROMPT_H

#include "shell.h"

/** prompt_make() - $GUESTFISH_PS1 or "><fs> "; the caller frees */
char *prompt_make(const struct shell *sh);
/** prompt_init() - Print $GUESTFISH_INIT, before the welcome */
void prompt_init(void);
/** prompt_output() - Print $GUESTFISH_OUTPUT, before a command's output */
void prompt_output(void);
/** prompt_restore() - Print $GUESTFISH_RESTORE, at the end */
void prompt_restore(void);

/**
 * prompt_decode() - Undo the escapes of such a string
 * @text:	\\ \a \e \n \r \[ \] \NNN \xNN; \s is the state of the
 *appliance,
 *		\? the status of the last command
 * @state:	What \s stands for
 * @status:	What \? stands for
 * @ignore_begin: What \[ stands for, for readline
 * @ignore_end:	What \] stands for
 *
 * Return:	A string that the caller frees
 */
char *prompt_decode(const char *text, const char *state, int status,
		    const char *ignore_begin, const char *ignore_end);

#endif
