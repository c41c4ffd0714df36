/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls whose work is left to a process of its own, because a library parses
 * the guest's files there and keeps a state from one call to the next: what
 * crashes is that process, and its handle is gone with it, but nothing else.
 *
 * The process is this program again, "guestfsd --helper", which
 * speaks the protocol of the control port on its standard input. The daemon
 * hands messages on, both ways. A process begins with the call that opens the
 * handle and ends with the one that closes it.
 */
#ifndef DAEMON_HELPER_H
#define DAEMON_HELPER_H

#include <stdbool.h>
#include <stdint.h>

#include "guestfs_protocol.h"

/** helper_serves() - Whether a call is to be handed on */
bool helper_serves(unsigned int proc);
/**
 * helper_call() - Have a call served, and reply
 * @head:	Header of its message
 * @message:	The whole message, header included
 * @len:	Its length
 */
void helper_call(const struct guestfs_message_header *head, const char *message,
		 uint32_t len);
/** helper_stop_all() - End the processes: they keep file systems busy */
void helper_stop_all(void);
/** helper_is() - Whether the first argument starts a helper */
bool helper_is(const char *arg);
/** helper_main() - The process; returns its exit status */
int helper_main(void);
/** helper_chroot() - Make the sysroot the root of this process for good; 0, or
 * -1 with errno. The current directory stays. */
int helper_chroot(void);

#endif
