/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that a person types, with editing and a history. */
#ifndef FISH_TERMINAL_H
#define FISH_TERMINAL_H

#include "shell.h"

/** terminal_begin() - Set up readline, read the history */
void terminal_begin(struct shell *sh);
/** terminal_line() - One line, for the caller to free; NULL at Ctrl-D */
char *terminal_line(const char *prompt);
/** terminal_end() - Save the history */
void terminal_end(void);

#endif
