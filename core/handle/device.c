/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of disks: /dev/sda, /dev/hdb1, /dev/vdaa ... */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"

/* The letters after /dev/sd, /dev/hd or /dev/vd; NULL for another name. */
static const char *letters_of(const char *device)
{
	if (strncmp(device, "/dev/", 5) || !device[5] ||
	    !strchr("shv", device[5]) || device[6] != 'd' || device[7] < 'a' ||
	    device[7] > 'z')
		return NULL;
	return device + 7;
}

int impl_device_index(guestfs_h *g, const char *device)
{
	const char *p = letters_of(device);
	size_t index = 0;

	for (; p && *p >= 'a' && *p <= 'z' && index < 10000; p++)
		index = index * 26 + (*p - 'a' + 1);
	if (!p || *p || index > g->n_drives)
		return guestfs_fail_msg(
			g, ENODEV, "%s: not a name of one of the %zu disks",
			device, g->n_drives);
	return (int)index - 1;
}

char *impl_canonical_device_name(guestfs_h *g, const char *device)
{
	char *name;

	if (letters_of(device))
		return handle_asprintf(g, "/dev/sd%s", device + 7);
	if (g->state == STATE_READY && (!strncmp(device, "/dev/mapper/", 12) ||
					!strncmp(device, "/dev/dm-", 8))) {
		/* Not every such device is a logical volume */
		guestfs_push_error_handler(g, NULL, NULL);
		name = guestfs_lvm_canonical_lv_name(g, device);
		guestfs_pop_error_handler(g);
		if (name)
			return name;
	}
	return handle_strdup(g, device);
}
