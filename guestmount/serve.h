/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that serves the mount. */
#ifndef GUESTMOUNT_SERVE_H
#define GUESTMOUNT_SERVE_H

#include "cmdline.h"

/**
 * serve() - Launch, mount, and stay until unmounted
 * @c:		What to do
 * @ready_fd:	Gets one byte once mounted; then the process leaves its
 *		terminal. -1 stays in the foreground.
 *
 * SIGINT, SIGTERM and SIGHUP unmount, flush and end.
 *
 * Return:	The exit status, 0 when all was written
 */
int serve(struct cmdline *c, int ready_fd);

#endif
