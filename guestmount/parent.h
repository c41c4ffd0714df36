/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that the user started, while a child serves the mount. */
#ifndef GUESTMOUNT_PARENT_H
#define GUESTMOUNT_PARENT_H

#include "cmdline.h"

/**
 * parent_run() - Fork the server, wait until it is ready
 *
 * Without --with, ends then. With it, runs the command, has the server
 * unmount, and waits for it.
 *
 * Return:	Exit status of the command or, where mounting failed, of the
 *		server
 */
int parent_run(struct cmdline *c);

#endif
