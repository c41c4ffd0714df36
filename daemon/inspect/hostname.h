/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where Unix-like systems keep their own name. */
#ifndef DAEMON_INSPECT_HOSTNAME_H
#define DAEMON_INSPECT_HOSTNAME_H

#include "root.h"

/** hostname_find() - A system's configured name, or NULL; the caller frees */
char *hostname_find(const struct insp_root *r, const char *type);

#endif
