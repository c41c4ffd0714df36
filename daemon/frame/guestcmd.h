/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs of the guest. They run below a process of their own, which is this
 * program again, started as
 *
 *	guestfsd --command [NAME ...] -- PROGRAM [ARG ...]
 *
 * with names of disks as of guestdev_names().
 * It has its own mounts and process numbers, so that what it mounts into the
 * guest, and all that the program leaves behind, go when it ends.
 */
#ifndef DAEMON_GUESTCMD_H
#define DAEMON_GUESTCMD_H

#define GUESTCMD "--command"

/* First byte of the message where the program did not run; the number of an
 * errno and a space follow.
 */
#define GUESTCMD_FAILED '\001'

/** guestcmd_main() - The process; returns the exit status */
int guestcmd_main(int argc, char *argv[]);

#endif
