// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <stdio.h>

#include "cleanup.h"
#include "frame/devname.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "frame/toolpath.h"
#include "run.h"

/* Not in the appliance that we make, for their size; an appliance of one's
 * own may have them.
 */
bool optgroup_sleuthkit_available(void)
{
	return toolpath_have("icat") && toolpath_have("blkls");
}

bool optgroup_libtsk_available(void)
{
	return false;
}

int do_download_inode(const struct mountable *device, int64_t inode)
{
	char number[32];

	if (inode < 0)
		return reply_error(EINVAL, "%lld: negative inode number",
				   (long long)inode);
	snprintf(number, sizeof(number), "%lld", (long long)inode);
	return stream_out("inode", ARGV("icat", "-r", device->device, number),
			  NULL);
}

int do_download_blocks(const struct mountable *device, int64_t start,
		       int64_t stop, int unallocated)
{
	bool only_free = reply_optargs_bitmask() &
				 GUESTFS_DOWNLOAD_BLOCKS_UNALLOCATED_BITMASK &&
			 unallocated;
	char range[64];

	if (start < 0 || stop < start)
		return reply_error(EINVAL, "blocks %lld to %lld: no range",
				   (long long)start, (long long)stop);
	snprintf(range, sizeof(range), "%lld-%lld", (long long)start,
		 (long long)stop);
	return stream_out(
		"blocks",
		ARGV("blkls", only_free ? "-A" : "-e", device->device, range),
		NULL);
}

int do_internal_filesystem_walk(const struct mountable *device)
{
	return reply_unavailable("libtsk");
}

int do_internal_find_inode(const struct mountable *device, int64_t inode)
{
	return reply_unavailable("libtsk");
}
