/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an appliance without The Sleuth Kit says. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

static bool has(guestfs_h *g, const char *group)
{
	return guestfs_feature_available(g, (char *[]){ (char *)group, NULL });
}

TEST(calls_without_their_tools_name_the_group)
{
	guestfs_h *g = appliance();

	if (has(g, "sleuthkit"))
		test_skip("this appliance has it");
	fails(g, guestfs_download_inode(g, DISK_A, 2, "/dev/null"), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "sleuthkit"));
	fails(g, guestfs_download_blocks(g, DISK_A, 0, 1, "/dev/null", -1),
	      ENOTSUP);
	ok(strstr(guestfs_last_error(g), "sleuthkit"));
	/* Streams that never began leave the connection usable */
	works(g, guestfs_ping_daemon(g));
}

TEST(calls_of_libtsk_name_their_group)
{
	guestfs_h *g = appliance();

	ok_int(has(g, "libtsk"), 0);
	fails(g, guestfs_filesystem_walk(g, DISK_A), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "libtsk"));
	fails(g, guestfs_find_inode(g, DISK_A, 2), ENOTSUP);
	fails(g, guestfs_internal_filesystem_walk(g, DISK_A, "/dev/null"),
	      ENOTSUP);
	fails(g, guestfs_internal_find_inode(g, DISK_A, 2, "/dev/null"),
	      ENOTSUP);
	works(g, guestfs_ping_daemon(g));
}
