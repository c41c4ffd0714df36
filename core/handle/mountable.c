/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a mountable, "btrfsvol:/dev/sda1/name" or a device, stands for. */
#include <errno.h>
#include <string.h>

#include "handle/handle.h"
#include "impl.h"

char *impl_mountable_device(guestfs_h *g, const char *mountable)
{
	struct guestfs_internal_mountable *m =
		guestfs_internal_parse_mountable(g, mountable);
	char *device;

	if (!m)
		return NULL;
	device = handle_strdup(g, m->im_device);
	guestfs_free_internal_mountable(m);
	return device;
}

char *impl_mountable_subvolume(guestfs_h *g, const char *mountable)
{
	struct guestfs_internal_mountable *m =
		guestfs_internal_parse_mountable(g, mountable);
	char *volume = NULL;

	if (!m)
		return NULL;
	if (m->im_volume && *m->im_volume)
		volume = handle_strdup(g, m->im_volume);
	else
		guestfs_fail_msg(g, EINVAL, "%s: not a btrfs subvolume",
				 mountable);
	guestfs_free_internal_mountable(m);
	return volume;
}
