/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of the group libtsk, which the appliance lacks: what its daemon says
 * of that is the answer.
 */
#include <errno.h>

#include "handle/handle.h"
#include "impl.h"

struct guestfs_tsk_dirent_list *impl_filesystem_walk(guestfs_h *g,
						     const char *device)
{
	/* No stream comes, for the daemon refuses. */
	if (guestfs_internal_filesystem_walk(g, device, "/dev/null") == 0)
		guestfs_fail(g, ENOTSUP, "%s", device);
	return NULL;
}

struct guestfs_tsk_dirent_list *
impl_find_inode(guestfs_h *g, const char *device, int64_t inode)
{
	if (guestfs_internal_find_inode(g, device, inode, "/dev/null") == 0)
		guestfs_fail(g, ENOTSUP, "%s", device);
	return NULL;
}
