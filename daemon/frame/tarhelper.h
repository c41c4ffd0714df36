/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Archives, in a process of their own that makes the sysroot its root: links
 * in the guest, and in hostile archives, then lead where the guest sees them.
 * It is this program again, started as
 *
 *	guestfsd --tar-in|--tar-out DIR COMPRESS FLAGS [EXCLUDE ...]
 *
 * with the archive as its standard input or output.
 */
#ifndef DAEMON_TARHELPER_H
#define DAEMON_TARHELPER_H

#define TARHELPER_IN  "--tar-in"
#define TARHELPER_OUT "--tar-out"

/* FLAGS: any of these letters, or "-" */
#define TAR_XATTRS  'x'
#define TAR_SELINUX 's'
#define TAR_ACLS    'a'
#define TAR_NUMERIC 'n'

/** tarhelper_is_filter() - Whether a compression's name is known; "" is none */
int tarhelper_is_filter(const char *compress);
/** tarhelper_main() - The process; returns its exit status */
int tarhelper_main(int argc, char *argv[]);

#endif
