/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hello: the machine learns the time, its disks, and gets fresh entropy. */
#ifndef DAEMON_HELLO_H
#define DAEMON_HELLO_H

#include <stddef.h>

#include "guestfs_protocol.h"

#define HELLO_PORTS 8 /* session ports at most */

/** hello_start() - Before the launch flag: open the session ports, allocate
 * their slots, start their threads */
void hello_start(void);
/** hello_answer() - Serve GUESTFS_PROC_HELLO; 0, or -1 with the error queued.
 * The caller frees @ret with xdr_free(). */
int hello_answer(const struct guestfs_hello_args *args,
		 struct guestfs_hello_ret *ret);

#endif
