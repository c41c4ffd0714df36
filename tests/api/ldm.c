/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows dynamic disks. */
#include "appliance.h"

static guestfs_h *empty_disks(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_A));
	return g;
}

static bool have(guestfs_h *g)
{
	char *groups[] = { "ldm", NULL };

	return guestfs_feature_available(g, groups) == 1;
}

TEST(without_ldmtool_all_say_so)
{
	guestfs_h *g = empty_disks();
	char *devices[] = { DISK_A, NULL };

	if (have(g))
		test_skip("this appliance has ldmtool");
	fails(g, guestfs_list_ldm_volumes(g), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "'ldm'") != NULL);
	fails(g, guestfs_list_ldm_partitions(g), ENOTSUP);
	fails(g, guestfs_ldmtool_create_all(g), ENOTSUP);
	fails(g, guestfs_ldmtool_remove_all(g), ENOTSUP);
	fails(g, guestfs_ldmtool_scan(g), ENOTSUP);
	fails(g, guestfs_ldmtool_scan_devices(g, devices), ENOTSUP);
	fails(g, guestfs_ldmtool_diskgroup_name(g, "x"), ENOTSUP);
	fails(g, guestfs_ldmtool_diskgroup_volumes(g, "x"), ENOTSUP);
	fails(g, guestfs_ldmtool_diskgroup_disks(g, "x"), ENOTSUP);
	fails(g, guestfs_ldmtool_volume_type(g, "x", "y"), ENOTSUP);
	fails(g, guestfs_ldmtool_volume_hint(g, "x", "y"), ENOTSUP);
	fails(g, guestfs_ldmtool_volume_partitions(g, "x", "y"), ENOTSUP);
}

TEST(empty_disks_have_no_groups)
{
	guestfs_h *g = empty_disks();
	char *devices[] = { DISK_A, NULL };
	cleanup_strv char **all = NULL, **some = NULL, **volumes = NULL;

	if (!have(g))
		test_skip("no ldmtool in this appliance");
	works(g, guestfs_ldmtool_create_all(g));
	all = guestfs_ldmtool_scan(g);
	some = guestfs_ldmtool_scan_devices(g, devices);
	volumes = guestfs_list_ldm_volumes(g);
	ok(all && !all[0] && some && !some[0] && volumes && !volumes[0]);
	fails(g, guestfs_ldmtool_diskgroup_name(g, "x"), ENOENT);
	works(g, guestfs_ldmtool_remove_all(g));
}
