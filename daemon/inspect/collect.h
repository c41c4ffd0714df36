/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of devices, from the machine. */
#ifndef DAEMON_INSPECT_COLLECT_H
#define DAEMON_INSPECT_COLLECT_H

#include "devs.h"

/**
 * collect_devs() - Everything that a fstab or registry may name
 * @filesystems: do_list_filesystems(): mountable, type, ...; kernel names
 * @d:		Zeroed; devs_finish frees it
 *
 * What cannot be read of a device stays unknown.
 */
void collect_devs(char *const *filesystems, struct insp_devs *d);
/**
 * collect_split() - Take "btrfsvol:/dev/vg/lv/sub" with kernel names apart
 * @mountable:	That, or a plain device
 * @ret_volume:	Receives the subvolume inside @mountable, or NULL
 *
 * Return:	the device's path, the caller frees, or NULL
 */
char *collect_split(const char *mountable, const char **ret_volume);

#endif
