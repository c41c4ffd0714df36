/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing what a call returned. */
#ifndef FISH_OUTPUT_H
#define FISH_OUTPUT_H

#include "commands.h"

/** output_result() - Print a result on standard output */
void output_result(const struct command *c, const struct command_result *r);
/** output_free() - Free a result; a zeroed one is fine */
void output_free(const struct command *c, struct command_result *r);

#endif
