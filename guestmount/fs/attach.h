/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mounting and unmounting proper: what can be wrong, and saying so. */
#ifndef GUESTMOUNT_FS_ATTACH_H
#define GUESTMOUNT_FS_ATTACH_H

#include <stdbool.h>

struct mount;

/** attach_check() - Whether @mountpoint can be mounted on; 0, or -1 with errno
 * and a message */
int attach_check(const char *mountpoint, bool nonempty, char **ret_msg);
/** attach_mount() - Make m->se and mount it; the same */
int attach_mount(struct mount *m, char **ret_msg);
/**
 * attach_tune() - Let the kernel read far ahead
 *
 * To be called once the kernel has had the answer to its first request, which
 * would undo it. Only root may; without, reads come in small pieces.
 */
void attach_tune(const struct mount *m);
/** attach_umount() - Unmount; the same */
int attach_umount(struct mount *m, bool retry, char **ret_msg);
/** attach_fail() - Make a message and set errno; returns -1 */
int attach_fail(char **ret_msg, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
