/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looking into compressed files and archives of the guest, in a process of
 * its own: this program again, "guestfsd --unpack-arch", with the file as its
 * standard input. It prints the architecture and a newline.
 */
#ifndef DAEMON_INSPECT_UNPACK_H
#define DAEMON_INSPECT_UNPACK_H

#define UNPACK_ARCH "--unpack-arch"

/** unpack_arch_main() - The process; returns its exit status, not 0 where
 * nothing tells an architecture */
int unpack_arch_main(void);

#endif
