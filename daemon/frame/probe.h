/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is on a device: libblkid, in this process. */
#ifndef DAEMON_PROBE_H
#define DAEMON_PROBE_H

#include <stdbool.h>

/**
 * probe_which() - Which of some types a device bears the marks of
 * @kernel:	Its path
 * @types:	"ext4", "LVM2_member", ... and NULL
 *
 * Two of them at once count as none, but for members of arrays and what is
 * encrypted, which are that. In a machine that was just restored, to look for
 * all that libblkid knows takes 35 ms.
 *
 * Return:	The one of @types, or NULL
 */
const char *probe_which(const char *kernel, const char *const types[]);
/** probe_is() - Whether a device bears the marks of one type, "LVM2_member" */
bool probe_is(const char *kernel, const char *type);
/**
 * probe_value() - One value of a device
 * @kernel:	Its path
 * @key:	"TYPE", "LABEL", "UUID", "PTTYPE", ...
 *
 * Return:	The value, "" where the device has none; the caller frees; NULL
 *		with errno when the device cannot be read
 */
char *probe_value(const char *kernel, const char *key);
/** probe_all() - All values: key, value, key, value, NULL; the caller frees
 * with strv_free; NULL with errno */
char **probe_all(const char *kernel);

/**
 * probe_wipe() - Erase the marks of whatever is on a device
 * @kernel:	Device; a disk's partition table goes too
 *
 * Return:	0, or -1 with errno (EBUSY: in use)
 */
int probe_wipe(const char *kernel);

#endif
