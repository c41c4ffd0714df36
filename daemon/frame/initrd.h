/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looking into initial RAM disks, hostile as they may be, in a process of its
 * own. It is this program again, started as
 *
 *	guestfsd --initrd-list
 *	guestfsd --initrd-cat NAME
 *
 * with the file as its standard input, which it seeks in. Names are written
 * with a NUL after each.
 */
#ifndef DAEMON_INITRD_H
#define DAEMON_INITRD_H

#define INITRD_LIST "--initrd-list"
#define INITRD_CAT  "--initrd-cat"

/* Exit status where there is no file of that name */
#define INITRD_ABSENT 2

/** initrd_main() - The process; returns its exit status */
int initrd_main(int argc, char *argv[]);

#endif
