/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Partition tables and partitions. */
#include "appliance.h"

#define LINUX_DATA "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
#define ESP	   "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"

static guestfs_h *disk_with(const char *parttype)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_init(g, DISK_A, parttype));
	return g;
}

static void free_list(struct guestfs_partition_list **l)
{
	if (*l)
		guestfs_free_partition_list(*l);
}

#define cleanup_list __attribute__((cleanup(free_list)))

static void one_partition(const char *parttype, const char *want_type)
{
	guestfs_h *g = appliance();
	cleanup_list struct guestfs_partition_list *l = NULL;
	cleanup_free char *type = NULL;

	works(g, guestfs_part_disk(g, DISK_A, parttype));
	type = guestfs_part_get_parttype(g, DISK_A);
	ok_str(type, want_type);
	l = guestfs_part_list(g, DISK_A);
	ok(l != NULL);
	ok_int(l->len, 1);
	ok_int(l->val[0].part_num, 1);
	ok_int(l->val[0].part_start, MIB);
	ok_int(l->val[0].part_size,
	       l->val[0].part_end - l->val[0].part_start + 1);
	ok(l->val[0].part_end >= (uint64_t)DISK_A_SIZE - 34 * 512 - 1);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), l->val[0].part_size);
}

TEST(part_disk_makes_one_partition_of_all)
{
	one_partition("mbr", "msdos");
	one_partition("msdos", "msdos");
	one_partition("gpt", "gpt");
	one_partition("efi", "gpt");
}

TEST(part_disk_refuses_an_unknown_kind)
{
	guestfs_h *g = appliance();

	fails(g, guestfs_part_disk(g, DISK_A, "nonsense"), EINVAL);
	fails(g, guestfs_part_init(g, DISK_A, "gpt mkpart"), EINVAL);
}

TEST(part_init_makes_an_empty_table)
{
	guestfs_h *g = disk_with("gpt");
	cleanup_list struct guestfs_partition_list *l = NULL;
	cleanup_strv char **parts = guestfs_list_partitions(g);

	l = guestfs_part_list(g, DISK_A);
	ok(l != NULL);
	ok_int(l->len, 0);
	ok(!strv_has(parts, DISK_A "1"));
}

TEST(part_init_knows_old_kinds)
{
	guestfs_h *g = disk_with("sun");
	cleanup_free char *type = guestfs_part_get_parttype(g, DISK_A);

	ok_str(type, "sun");
}

TEST(part_init_wants_a_whole_disk)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, "mbr"));
	fails(g, guestfs_part_init(g, DISK_A "1", "mbr"), EINVAL);
	fails(g, guestfs_part_disk(g, DISK_A "1", "mbr"), EINVAL);
}

TEST(part_add_is_usable_at_once)
{
	guestfs_h *g = disk_with("gpt");
	cleanup_strv char **parts = NULL;

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 4095));
	works(g, guestfs_part_add(g, DISK_A, "primary", 4096, -64));
	parts = guestfs_list_partitions(g);
	ok(strv_has(parts, DISK_A "1") && strv_has(parts, DISK_A "2"));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), MIB);
	works(g, guestfs_mkfs(g, "ext2", DISK_A "2"));
	works(g, guestfs_mount(g, DISK_A "2", "/"));
}

TEST(part_add_counts_from_the_end)
{
	guestfs_h *g = disk_with("mbr");
	cleanup_list struct guestfs_partition_list *l = NULL;

	works(g, guestfs_part_add(g, DISK_A, "p", -2048, -1));
	l = guestfs_part_list(g, DISK_A);
	ok(l && l->len == 1);
	ok_int(l->val[0].part_start, DISK_A_SIZE - MIB);
	ok_int(l->val[0].part_end, DISK_A_SIZE - 1);
	ok_int(l->val[0].part_size, MIB);
}

TEST(part_add_refuses_bad_places)
{
	guestfs_h *g = disk_with("gpt");

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 4095));
	fails(g, guestfs_part_add(g, DISK_A, "p", 4000, 8191), EINVAL);
	fails(g, guestfs_part_add(g, DISK_A, "p", 8192, 8191), EINVAL);
	fails(g, guestfs_part_add(g, DISK_A, "p", 8192, INT64_MAX), EINVAL);
	fails(g, guestfs_part_add(g, DISK_A, "p", INT64_MIN, -1), EINVAL);
	/* The copy of the table is there */
	fails(g, guestfs_part_add(g, DISK_A, "p", 8192, -1), EINVAL);
	fails(g, guestfs_part_add(g, DISK_A, "pony", 8192, 9000), EINVAL);
	fails(g, guestfs_part_add(g, DISK_A, "l", 8192, 9000), EINVAL);
}

TEST(part_add_needs_a_table)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_B));
	fails(g, guestfs_part_add(g, DISK_B, "p", 2048, 4095), EINVAL);
	fails(g, guestfs_part_list(g, DISK_B), EINVAL);
	fails(g, guestfs_part_get_parttype(g, DISK_B), EINVAL);
}

static guestfs_h *with_logical(void)
{
	guestfs_h *g = disk_with("mbr");

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 4095));
	works(g, guestfs_part_add(g, DISK_A, "e", 4096, 100000));
	works(g, guestfs_part_add(g, DISK_A, "l", 6144, 8191));
	works(g, guestfs_part_add(g, DISK_A, "l", 10240, 12287));
	return g;
}

TEST(part_list_is_in_the_order_of_places)
{
	guestfs_h *g = with_logical();
	cleanup_list struct guestfs_partition_list *l = NULL;
	static const int nums[] = { 1, 2, 5, 6, 3 };

	works(g, guestfs_part_add(g, DISK_A, "p", 204800, 206847));
	l = guestfs_part_list(g, DISK_A);
	ok(l != NULL);
	ok_int(l->len, 5);
	for (int i = 0; i < 5; i++)
		ok_int(l->val[i].part_num, nums[i]);
	ok_int(l->val[2].part_start, 6144 * 512);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "6"), MIB);
}

TEST(part_add_while_another_is_mounted)
{
	guestfs_h *g = disk_with("gpt");

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 22527));
	works(g, guestfs_mkfs(g, "ext2", DISK_A "1"));
	works(g, guestfs_mount(g, DISK_A "1", "/"));
	works(g, guestfs_part_add(g, DISK_A, "p", 40960, 61439));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), 10 * MIB);
}

TEST(part_del_removes_one)
{
	guestfs_h *g = disk_with("gpt");
	cleanup_strv char **parts = NULL;

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 4095));
	works(g, guestfs_part_add(g, DISK_A, "p", 4096, 8191));
	works(g, guestfs_part_del(g, DISK_A, 1));
	parts = guestfs_list_partitions(g);
	ok(!strv_has(parts, DISK_A "1") && strv_has(parts, DISK_A "2"));
	fails(g, guestfs_part_del(g, DISK_A, 1), ENOENT);
}

TEST(part_del_of_an_extended_one_takes_the_logical_ones)
{
	guestfs_h *g = with_logical();
	cleanup_strv char **parts = NULL;

	works(g, guestfs_part_del(g, DISK_A, 2));
	parts = guestfs_list_partitions(g);
	ok(strv_has(parts, DISK_A "1"));
	ok(!strv_has(parts, DISK_A "2") && !strv_has(parts, DISK_A "5"));
}

TEST(what_is_mounted_stays)
{
	guestfs_h *g = with_logical();
	cleanup_list struct guestfs_partition_list *l = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_A "5"));
	works(g, guestfs_mount(g, DISK_A "5", "/"));
	fails(g, guestfs_part_del(g, DISK_A, 5), EBUSY);
	fails(g, guestfs_part_del(g, DISK_A, 2), EBUSY);
	fails(g, guestfs_part_init(g, DISK_A, "gpt"), EBUSY);
	fails(g, guestfs_part_disk(g, DISK_A, "gpt"), EBUSY);
	l = guestfs_part_list(g, DISK_A);
	ok(l && l->len == 4);
}

TEST(part_get_parttype_of_a_file_system)
{
	guestfs_h *g = appliance();
	cleanup_free char *type = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	type = guestfs_part_get_parttype(g, DISK_SMALL);
	ok_str(type, "loop");
}

static void bootable(const char *parttype)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, parttype));
	ok_int(guestfs_part_get_bootable(g, DISK_A, 1), 0);
	works(g, guestfs_part_set_bootable(g, DISK_A, 1, 1));
	ok_int(guestfs_part_get_bootable(g, DISK_A, 1), 1);
	works(g, guestfs_part_set_bootable(g, DISK_A, 1, 0));
	ok_int(guestfs_part_get_bootable(g, DISK_A, 1), 0);
	fails(g, guestfs_part_set_bootable(g, DISK_A, 2, 1), ENOENT);
	fails(g, guestfs_part_get_bootable(g, DISK_A, 2), ENOENT);
}

TEST(part_set_bootable_both_ways)
{
	bootable("mbr");
	bootable("gpt");
}

TEST(part_set_name_of_gpt)
{
	guestfs_h *g = appliance();
	cleanup_free char *none = NULL, *name = NULL, *odd = NULL;

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	none = guestfs_part_get_name(g, DISK_A, 1);
	ok_str(none, "");
	works(g, guestfs_part_set_name(g, DISK_A, 1, "Grün und \"blau\""));
	name = guestfs_part_get_name(g, DISK_A, 1);
	ok_str(name, "Grün und \"blau\"");
	works(g, guestfs_part_set_name(g, DISK_A, 1, "--help"));
	odd = guestfs_part_get_name(g, DISK_A, 1);
	ok_str(odd, "--help");
	fails(g, guestfs_part_set_name(g, DISK_A, 2, "x"), ENOENT);
}

TEST(names_and_guids_are_not_for_mbr)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, "mbr"));
	fails(g, guestfs_part_set_name(g, DISK_A, 1, "x"), ENOTSUP);
	fails(g, guestfs_part_get_name(g, DISK_A, 1), ENOTSUP);
	fails(g, guestfs_part_set_gpt_type(g, DISK_A, 1, ESP), ENOTSUP);
	fails(g, guestfs_part_get_gpt_type(g, DISK_A, 1), ENOTSUP);
	fails(g, guestfs_part_get_gpt_guid(g, DISK_A, 1), ENOTSUP);
}

TEST(part_set_gpt_type_reads_back_in_capitals)
{
	guestfs_h *g = appliance();
	cleanup_free char *before = NULL, *after = NULL, *guid = NULL;

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	before = guestfs_part_get_gpt_type(g, DISK_A, 1);
	ok_str(before, LINUX_DATA);
	works(g, guestfs_part_set_gpt_type(
			 g, DISK_A, 1, "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"));
	after = guestfs_part_get_gpt_type(g, DISK_A, 1);
	ok_str(after, ESP);
	fails(g, guestfs_part_set_gpt_type(g, DISK_A, 1, "ESP"), EINVAL);
	guid = guestfs_part_get_gpt_guid(g, DISK_A, 1);
	ok(guid && strlen(guid) == 36);
}

TEST(part_set_mbr_id_reads_back)
{
	guestfs_h *g = with_logical();

	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 1), 0x83);
	works(g, guestfs_part_set_mbr_id(g, DISK_A, 1, 0x07));
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 1), 0x07);
	works(g, guestfs_part_set_mbr_id(g, DISK_A, 5, 0x8e));
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 5), 0x8e);
	ok_int(guestfs_part_get_mbr_id(g, DISK_A, 6), 0x83);
	fails(g, guestfs_part_set_mbr_id(g, DISK_A, 1, 256), EINVAL);
	fails(g, guestfs_part_set_mbr_id(g, DISK_A, 4, 0x83), ENOENT);
	works(g, guestfs_part_init(g, DISK_A, "gpt"));
	fails(g, guestfs_part_set_mbr_id(g, DISK_A, 1, 0x83), ENOTSUP);
	fails(g, guestfs_part_get_mbr_id(g, DISK_A, 1), ENOTSUP);
}

TEST(part_to_dev_and_back)
{
	guestfs_h *g = with_logical();
	cleanup_free char *dev = guestfs_part_to_dev(g, DISK_A "5");

	ok_str(dev, DISK_A);
	ok_int(guestfs_part_to_partnum(g, DISK_A "5"), 5);
	fails(g, guestfs_part_to_dev(g, DISK_A), EINVAL);
	fails(g, guestfs_part_to_partnum(g, DISK_A), EINVAL);
	fails(g, guestfs_part_to_dev(g, DISK_A "9"), ENOENT);
}

static bool is(char *got, const char *want)
{
	bool same = got && !strcmp(got, want);

	if (!same)
		printf("# \"%s\", not \"%s\"\n", got ? got : "(null)", want);
	free(got);
	return same;
}

TEST(part_get_mbr_part_type_of_each)
{
	guestfs_h *g = with_logical();

	ok(is(guestfs_part_get_mbr_part_type(g, DISK_A, 1), "primary"));
	ok(is(guestfs_part_get_mbr_part_type(g, DISK_A, 2), "extended"));
	ok(is(guestfs_part_get_mbr_part_type(g, DISK_A, 5), "logical"));
	fails(g, guestfs_part_get_mbr_part_type(g, DISK_A, 3), ENOENT);
	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	fails(g, guestfs_part_get_mbr_part_type(g, DISK_A, 1), ENOTSUP);
}

#define GUID "01234567-89AB-4DEF-8123-456789ABCDEF"

TEST(guids_of_disk_and_partition)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	works(g, guestfs_part_set_gpt_guid(g, DISK_A, 1, GUID));
	ok(is(guestfs_part_get_gpt_guid(g, DISK_A, 1), GUID));
	works(g, guestfs_part_set_disk_guid(
			 g, DISK_A, "11234567-89ab-4def-8123-456789abcdef"));
	ok(is(guestfs_part_get_disk_guid(g, DISK_A),
	      "11234567-89AB-4DEF-8123-456789ABCDEF"));
	works(g, guestfs_part_set_disk_guid_random(g, DISK_A));
	ok(!is(guestfs_part_get_disk_guid(g, DISK_A),
	       "11234567-89AB-4DEF-8123-456789ABCDEF"));
	ok(is(guestfs_part_get_gpt_guid(g, DISK_A, 1), GUID));
	fails(g, guestfs_part_set_gpt_guid(g, DISK_A, 1, "x"), EINVAL);
	fails(g, guestfs_part_set_gpt_guid(g, DISK_A, 2, GUID), ENOENT);
	fails(g, guestfs_part_set_disk_guid(g, DISK_A, "x"), EINVAL);
}

TEST(guids_of_disks_are_not_for_mbr)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, "mbr"));
	fails(g, guestfs_part_set_gpt_guid(g, DISK_A, 1, GUID), ENOTSUP);
	fails(g, guestfs_part_get_disk_guid(g, DISK_A), ENOTSUP);
	fails(g, guestfs_part_set_disk_guid(g, DISK_A, GUID), ENOTSUP);
	fails(g, guestfs_part_set_disk_guid_random(g, DISK_A), ENOTSUP);
	fails(g, guestfs_part_expand_gpt(g, DISK_A), ENOTSUP);
	fails(g, guestfs_part_get_gpt_attributes(g, DISK_A, 1), ENOTSUP);
	fails(g, guestfs_part_set_gpt_attributes(g, DISK_A, 1, 0), ENOTSUP);
	works(g, guestfs_zero(g, DISK_A));
	fails(g, guestfs_part_get_disk_guid(g, DISK_A), EINVAL);
}

TEST(gpt_attributes_are_64_bits)
{
	guestfs_h *g = appliance();

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	ok_int(guestfs_part_get_gpt_attributes(g, DISK_A, 1), 0);
	works(g, guestfs_part_set_gpt_attributes(g, DISK_A, 1, 4));
	ok_int(guestfs_part_get_gpt_attributes(g, DISK_A, 1), 4);
	ok_int(guestfs_part_get_bootable(g, DISK_A, 1), 1);
	works(g, guestfs_part_set_gpt_attributes(g, DISK_A, 1, INT64_MIN | 9));
	ok_int(guestfs_part_get_gpt_attributes(g, DISK_A, 1), INT64_MIN | 9);
	works(g, guestfs_part_set_gpt_attributes(g, DISK_A, 1, 0));
	ok_int(guestfs_part_get_gpt_attributes(g, DISK_A, 1), 0);
	fails(g, guestfs_part_set_gpt_attributes(g, DISK_A, 2, 0), ENOENT);
	fails(g, guestfs_part_get_gpt_attributes(g, DISK_A, 2), ENOENT);
}

TEST(part_expand_gpt_makes_room)
{
	guestfs_h *g = appliance();
	cleanup_free char *copy = NULL;

	works(g, guestfs_part_disk(g, DISK_SMALL, "gpt"));
	ok(asprintf(&copy, "%s/copy", test_dir()) > 0);
	works(g, guestfs_download(g, DISK_SMALL, copy));
	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_upload(g, copy, DISK_A));
	works(g, guestfs_part_expand_gpt(g, DISK_A));
	works(g, guestfs_part_add(g, DISK_A, "p", 100 * 2048, 200 * 2048 - 1));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), 100 * MIB);
}

TEST(part_resize_moves_the_end)
{
	guestfs_h *g = disk_with("gpt");

	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 22527));
	works(g, guestfs_part_add(g, DISK_A, "p", 81920, 102399));
	works(g, guestfs_mkfs(g, "ext4", DISK_A "2"));
	works(g, guestfs_mount(g, DISK_A "2", "/"));
	works(g, guestfs_part_resize(g, DISK_A, 1, 40 * 2048 - 1));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), 39 * MIB);
	works(g, guestfs_part_resize(g, DISK_A, 1, 4095));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "1"), MIB);
	/* The one that is mounted */
	works(g, guestfs_part_resize(g, DISK_A, 2, -2049));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "2"), 215 * MIB);
	works(g, guestfs_resize2fs(g, DISK_A "2"));
	fails(g, guestfs_part_resize(g, DISK_A, 1, 90000), EINVAL);
	fails(g, guestfs_part_resize(g, DISK_A, 1, 100), EINVAL);
	fails(g, guestfs_part_resize(g, DISK_A, 1, INT64_MAX), EINVAL);
	fails(g, guestfs_part_resize(g, DISK_A, 3, 90000), ENOENT);
}

TEST(part_resize_of_mbr)
{
	guestfs_h *g = with_logical();

	works(g, guestfs_part_resize(g, DISK_A, 6, 6 * 2048 + 4095));
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "6"), 3 * MIB);
	ok_int(guestfs_blockdev_getsize64(g, DISK_A "5"), MIB);
	works(g, guestfs_part_resize(g, DISK_A, 2, 200000));
	ok(is(guestfs_part_get_mbr_part_type(g, DISK_A, 2), "extended"));
}
