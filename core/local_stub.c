/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Placeholder until guestmount/fs/local.c exists. */
#include <errno.h>

#include "handle/handle.h"
#include "impl.h"

int impl_mount_local(guestfs_h *g, const char *localmountpoint,
		     const struct guestfs_mount_local_argv *optargs)
{
	return guestfs_fail_msg(g, ENOTSUP, "mount_local: not built in");
}

int impl_mount_local_run(guestfs_h *g)
{
	return guestfs_fail_msg(g, ENOTSUP, "mount_local_run: not built in");
}

int impl_umount_local(guestfs_h *g,
		      const struct guestfs_umount_local_argv *optargs)
{
	return guestfs_fail_msg(g, ENOTSUP, "umount_local: not built in");
}
