/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "appliance.h"
TEST(journal_open_needs_files)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_journal_open(g, "/"), ENOENT);
}
