/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the process of rpmdb.h tells what it found. */
#ifndef DAEMON_INSPECT_RPMLIST_H
#define DAEMON_INSPECT_RPMLIST_H

#include "apps.h"

#define RPMLIST_SQLITE "sqlite"
#define RPMLIST_NDB    "ndb"
/* Epoch and texts end with the one, packages with the other */
#define RPMLIST_FIELD  '\x1f'
#define RPMLIST_RECORD '\x1e'

/** rpmlist_parse() - Its output; 0, or -1 with errno. @text is changed. */
int rpmlist_parse(char *text, struct apps *a);

#endif
