/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking after a btrfs. */
#include "appliance.h"

static guestfs_h *empty_disks(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_zero(g, DISK_B));
	return g;
}

/* On A and B, mounted */
static guestfs_h *on_two(void)
{
	guestfs_h *g = empty_disks();
	char *both[] = { DISK_A, DISK_B, NULL };

	works(g,
	      guestfs_mkfs_btrfs(g, both, GUESTFS_MKFS_BTRFS_METADATA, "raid1",
				 GUESTFS_MKFS_BTRFS_DATATYPE, "single", -1));
	works(g, guestfs_mount(g, DISK_A, "/"));
	put_text(g, "/f", "kept");
	return g;
}

static guestfs_h *unmounted(void)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_umount_all(g));
	return g;
}

TEST(mkfs_btrfs_takes_options)
{
	guestfs_h *g = empty_disks();
	char *one[] = { DISK_FS, NULL }, *none[] = { NULL };
	cleanup_free char *label = NULL;

	works(g, guestfs_mkfs_btrfs(g, one, GUESTFS_MKFS_BTRFS_ALLOCSTART,
				    (int64_t)0, GUESTFS_MKFS_BTRFS_BYTECOUNT,
				    300 * MIB, GUESTFS_MKFS_BTRFS_LABEL, "name",
				    GUESTFS_MKFS_BTRFS_NODESIZE, 16384,
				    GUESTFS_MKFS_BTRFS_SECTORSIZE, 4096, -1));
	label = guestfs_vfs_label(g, DISK_FS);
	ok_str(label, "name");
	works(g, guestfs_mkfs_btrfs(g, one, GUESTFS_MKFS_BTRFS_LEAFSIZE, 32768,
				    -1));
	fails(g, guestfs_mkfs_btrfs(g, none, -1), EINVAL);
	fails(g,
	      guestfs_mkfs_btrfs(g, one, GUESTFS_MKFS_BTRFS_ALLOCSTART,
				 (int64_t)4096, -1),
	      ENOTSUP);
	fails(g, guestfs_mkfs_btrfs(g, one, GUESTFS_MKFS_BTRFS_NODESIZE, 0, -1),
	      EINVAL);
	fails(g,
	      guestfs_mkfs_btrfs(g, one, GUESTFS_MKFS_BTRFS_DATATYPE, "raid7",
				 -1),
	      EINVAL);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	fails(g, guestfs_mkfs_btrfs(g, one, -1), EBUSY);
}

TEST(btrfs_filesystem_show_names_all_devices)
{
	guestfs_h *g = on_two();
	cleanup_strv char **v = guestfs_btrfs_filesystem_show(g, DISK_B);

	works(g, v);
	ok_int(strv_len(v), 2);
	ok(strv_has(v, DISK_A) && strv_has(v, DISK_B));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_zero(g, DISK_B));
	fails(g, guestfs_btrfs_filesystem_show(g, DISK_A), ENODEV);
	fails(g, guestfs_btrfs_filesystem_show(g, DISK_B), EINVAL);
}

TEST(devices_come_and_go)
{
	guestfs_h *g = empty_disks();
	char *a[] = { DISK_A, NULL }, *b[] = { DISK_FS, NULL };
	char *none[] = { NULL };
	cleanup_strv char **v = NULL;

	works(g, guestfs_mkfs_btrfs(g, a, -1));
	works(g, guestfs_mount(g, DISK_A, "/"));
	put_text(g, "/f", "kept");
	works(g, guestfs_btrfs_device_add(g, b, "/"));
	fails(g, guestfs_btrfs_device_add(g, b, "/"), EBUSY);
	works(g, guestfs_btrfs_filesystem_balance(g, "/"));
	works(g, guestfs_btrfs_device_delete(g, a, "/"));
	v = guestfs_btrfs_filesystem_show(g, DISK_FS);
	ok_int(strv_len(v), 1);
	ok(file_is(g, "/f", "kept"));
	ok(guestfs_btrfs_device_delete(g, a, "/") == -1);
	fails(g, guestfs_btrfs_device_delete(g, none, "/"), EINVAL);
	fails(g, guestfs_btrfs_device_add(g, none, "/"), EINVAL);
	fails(g, guestfs_btrfs_device_add(g, a, "/none"), ENOENT);
}

TEST(a_device_is_replaced)
{
	guestfs_h *g = empty_disks();
	char *a[] = { DISK_A, NULL };

	works(g, guestfs_mkfs_btrfs(g, a, -1));
	works(g, guestfs_mount(g, DISK_A, "/"));
	put_text(g, "/f", "kept");
	ok(guestfs_btrfs_replace(g, DISK_A, DISK_SMALL, "/") == -1);
	works(g, guestfs_btrfs_replace(g, DISK_A, DISK_B, "/"));
	ok(file_is(g, "/f", "kept"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mount(g, DISK_B, "/"));
	ok(file_is(g, "/f", "kept"));
	fails(g, guestfs_btrfs_replace(g, DISK_A, DISK_FS, "/none"), ENOENT);
}

TEST(btrfs_filesystem_resize_both_ways)
{
	guestfs_h *g = fresh_fs("btrfs");
	struct guestfs_statvfs *v;

	works(g, guestfs_btrfs_filesystem_resize(
			 g, "/", GUESTFS_BTRFS_FILESYSTEM_RESIZE_SIZE,
			 300 * MIB, -1));
	v = guestfs_statvfs(g, "/");
	ok(v && v->blocks * v->frsize == 300 * MIB);
	guestfs_free_statvfs(v);
	works(g, guestfs_btrfs_filesystem_resize(g, "/", -1));
	v = guestfs_statvfs(g, "/");
	ok(v && v->blocks * v->frsize == 512 * MIB);
	guestfs_free_statvfs(v);
	fails(g,
	      guestfs_btrfs_filesystem_resize(
		      g, "/", GUESTFS_BTRFS_FILESYSTEM_RESIZE_SIZE, (int64_t)-1,
		      -1),
	      EINVAL);
	ok(guestfs_btrfs_filesystem_resize(g, "/",
					   GUESTFS_BTRFS_FILESYSTEM_RESIZE_SIZE,
					   900 * MIB, -1) == -1);
}

TEST(no_balance_runs)
{
	guestfs_h *g = fresh_fs("btrfs");
	struct guestfs_btrfsbalance *b;

	works(g, guestfs_btrfs_filesystem_balance(g, "/"));
	b = guestfs_btrfs_balance_status(g, "/");
	works(g, b);
	ok_str(b->btrfsbalance_status, "none");
	ok_int(b->btrfsbalance_left, 0);
	guestfs_free_btrfsbalance(b);
	ok(guestfs_btrfs_balance_pause(g, "/") == -1);
	ok(strstr(guestfs_last_error(g), "ot running") != NULL);
	ok(guestfs_btrfs_balance_cancel(g, "/") == -1);
	ok(guestfs_btrfs_balance_resume(g, "/") == -1);
	fails(g, guestfs_btrfs_balance_status(g, "/none"), ENOENT);
	g = fresh_fs("ext4");
	ok(guestfs_btrfs_filesystem_balance(g, "/") == -1);
	ok(guestfs_btrfs_balance_status(g, "/") == NULL);
}

TEST(a_scrub_reads_everything)
{
	guestfs_h *g = fresh_fs("btrfs");
	struct guestfs_btrfsscrub *s;
	uint64_t bytes = 0;

	works(g, guestfs_fill(g, 'x', 8 << 20, "/f"));
	works(g, guestfs_sync(g));
	fails(g, guestfs_btrfs_scrub_cancel(g, "/"), EINVAL);
	fails(g, guestfs_btrfs_scrub_resume(g, "/"), EINVAL);
	works(g, guestfs_btrfs_scrub_start(g, "/"));
	for (int i = 0; i < 30 && bytes < 8 << 20; i++) {
		s = guestfs_btrfs_scrub_status(g, "/");
		works(g, s);
		bytes = s->btrfsscrub_data_bytes_scrubbed;
		ok_int(s->btrfsscrub_csum_errors, 0);
		guestfs_free_btrfsscrub(s);
		if (bytes < 8 << 20)
			works(g, guestfs_sleep(g, 1));
	}
	ok_int(bytes, 8 << 20);
	fails(g, guestfs_btrfs_scrub_start(g, "/none"), ENOENT);
	fails(g, guestfs_btrfs_scrub_status(g, "/none"), ENOENT);
}

TEST(defragmenting_compresses)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_fill(g, 'x', 1 << 20, "/d/f"));
	works(g, guestfs_btrfs_filesystem_defragment(g, "/d", -1));
	works(g, guestfs_btrfs_filesystem_defragment(
			 g, "/d/f", GUESTFS_BTRFS_FILESYSTEM_DEFRAGMENT_FLUSH,
			 1, GUESTFS_BTRFS_FILESYSTEM_DEFRAGMENT_COMPRESS,
			 "zlib", -1));
	fails(g,
	      guestfs_btrfs_filesystem_defragment(
		      g, "/d", GUESTFS_BTRFS_FILESYSTEM_DEFRAGMENT_COMPRESS,
		      "rar", -1),
	      EINVAL);
	fails(g, guestfs_btrfs_filesystem_defragment(g, "/none", -1), ENOENT);
}

static struct guestfs_btrfsqgroup *find(struct guestfs_btrfsqgroup_list *l,
					const char *id)
{
	for (size_t i = 0; l && i < l->len; i++)
		if (!strcmp(l->val[i].btrfsqgroup_id, id))
			return &l->val[i];
	return NULL;
}

TEST(quotas_limit_a_subvolume)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_btrfs_subvolume_create(g, "/sub"));
	fails(g, guestfs_btrfs_qgroup_show(g, "/"), EINVAL);
	works(g, guestfs_btrfs_quota_enable(g, "/", 1));
	works(g, guestfs_btrfs_quota_rescan(g, "/"));
	works(g, guestfs_btrfs_qgroup_limit(g, "/sub", 4 * MIB));
	ok(guestfs_fill(g, 'x', 16 << 20, "/sub/big") == -1);
	ok_int(guestfs_last_errno(g), EDQUOT);
	works(g, guestfs_fill(g, 'x', 16 << 20, "/big"));
	fails(g, guestfs_btrfs_qgroup_limit(g, "/sub", -1), EINVAL);
	works(g, guestfs_btrfs_quota_enable(g, "/", 0));
	ok(guestfs_btrfs_quota_rescan(g, "/") == -1);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_btrfs_quota_enable(g, DISK_FS, 1));
	works(g, guestfs_btrfs_quota_rescan(g, DISK_FS));
	fails(g, guestfs_btrfs_quota_enable(g, "/dev/sdz", 1), ENOENT);
}

TEST(quota_groups_hold_each_other)
{
	guestfs_h *g = fresh_fs("btrfs");
	struct guestfs_btrfsqgroup_list *l;
	struct guestfs_btrfsqgroup *q;

	works(g, guestfs_btrfs_quota_enable(g, "/", 1));
	works(g, guestfs_btrfs_subvolume_create(g, "/sub"));
	works(g, guestfs_btrfs_qgroup_create(g, "1/100", "/sub"));
	works(g, guestfs_btrfs_qgroup_assign(g, "0/256", "1/100", "/sub"));
	works(g, guestfs_fill(g, 'x', 1 << 20, "/sub/f"));
	works(g, guestfs_btrfs_filesystem_sync(g, "/"));
	works(g, guestfs_btrfs_quota_rescan(g, "/"));
	l = guestfs_btrfs_qgroup_show(g, "/");
	works(g, l);
	q = find(l, "1/100");
	ok(q && q->btrfsqgroup_rfer >= 1 << 20);
	q = find(l, "0/256");
	ok(q && q->btrfsqgroup_excl >= 1 << 20);
	ok(find(l, "0/5") != NULL);
	guestfs_free_btrfsqgroup_list(l);
	ok(guestfs_btrfs_qgroup_create(g, "1/100", "/") == -1);
	ok(guestfs_btrfs_qgroup_create(g, "nonsense", "/") == -1);
	works(g, guestfs_btrfs_qgroup_remove(g, "0/256", "1/100", "/"));
	ok(guestfs_btrfs_qgroup_remove(g, "0/256", "1/100", "/") == -1);
	works(g, guestfs_btrfs_qgroup_destroy(g, "1/100", "/"));
	ok(guestfs_btrfs_qgroup_destroy(g, "1/100", "/") == -1);
	ok(guestfs_btrfs_qgroup_assign(g, "0/256", "1/9", "/") == -1);
	fails(g, guestfs_btrfs_qgroup_create(g, "1/1", "/none"), ENOENT);
}

TEST(btrfs_fsck_of_a_clean_one)
{
	guestfs_h *g = fresh_fs("btrfs");

	fails(g, guestfs_btrfs_fsck(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_btrfs_fsck(g, DISK_FS, -1));
	works(g,
	      guestfs_btrfs_fsck(g, DISK_FS, GUESTFS_BTRFS_FSCK_SUPERBLOCK,
				 (int64_t)1, GUESTFS_BTRFS_FSCK_REPAIR, 1, -1));
	fails(g,
	      guestfs_btrfs_fsck(g, DISK_FS, GUESTFS_BTRFS_FSCK_SUPERBLOCK,
				 (int64_t)5, -1),
	      EINVAL);
	works(g, guestfs_mkfs(g, "ext4", DISK_FS));
	fails(g, guestfs_btrfs_fsck(g, DISK_FS, -1), EINVAL);
}

TEST(rescue_of_a_superblock)
{
	guestfs_h *g = fresh_fs("btrfs");
	cleanup_free char *zeros = NULL, *cmd = NULL;

	put_text(g, "/f", "kept");
	works(g, guestfs_umount_all(g));
	works(g, guestfs_btrfs_rescue_super_recover(g, DISK_FS));
	works(g, guestfs_btrfs_rescue_chunk_recover(g, DISK_FS));
	/* The second copy */
	ok(asprintf(&zeros, "%s/zeros", test_dir()) > 0);
	ok(asprintf(&cmd, "truncate -s 4096 '%s'", zeros) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_upload_offset(g, zeros, DISK_FS, 64 * MIB));
	works(g, guestfs_btrfs_rescue_super_recover(g, DISK_FS));
	works(g, guestfs_btrfs_fsck(g, DISK_FS, GUESTFS_BTRFS_FSCK_SUPERBLOCK,
				    (int64_t)1, -1));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(file_is(g, "/f", "kept"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "ext4", DISK_FS));
	ok(guestfs_btrfs_rescue_super_recover(g, DISK_FS) == -1);
	ok(guestfs_btrfs_rescue_chunk_recover(g, DISK_FS) == -1);
}

TEST(a_seed_is_read_only)
{
	guestfs_h *g = unmounted();

	works(g, guestfs_btrfs_set_seeding(g, DISK_FS, 1));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	fails(g, guestfs_touch(g, "/f"), EROFS);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_btrfstune_seeding(g, DISK_FS, 0));
	works(g, guestfs_btrfstune_seeding(g, DISK_FS, 1));
	works(g, guestfs_btrfs_set_seeding(g, DISK_FS, 0));
	works(g, guestfs_btrfstune_enable_extended_inode_refs(g, DISK_FS));
	works(g,
	      guestfs_btrfstune_enable_skinny_metadata_extent_refs(g, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	works(g, guestfs_touch(g, "/f"));
	fails(g, guestfs_btrfs_set_seeding(g, DISK_FS, 1), EBUSY);
	fails(g, guestfs_btrfstune_seeding(g, DISK_A, 1), EINVAL);
	fails(g, guestfs_btrfstune_enable_extended_inode_refs(g, DISK_A),
	      EINVAL);
	fails(g,
	      guestfs_btrfstune_enable_skinny_metadata_extent_refs(g, DISK_A),
	      EINVAL);
}

TEST(btrfs_image_stays_inside)
{
	guestfs_h *g = fresh_fs("ext4");
	char *a[] = { DISK_A, NULL }, *none[] = { NULL };

	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_mkfs_btrfs(g, a, -1));
	works(g, guestfs_btrfs_image(g, a, "/image", -1));
	ok(guestfs_filesize(g, "/image") > 4096);
	works(g, guestfs_mkdir(g, "/run"));
	works(g, guestfs_ln_s(g, "/run/out", "/link"));
	works(g, guestfs_btrfs_image(g, a, "/link",
				     GUESTFS_BTRFS_IMAGE_COMPRESSLEVEL, 9, -1));
	ok_int(guestfs_is_file(g, "/run/out"), 1);
	fails(g,
	      guestfs_btrfs_image(g, a, "/image",
				  GUESTFS_BTRFS_IMAGE_COMPRESSLEVEL, 99, -1),
	      EINVAL);
	fails(g, guestfs_btrfs_image(g, none, "/image", -1), EINVAL);
	fails(g, guestfs_btrfs_image(g, a, "/none/image", -1), ENOENT);
}
