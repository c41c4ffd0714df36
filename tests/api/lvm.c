/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM: physical volumes, volume groups, logical volumes. */
#include "appliance.h"

static guestfs_h *clean(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_lvm_remove_all(g));
	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_zero(g, DISK_B));
	return g;
}

/* vg-1 on DISK_A, of 252 MiB */
static guestfs_h *with_group(void)
{
	guestfs_h *g = clean();
	char *pvs[] = { DISK_A, NULL };

	works(g, guestfs_pvcreate(g, DISK_A));
	works(g, guestfs_vgcreate(g, "vg-1", pvs));
	return g;
}

TEST(nothing_is_found_on_empty_disks)
{
	guestfs_h *g = clean();
	cleanup_strv char **pvs = guestfs_pvs(g), **vgs = guestfs_vgs(g);
	cleanup_strv char **lvs = guestfs_lvs(g);

	ok_int(strv_len(pvs), 0);
	ok_int(strv_len(vgs), 0);
	ok_int(strv_len(lvs), 0);
}

TEST(volumes_are_listed_and_usable)
{
	guestfs_h *g = with_group();
	cleanup_strv char **pvs = NULL, **vgs = NULL, **lvs = NULL;

	works(g, guestfs_lvcreate(g, "root", "vg-1", 40));
	works(g, guestfs_lvcreate_free(g, "a-b", "vg-1", 50));
	pvs = guestfs_pvs(g);
	ok_int(strv_len(pvs), 1);
	ok_str(pvs[0], DISK_A);
	vgs = guestfs_vgs(g);
	ok_str(vgs[0], "vg-1");
	lvs = guestfs_lvs(g);
	ok_int(strv_len(lvs), 2);
	ok_str(lvs[0], "/dev/vg-1/a-b");
	ok_str(lvs[1], "/dev/vg-1/root");
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/root"), 40 * MIB);
	works(g, guestfs_mkfs(g, "ext4", "/dev/vg-1/a-b"));
	works(g, guestfs_mount(g, "/dev/mapper/vg--1-a--b", "/"));
	put_text(g, "/f", "in a volume");
	ok(file_is(g, "/f", "in a volume"));
}

TEST(names_that_are_taken_and_room_that_is_not_there)
{
	guestfs_h *g = with_group();
	char *pvs[] = { DISK_B, NULL };

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	fails(g, guestfs_lvcreate(g, "one", "vg-1", 32), EEXIST);
	fails(g, guestfs_lvcreate(g, "big", "vg-1", 4000), ENOSPC);
	fails(g, guestfs_lvcreate(g, "x", "nosuch", 4), ENOENT);
	fails(g, guestfs_lvcreate(g, "x", "vg-1", 0), EINVAL);
	fails(g, guestfs_lvcreate_free(g, "x", "vg-1", 101), EINVAL);
	fails(g, guestfs_vgcreate(g, "vg-1", pvs), EEXIST);
	fails(g, guestfs_lvcreate(g, "--help", "vg-1", 4), EINVAL);
}

TEST(full_reports_have_sizes_in_bytes)
{
	guestfs_h *g = with_group();
	struct guestfs_lvm_pv_list *pvs = guestfs_pvs_full(g);
	struct guestfs_lvm_vg_list *vgs = guestfs_vgs_full(g);
	struct guestfs_lvm_lv_list *lvs;

	ok(pvs && pvs->len == 1);
	ok_str(pvs->val[0].pv_name, DISK_A);
	ok_int(pvs->val[0].dev_size, DISK_A_SIZE);
	ok(vgs && vgs->len == 1);
	ok_str(vgs->val[0].vg_name, "vg-1");
	ok_int(vgs->val[0].vg_extent_size, 4 * MIB);
	ok_int(vgs->val[0].pv_count, 1);
	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	lvs = guestfs_lvs_full(g);
	ok(lvs && lvs->len == 1);
	ok_int(lvs->val[0].lv_size, 32 * MIB);
	ok(lvs->val[0].copy_percent == -1);
	guestfs_free_lvm_pv_list(pvs);
	guestfs_free_lvm_vg_list(vgs);
	guestfs_free_lvm_lv_list(lvs);
}

TEST(uuids_have_dashes)
{
	guestfs_h *g = with_group();
	cleanup_free char *pv = guestfs_pvuuid(g, DISK_A);
	cleanup_free char *vg = guestfs_vguuid(g, "vg-1"), *lv = NULL;

	ok(pv && strlen(pv) == 38 && pv[6] == '-');
	ok(vg && strlen(vg) == 38);
	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	lv = guestfs_lvuuid(g, "/dev/vg-1/one");
	ok(lv && strlen(lv) == 38 && strcmp(lv, vg));
	ok(!guestfs_vguuid(g, "nosuch"));
}

TEST(groups_go_to_sleep_and_wake)
{
	guestfs_h *g = with_group();
	char *names[] = { "vg-1", NULL };
	cleanup_strv char **lvs = NULL;

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_vg_activate(g, 0, names));
	fails(g, guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), ENOENT);
	lvs = guestfs_lvs(g);
	ok_int(strv_len(lvs), 1);
	works(g, guestfs_vg_activate_all(g, 1));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 32 * MIB);
	works(g, guestfs_vg_activate_all(g, 0));
	works(g, guestfs_lvm_scan(g, 1));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 32 * MIB);
	works(g, guestfs_vgscan(g));
}

TEST(a_mounted_volume_stays)
{
	guestfs_h *g = with_group();

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_mkfs(g, "ext2", "/dev/vg-1/one"));
	works(g, guestfs_mount(g, "/dev/vg-1/one", "/"));
	fails(g, guestfs_lvremove(g, "/dev/vg-1/one"), EBUSY);
	fails(g, guestfs_vgremove(g, "vg-1"), EBUSY);
	fails(g, guestfs_pvremove(g, DISK_A), EBUSY);
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_lvremove(g, "/dev/vg-1/one"));
	fails(g, guestfs_lvremove(g, "/dev/vg-1/one"), ENOENT);
	works(g, guestfs_vgremove(g, "vg-1"));
	works(g, guestfs_pvremove(g, DISK_A));
}

TEST(is_lv_and_canonical_names)
{
	guestfs_h *g = with_group();
	cleanup_free char *name = NULL;

	works(g, guestfs_lvcreate(g, "l-v", "vg-1", 32));
	ok_int(guestfs_is_lv(g, "/dev/vg-1/l-v"), 1);
	ok_int(guestfs_is_lv(g, DISK_A), 0);
	name = guestfs_lvm_canonical_lv_name(g, "/dev/mapper/vg--1-l--v");
	ok_str(name, "/dev/vg-1/l-v");
	ok(!guestfs_lvm_canonical_lv_name(g, DISK_A));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_lvm_canonical_lv_name(g, "/dev/vg-1/none"));
	ok_int(guestfs_last_errno(g), ENOENT);
}

TEST(lvm_remove_all_leaves_nothing)
{
	guestfs_h *g = with_group();
	cleanup_strv char **pvs = NULL;
	char *more[] = { DISK_B, NULL };

	works(g, guestfs_vgcreate(g, "second", more));
	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_lvm_remove_all(g));
	pvs = guestfs_pvs(g);
	ok_int(strv_len(pvs), 0);
}

TEST(volumes_are_resized)
{
	guestfs_h *g = with_group();

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_lvresize(g, "/dev/vg-1/one", 100));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 100 * MIB);
	works(g, guestfs_lvresize(g, "/dev/vg-1/one", 100));
	works(g, guestfs_lvresize(g, "/dev/vg-1/one", 41));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 44 * MIB);
	works(g, guestfs_lvresize_free(g, "/dev/vg-1/one", 50));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 148 * MIB);
	works(g, guestfs_lvresize_free(g, "/dev/vg-1/one", 100));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 252 * MIB);
	fails(g, guestfs_lvresize(g, "/dev/vg-1/one", 4000), ENOSPC);
	fails(g, guestfs_lvresize(g, "/dev/vg-1/one", 0), EINVAL);
	fails(g, guestfs_lvresize(g, "/dev/vg-1/none", 10), ENOENT);
	fails(g, guestfs_lvresize_free(g, "/dev/vg-1/one", 0), EINVAL);
	fails(g, guestfs_lvresize_free(g, "/dev/vg-1/one", 101), EINVAL);
}

TEST(physical_volumes_are_resized)
{
	guestfs_h *g = with_group();
	struct guestfs_lvm_vg_list *vgs;

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_pvresize_size(g, DISK_A, 101 * MIB));
	vgs = guestfs_vgs_full(g);
	ok(vgs && vgs->val[0].vg_size == 100 * MIB);
	guestfs_free_lvm_vg_list(vgs);
	fails(g, guestfs_pvresize_size(g, DISK_A, 20 * MIB), EINVAL);
	fails(g, guestfs_pvresize_size(g, DISK_A, 0), EINVAL);
	works(g, guestfs_pvresize(g, DISK_A));
	vgs = guestfs_vgs_full(g);
	ok(vgs && vgs->val[0].vg_size == 252 * MIB);
	guestfs_free_lvm_vg_list(vgs);
	fails(g, guestfs_pvresize(g, DISK_B), EINVAL);
}

TEST(groups_and_volumes_get_other_names)
{
	guestfs_h *g = with_group();
	cleanup_strv char **lvs = NULL;

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_lvcreate(g, "two", "vg-1", 32));
	works(g, guestfs_mkfs(g, "ext2", "/dev/vg-1/one"));
	works(g, guestfs_mount(g, "/dev/vg-1/one", "/"));
	works(g, guestfs_lvrename(g, "/dev/vg-1/one", "/dev/vg-1/new"));
	works(g, guestfs_vgrename(g, "vg-1", "vg2"));
	lvs = guestfs_lvs(g);
	ok_int(strv_len(lvs), 2);
	ok_str(lvs[0], "/dev/vg2/new");
	fails(g, guestfs_lvrename(g, "/dev/vg2/new", "/dev/vg2/two"), EEXIST);
	fails(g, guestfs_lvrename(g, "/dev/vg2/none", "/dev/vg2/x"), ENOENT);
	fails(g, guestfs_vgrename(g, "none", "x"), ENOENT);
	fails(g, guestfs_vgrename(g, "vg2", "bad name"), EINVAL);
	works(g, guestfs_umount(g, "/"));
}

TEST(a_group_tells_its_volumes_and_its_metadata)
{
	guestfs_h *g = with_group();
	cleanup_strv char **pvs = NULL, **lvs = NULL, **none = NULL;
	cleanup_free char *pv = guestfs_pvuuid(g, DISK_A), *lv = NULL;
	cleanup_free char *text = NULL;
	size_t n = 0;

	none = guestfs_vglvuuids(g, "vg-1");
	ok(none && !none[0]);
	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_lvcreate(g, "two", "vg-1", 32));
	lv = guestfs_lvuuid(g, "/dev/vg-1/one");
	pvs = guestfs_vgpvuuids(g, "vg-1");
	ok_int(strv_len(pvs), 1);
	ok_str(pvs[0], pv);
	lvs = guestfs_vglvuuids(g, "vg-1");
	ok_int(strv_len(lvs), 2);
	ok(strv_has(lvs, lv));
	text = guestfs_vgmeta(g, "vg-1", &n);
	ok(text && n > 100 && strstr(text, "vg-1 {") && strstr(text, lv));
	fails(g, guestfs_vgpvuuids(g, "none"), ENOENT);
	fails(g, guestfs_vglvuuids(g, "none"), ENOENT);
	fails(g, guestfs_vgmeta(g, "none", &n), ENOENT);
}

static bool same(char *a, const char *b)
{
	bool yes = a && !strcmp(a, b);

	free(a);
	return yes;
}

TEST(sleeping_groups_get_new_uuids)
{
	guestfs_h *g = with_group();
	cleanup_free char *pv = guestfs_pvuuid(g, DISK_A);
	cleanup_free char *vg = guestfs_vguuid(g, "vg-1");
	cleanup_free char *pv2 = NULL, *vg2 = NULL;

	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	fails(g, guestfs_vgchange_uuid(g, "vg-1"), EBUSY);
	fails(g, guestfs_vgchange_uuid_all(g), EBUSY);
	fails(g, guestfs_pvchange_uuid(g, DISK_A), EBUSY);
	fails(g, guestfs_pvchange_uuid_all(g), EBUSY);
	works(g, guestfs_vg_activate_all(g, 0));
	works(g, guestfs_pvchange_uuid(g, DISK_A));
	works(g, guestfs_vgchange_uuid(g, "vg-1"));
	pv2 = guestfs_pvuuid(g, DISK_A);
	vg2 = guestfs_vguuid(g, "vg-1");
	ok(pv2 && vg2 && strcmp(pv, pv2) && strcmp(vg, vg2));
	works(g, guestfs_pvchange_uuid_all(g));
	works(g, guestfs_vgchange_uuid_all(g));
	ok(!same(guestfs_pvuuid(g, DISK_A), pv2));
	ok(!same(guestfs_vguuid(g, "vg-1"), vg2));
	works(g, guestfs_vg_activate_all(g, 1));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 32 * MIB);
	fails(g, guestfs_vgchange_uuid(g, "none"), ENOENT);
	fails(g, guestfs_pvchange_uuid(g, DISK_B), EINVAL);
}

TEST(a_filter_hides_disks)
{
	guestfs_h *g = with_group();
	char *b[] = { DISK_B, NULL }, *more[] = { DISK_B, NULL };
	cleanup_strv char **vgs = NULL, **all = NULL;

	works(g, guestfs_vgcreate(g, "second", more));
	works(g, guestfs_lvcreate(g, "one", "vg-1", 32));
	works(g, guestfs_lvcreate(g, "two", "second", 32));
	works(g, guestfs_lvm_set_filter(g, b));
	vgs = guestfs_vgs(g);
	ok_int(strv_len(vgs), 1);
	ok_str(vgs[0], "second");
	fails(g, guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), ENOENT);
	ok_int(guestfs_blockdev_getsize64(g, "/dev/second/two"), 32 * MIB);
	works(g, guestfs_mkfs(g, "ext2", "/dev/second/two"));
	works(g, guestfs_mount(g, "/dev/second/two", "/"));
	fails(g, guestfs_lvm_clear_filter(g), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_lvm_clear_filter(g));
	all = guestfs_vgs(g);
	ok_int(strv_len(all), 2);
	ok_int(guestfs_blockdev_getsize64(g, "/dev/vg-1/one"), 32 * MIB);
	b[0] = "/dev/sdz";
	fails(g, guestfs_lvm_set_filter(g, b), ENOENT);
}

TEST(a_filter_of_a_disk_lets_its_partitions_through)
{
	guestfs_h *g = with_group();
	char *b[] = { DISK_B, NULL }, *part[] = { DISK_B "1", NULL };
	cleanup_strv char **vgs = NULL;

	works(g, guestfs_part_disk(g, DISK_B, "mbr"));
	works(g, guestfs_pvcreate(g, DISK_B "1"));
	works(g, guestfs_vgcreate(g, "second", part));
	works(g, guestfs_lvm_set_filter(g, b));
	vgs = guestfs_vgs(g);
	ok_int(strv_len(vgs), 1);
	ok_str(vgs[0], "second");
	works(g, guestfs_lvm_clear_filter(g));
}

TEST(what_lvm_does_not_find)
{
	guestfs_h *g = with_group();
	char *names[] = { "none", NULL };

	fails(g, guestfs_vg_activate(g, 1, names), ENOENT);
	ok(!guestfs_pvuuid(g, DISK_B));
	ok(!guestfs_lvuuid(g, DISK_B));
	fails(g, guestfs_lvuuid(g, "/dev/vg-1/none"), ENOENT);
	fails(g, guestfs_pvcreate(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_is_lv(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_vgremove(g, "none"), ENOENT);
	works(g, guestfs_mkfs(g, "ext2", DISK_B));
	works(g, guestfs_mount(g, DISK_B, "/"));
	fails(g, guestfs_pvcreate(g, DISK_B), EBUSY);
}
