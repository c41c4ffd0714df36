/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the Tab key offers. */
#ifndef FISH_COMPLETE_H
#define FISH_COMPLETE_H

#include "shell.h"

/** complete_begin() - Tell readline to ask us */
void complete_begin(struct shell *sh);

#endif
