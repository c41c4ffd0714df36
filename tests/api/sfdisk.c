/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partitions by sfdisk's language. */
#include "appliance.h"

static guestfs_h *empty_disk(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_A));
	return g;
}

TEST(a_comma_is_all_of_the_disk)
{
	guestfs_h *g = empty_disk();
	char *lines[] = { ",", NULL };
	cleanup_free char *type = NULL;

	works(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, lines));
	type = guestfs_part_get_parttype(g, DISK_A);
	ok_str(type, "msdos");
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), DISK_A_SIZE - MIB);
	works(g, guestfs_mkfs(g, "ext2", DISK_A "1"));
	works(g, guestfs_mount(g, DISK_A "1", "/"));
	fails(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, lines), EBUSY);
}

TEST(sfdisk_counts_sectors)
{
	guestfs_h *g = empty_disk();
	char *lines[] = { "2048,4096,82", "8192,2048,7,*", NULL };
	char *bad[] = { "nonsense,,", NULL };
	char *two[] = { "2048,2048\n8192,2048", NULL };

	works(g, guestfs_sfdisk(g, DISK_A, 100, 255, 63, lines));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), 2 * MIB);
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 1), 0x82);
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 2), 7);
	ok_int(guestfs_part_get_bootable(g, DISK_A, 2), 1);
	fails(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, bad), EINVAL);
	fails(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, two), EINVAL);
	fails(g, guestfs_sfdisk(g, DISK_A, -1, 0, 0, lines), EINVAL);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), MIB);
}

TEST(sfdisk_makes_an_mbr_unless_told)
{
	guestfs_h *g = appliance();
	char *comma[] = { ",", NULL }, *gpt[] = { "label: gpt", ",", NULL };
	cleanup_free char *first = NULL, *second = NULL;

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	works(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, comma));
	first = guestfs_part_get_parttype(g, DISK_A);
	ok_str(first, "msdos");
	works(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, gpt));
	second = guestfs_part_get_parttype(g, DISK_A);
	ok_str(second, "gpt");
}

TEST(sfdiskM_counts_megabytes)
{
	guestfs_h *g = empty_disk();
	char *lines[] = { ",50", ",100,82", ",", NULL };
	char *starts[] = { "10 20", "size=30, start=100", NULL };
	struct guestfs_partition_list *l;

	works(g, guestfs_sfdiskM(g, DISK_A, lines));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), 50 * MIB);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), 100 * MIB);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "3"), 105 * MIB);
	works(g, guestfs_sfdiskM(g, DISK_A, starts));
	l = guestfs_part_list(g, DISK_A);
	ok(l && l->len == 2);
	ok_int(l->val[0].part_start, 10 * MIB);
	ok_int(l->val[0].part_size, 20 * MIB);
	ok_int(l->val[1].part_start, 100 * MIB);
	ok_int(l->val[1].part_size, 30 * MIB);
	guestfs_free_partition_list(l);
	lines[0] = ",50,no type";
	fails(g, guestfs_sfdiskM(g, DISK_A, lines), EINVAL);
}

TEST(sfdisk_N_changes_one)
{
	guestfs_h *g = empty_disk();
	char *lines[] = { "2048,20480", "40960,20480", NULL };

	works(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, lines));
	works(g, guestfs_mkfs(g, "ext2", DISK_A "1"));
	works(g, guestfs_mount(g, DISK_A "1", "/"));
	works(g, guestfs_sfdisk_N(g, DISK_A, 2, 0, 0, 0, ",40960,82"));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), 10 * MIB);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), 20 * MIB);
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 2), 0x82);
	fails(g, guestfs_sfdisk_N(g, DISK_A, 0, 0, 0, 0, ","), EINVAL);
	fails(g, guestfs_sfdisk_N(g, DISK_A, 2, 0, -1, 0, ","), EINVAL);
	fails(g, guestfs_sfdisk_N(g, DISK_A, 2, 0, 0, 0, "x,y"), EINVAL);
}

static bool holds(char *text, const char *what)
{
	bool yes = text && strstr(text, what);

	if (!yes)
		printf("# no \"%s\" in: %s\n", what, text ? text : "(null)");
	free(text);
	return yes;
}

TEST(sfdisk_shows_tables_and_geometry)
{
	guestfs_h *g = empty_disk();
	char *lines[] = { "2048,4096,82", NULL };

	works(g, guestfs_sfdisk(g, DISK_A, 0, 0, 0, lines));
	ok(holds(guestfs_sfdisk_l(g, DISK_A), "Disk " DISK_A ": 256 MiB"));
	ok(holds(guestfs_sfdisk_l(g, DISK_A), DISK_A "1"));
	ok(holds(guestfs_sfdisk_l(g, DISK_A), "Linux swap"));
	ok(holds(guestfs_sfdisk_kernel_geometry(g, DISK_A), DISK_A ": "));
	ok(holds(guestfs_sfdisk_kernel_geometry(g, DISK_A), "cylinders"));
	ok(holds(guestfs_sfdisk_disk_geometry(g, DISK_A), "sectors/track"));
	fails(g, guestfs_sfdisk_l(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_sfdisk_kernel_geometry(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_sfdisk_disk_geometry(g, "/dev/sdz"), ENOENT);
}
