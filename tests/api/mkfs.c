/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File systems as wholes. */
#include "appliance.h"

static const char *const types[] = { "ext2", "ext3", "ext4",  "xfs", "btrfs",
				     "vfat", "ntfs", "exfat", "f2fs" };

#define UUID	  "01234567-89ab-cdef-0123-456789abcdef"
#define SWAP_UUID "11234567-89ab-cdef-0123-456789abcdef"

static bool value_is(char *got, const char *want)
{
	bool same = got && !strcmp(got, want);

	if (!same)
		printf("# \"%s\", not \"%s\"\n", got ? got : "(null)", want);
	free(got);
	return same;
}

TEST(every_type_is_made_with_its_label)
{
	guestfs_h *g = appliance();

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		works(g,
		      guestfs_mkfs_opts(g, types[i], DISK_FS,
					GUESTFS_MKFS_OPTS_LABEL, "NAME", -1));
		ok(value_is(guestfs_vfs_type(g, DISK_FS), types[i]));
		ok(value_is(guestfs_vfs_label(g, DISK_FS), "NAME"));
	}
}

TEST(mkfs_takes_sizes_and_features)
{
	guestfs_h *g = appliance();
	struct guestfs_statvfs *v;

	works(g, guestfs_mkfs_opts(
			 g, "ext4", DISK_FS, GUESTFS_MKFS_OPTS_BLOCKSIZE, 2048,
			 GUESTFS_MKFS_OPTS_INODE, 512,
			 GUESTFS_MKFS_OPTS_FEATURES, "^has_journal", -1));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->bsize == 2048);
	guestfs_free_statvfs(v);
}

/* Four uberblocks in the ring at the end of the label that begins at @label */
static void put_uberblocks(guestfs_h *g, int64_t label, const char magic[8])
{
	char block[512] = { 0 };

	memcpy(block, magic, 8);
	for (int i = 0; i < 4; i++)
		ok_int(guestfs_pwrite_device(g, DISK_B, block, sizeof(block),
					     label + (128 + 4 * i) * 1024),
		       sizeof(block));
}

TEST(a_member_of_a_zfs_pool_is_known_by_any_of_its_labels)
{
	static const char magics[2][8] = { { 0x0c, (char)0xb1, (char)0xba },
					   { 0, 0, 0, 0, 0, (char)0xba,
					     (char)0xb1, 0x0c } };
	guestfs_h *g = appliance();
	int64_t size = guestfs_blockdev_getsize64(g, DISK_B) & -(256LL << 10);

	for (int i = 0; i < 4; i++) {
		works(g, guestfs_zero_device(g, DISK_B));
		ok(value_is(guestfs_vfs_type(g, DISK_B), ""));
		put_uberblocks(g, (i < 2 ? i : i - 4 + (size >> 18)) << 18,
			       magics[i % 2]);
		ok(value_is(guestfs_vfs_type(g, DISK_B), "zfs_member"));
	}
	works(g, guestfs_mkfs(g, "ext2", DISK_B));
	ok(value_is(guestfs_vfs_type(g, DISK_B), "ext2"));
	works(g, guestfs_zero_device(g, DISK_B));
}

TEST(mkfs_refuses_what_it_cannot_do)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_mkfs(g, "ext4", DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_mkfs(g, "zfs", DISK_FS), ENOTSUP);
	fails(g, guestfs_mkfs(g, "../../bin/sh", DISK_FS), ENOTSUP);
	fails(g,
	      guestfs_mkfs_opts(g, "vfat", DISK_FS, GUESTFS_MKFS_OPTS_INODE,
				256, -1),
	      EINVAL);
	fails(g,
	      guestfs_mkfs_opts(g, "ext4", DISK_FS, GUESTFS_MKFS_OPTS_BLOCKSIZE,
				3, -1),
	      EINVAL);
	fails(g, guestfs_mkfs(g, "xfs", DISK_SMALL), EINVAL);
	ok(!strstr(guestfs_last_error(g), "Usage"));
}

TEST(mkswap_has_label_and_uuid)
{
	guestfs_h *g = appliance();

	works(g, guestfs_mkswap_opts(g, DISK_SMALL, GUESTFS_MKSWAP_OPTS_LABEL,
				     "sw", GUESTFS_MKSWAP_OPTS_UUID, SWAP_UUID,
				     -1));
	ok(value_is(guestfs_vfs_type(g, DISK_SMALL), "swap"));
	ok(value_is(guestfs_vfs_label(g, DISK_SMALL), "sw"));
	ok(value_is(guestfs_vfs_uuid(g, DISK_SMALL), SWAP_UUID));
	fails(g,
	      guestfs_mkswap_opts(g, DISK_SMALL, GUESTFS_MKSWAP_OPTS_UUID,
				  "bad", -1),
	      EINVAL);
}

TEST(set_label_of_every_type)
{
	guestfs_h *g = appliance();

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		works(g, guestfs_mkfs(g, types[i], DISK_FS));
		if (!strcmp(types[i], "f2fs")) {
			fails(g, guestfs_set_label(g, DISK_FS, "NEW"), ENOTSUP);
			continue;
		}
		works(g, guestfs_set_label(g, DISK_FS, "NEW"));
		ok(value_is(guestfs_vfs_label(g, DISK_FS), "NEW"));
	}
}

TEST(set_label_of_a_mounted_btrfs)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_set_label(g, DISK_FS, "mounted"));
	works(g, guestfs_umount_all(g));
	ok(value_is(guestfs_vfs_label(g, DISK_FS), "mounted"));
}

TEST(set_uuid_where_there_is_one)
{
	guestfs_h *g = appliance();
	static const char *const can[] = { "ext4", "xfs", "btrfs" };

	for (size_t i = 0; i < ARRAY_SIZE(can); i++) {
		works(g, guestfs_mkfs(g, can[i], DISK_FS));
		works(g, guestfs_set_uuid(g, DISK_FS, UUID));
		ok(value_is(guestfs_vfs_uuid(g, DISK_FS), UUID));
		fails(g, guestfs_set_uuid(g, DISK_FS, "bad"), EINVAL);
	}
	works(g, guestfs_mkfs(g, "vfat", DISK_FS));
	fails(g, guestfs_set_uuid(g, DISK_FS, UUID), ENOTSUP);
}

TEST(blkid_tells_tags)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **tags = guestfs_blkid(g, DISK_FS);

	ok(strv_has(tags, "TYPE") && strv_has(tags, "ext4"));
	ok(strv_has(tags, "UUID"));
	ok(value_is(guestfs_vfs_type(g, DISK_B), ""));
}

TEST(fsck_and_e2fsck_find_a_clean_one_clean)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_e2fsck(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	ok_int(guestfs_fsck(g, "ext4", DISK_FS), 0);
	works(g, guestfs_e2fsck(g, DISK_FS, -1));
	works(g, guestfs_e2fsck(g, DISK_FS, GUESTFS_E2FSCK_FORCEALL, 1, -1));
	works(g, guestfs_e2fsck(g, DISK_FS, GUESTFS_E2FSCK_CORRECT, 1, -1));
	fails(g,
	      guestfs_e2fsck(g, DISK_FS, GUESTFS_E2FSCK_CORRECT, 1,
			     GUESTFS_E2FSCK_FORCEALL, 1, -1),
	      EINVAL);
}

TEST(ntfs_3g_probe_tells_its_status)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_umount_all(g));
	ok_int(guestfs_ntfs_3g_probe(g, 1, DISK_FS), 12);
	works(g, guestfs_mkfs(g, "ntfs", DISK_FS));
	ok_int(guestfs_ntfs_3g_probe(g, 1, DISK_FS), 0);
	ok_int(guestfs_ntfs_3g_probe(g, 0, DISK_FS), 0);
}

TEST(fstrim_wants_a_mounted_directory)
{
	guestfs_h *g = fresh_fs("ext4");

	if (guestfs_fstrim(g, "/", -1) < 0)
		ok_int(guestfs_last_errno(g), EOPNOTSUPP);
	fails(g,
	      guestfs_fstrim(g, "/none", GUESTFS_FSTRIM_OFFSET, (int64_t)0, -1),
	      ENOENT);
	fails(g, guestfs_fstrim(g, "/", GUESTFS_FSTRIM_LENGTH, (int64_t)-1, -1),
	      EINVAL);
}

TEST(mkfs_b_takes_a_block_size)
{
	guestfs_h *g = appliance();
	struct guestfs_statvfs *v;

	works(g, guestfs_mkfs_b(g, "ext2", 1024, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->bsize == 1024);
	guestfs_free_statvfs(v);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs_b(g, "vfat", 4096, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->bsize == 4096);
	guestfs_free_statvfs(v);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_mkfs_b(g, "ext2", 0, DISK_FS), EINVAL);
	fails(g, guestfs_mkfs_b(g, "ext2", -1, DISK_FS), EINVAL);
	fails(g, guestfs_mkfs_b(g, "ext2", 1000, DISK_FS), EINVAL);
	fails(g, guestfs_mkfs_b(g, "f2fs", 4096, DISK_FS), EINVAL);
	fails(g, guestfs_mkfs_b(g, "zfs", 4096, DISK_FS), EINVAL);
}

TEST(set_uuid_random_where_there_is_one)
{
	guestfs_h *g = appliance();
	static const char *const can[] = { "ext4", "xfs", "btrfs" };

	for (size_t i = 0; i < ARRAY_SIZE(can); i++) {
		cleanup_free char *a = NULL, *b = NULL;

		works(g, guestfs_mkfs(g, can[i], DISK_FS));
		a = guestfs_vfs_uuid(g, DISK_FS);
		works(g, guestfs_set_uuid_random(g, DISK_FS));
		b = guestfs_vfs_uuid(g, DISK_FS);
		ok(a && b && strlen(b) == 36 && strcmp(a, b));
	}
	works(g, guestfs_mkswap(g, DISK_SMALL));
	works(g, guestfs_set_uuid_random(g, DISK_SMALL));
	works(g, guestfs_mkfs(g, "vfat", DISK_FS));
	fails(g, guestfs_set_uuid_random(g, DISK_FS), ENOTSUP);
}

TEST(vfs_minimum_size_of_each)
{
	guestfs_h *g = appliance();
	static const char *const can[] = { "ext2", "ext4", "btrfs", "ntfs" };

	for (size_t i = 0; i < ARRAY_SIZE(can); i++) {
		int64_t n;

		works(g, guestfs_mkfs(g, can[i], DISK_FS));
		n = guestfs_vfs_minimum_size(g, DISK_FS);
		works(g, n);
		printf("# %s: %lld\n", can[i], (long long)n);
		ok(n > MIB && n < 512 * MIB);
	}
	works(g, guestfs_mkfs(g, "xfs", DISK_FS));
	ok_int(guestfs_vfs_minimum_size(g, DISK_FS), 512 * MIB);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok_int(guestfs_vfs_minimum_size(g, DISK_FS), 512 * MIB);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "vfat", DISK_FS));
	fails(g, guestfs_vfs_minimum_size(g, DISK_FS), ENOTSUP);
	fails(g, guestfs_vfs_minimum_size(g, "/dev/sdz"), ENOENT);
}

TEST(f2fs_expand_takes_the_device)
{
	guestfs_h *g = fresh_fs("f2fs");
	cleanup_free char *copy = NULL;
	struct guestfs_statvfs *v;
	int64_t before;

	fails(g, guestfs_f2fs_expand(g, DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_mkfs(g, "f2fs", DISK_A));
	ok(asprintf(&copy, "%s/copy", test_dir()) > 0);
	works(g, guestfs_download(g, DISK_A, copy));
	works(g, guestfs_upload(g, copy, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v != NULL);
	before = v->blocks;
	guestfs_free_statvfs(v);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_f2fs_expand(g, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->blocks > before + 50000);
	guestfs_free_statvfs(v);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "ext4", DISK_FS));
	fails(g, guestfs_f2fs_expand(g, DISK_FS), EINVAL);
}

TEST(mkfs_takes_a_sector_size)
{
	guestfs_h *g = appliance();
	struct guestfs_statvfs *v;

	works(g, guestfs_mkfs_opts(g, "vfat", DISK_FS,
				   GUESTFS_MKFS_OPTS_SECTORSIZE, 1024,
				   GUESTFS_MKFS_OPTS_BLOCKSIZE, 4096, -1));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->bsize == 4096);
	guestfs_free_statvfs(v);
	works(g, guestfs_umount_all(g));
	fails(g,
	      guestfs_mkfs_opts(g, "ext4", DISK_FS,
				GUESTFS_MKFS_OPTS_SECTORSIZE, 512, -1),
	      EINVAL);
	fails(g,
	      guestfs_mkfs_opts(g, "vfat", DISK_FS,
				GUESTFS_MKFS_OPTS_SECTORSIZE, 1000, -1),
	      EINVAL);
}

TEST(questions_about_devices_that_are_not_there)
{
	guestfs_h *g = appliance();

	fails(g, guestfs_vfs_type(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_vfs_label(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_vfs_uuid(g, "btrfsvol:/dev/sdz/x"), ENOENT);
	fails(g, guestfs_blkid(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_ntfs_3g_probe(g, 0, "/dev/sdz"), ENOENT);
	fails(g, guestfs_fsck(g, "ext4", "/dev/sdz"), ENOENT);
}

TEST(fsck_tells_what_it_found)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_fsck(g, "ext4", DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_fsck(g, "nosuchfs", DISK_FS), ENOTSUP);
	works(g, guestfs_mkfs(g, "vfat", DISK_FS));
	ok_int(guestfs_fsck(g, "vfat", DISK_FS), 0);
}

TEST(fstrim_takes_a_range)
{
	guestfs_h *g = fresh_fs("ext4");

	if (guestfs_fstrim(g, "/", GUESTFS_FSTRIM_OFFSET, (int64_t)0,
			   GUESTFS_FSTRIM_LENGTH, 64 * MIB,
			   GUESTFS_FSTRIM_MINIMUMFREEEXTENT, MIB, -1) < 0)
		ok_int(guestfs_last_errno(g), EOPNOTSUPP);
	fails(g,
	      guestfs_fstrim(g, "/", GUESTFS_FSTRIM_MINIMUMFREEEXTENT,
			     (int64_t)-1, -1),
	      EINVAL);
}
