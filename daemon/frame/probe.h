/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is on a device: libblkid, in this process. */
#ifndef DAEMON_PROBE_H
#define DAEMON_PROBE_H

#include <stdbool.h>

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
