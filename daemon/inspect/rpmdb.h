/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Databases of RPM, read in a process of its own: this program again,
 * "guestfsd --rpm-list sqlite|ndb", with the database as its standard input.
 */
#ifndef DAEMON_INSPECT_RPMDB_H
#define DAEMON_INSPECT_RPMDB_H

#define RPM_LIST "--rpm-list"

/** rpmdb_main() - The process; returns its exit status */
int rpmdb_main(const char *kind);

#endif
