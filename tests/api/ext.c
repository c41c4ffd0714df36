/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ext2, ext3 and ext4. */
#include "appliance.h"

#define UUID "01234567-89ab-cdef-0123-456789abcdef"

/* What tune2fs_l says of @key; the caller frees */
static char *super(guestfs_h *g, const char *device, const char *key)
{
	cleanup_strv char **v = guestfs_tune2fs_l(g, device);

	works(g, v);
	for (size_t i = 0; v[i]; i += 2)
		if (!strcmp(v[i], key))
			return strdup(v[i + 1]);
	return strdup("(missing)");
}

static bool super_is(guestfs_h *g, const char *key, const char *want)
{
	cleanup_free char *got = super(g, DISK_FS, key);

	if (strcmp(got, want))
		printf("# %s is \"%s\", not \"%s\"\n", key, got, want);
	return !strcmp(got, want);
}

static bool has_feature(guestfs_h *g, const char *name)
{
	cleanup_free char *all = super(g, DISK_FS, "Filesystem features");
	cleanup_strv char **v = strv_split(all, " ");

	return strv_has(v, name);
}

static guestfs_h *unmounted(const char *type)
{
	guestfs_h *g = fresh_fs(type);

	works(g, guestfs_umount_all(g));
	return g;
}

TEST(labels_and_uuids_are_set_and_read)
{
	guestfs_h *g = unmounted("ext3");
	cleanup_free char *none = guestfs_get_e2label(g, DISK_FS);
	cleanup_free char *label = NULL, *uuid = NULL, *cleared = NULL;

	ok_str(none, "");
	works(g, guestfs_set_e2label(g, DISK_FS, "Grün"));
	label = guestfs_get_e2label(g, DISK_FS);
	ok_str(label, "Grün");
	works(g, guestfs_set_e2uuid(g, DISK_FS, UUID));
	uuid = guestfs_get_e2uuid(g, DISK_FS);
	ok_str(uuid, UUID);
	works(g, guestfs_set_e2uuid(g, DISK_FS, "clear"));
	cleared = guestfs_get_e2uuid(g, DISK_FS);
	ok_str(cleared, "");
	fails(g, guestfs_set_e2uuid(g, DISK_FS, "no uuid"), EINVAL);
}

TEST(labels_and_uuids_of_other_file_systems_are_refused)
{
	guestfs_h *g = unmounted("xfs");

	fails(g, guestfs_get_e2label(g, DISK_FS), EINVAL);
	fails(g, guestfs_get_e2uuid(g, DISK_FS), EINVAL);
	fails(g, guestfs_set_e2label(g, DISK_FS, "x"), EINVAL);
	fails(g, guestfs_set_e2uuid(g, DISK_FS, UUID), EINVAL);
	fails(g, guestfs_tune2fs_l(g, DISK_FS), EINVAL);
	fails(g, guestfs_resize2fs(g, DISK_FS), EINVAL);
	fails(g, guestfs_get_e2label(g, "/dev/sdz"), ENOENT);
}

TEST(tune2fs_l_tells_names_and_values)
{
	guestfs_h *g = unmounted("ext4");

	ok(super_is(g, "Block size", "4096"));
	ok(super_is(g, "Block count", "131072"));
	ok(super_is(g, "Filesystem volume name", ""));
	ok(super_is(g, "Last mounted on", "/sysroot") ||
	   super_is(g, "Last mounted on", ""));
	ok(super_is(g, "no such name", "(missing)"));
}

TEST(tune2fs_changes_what_is_given)
{
	guestfs_h *g = unmounted("ext4");

	works(g, guestfs_tune2fs(g, DISK_FS, GUESTFS_TUNE2FS_FORCE, 0,
				 GUESTFS_TUNE2FS_MAXMOUNTCOUNT, 12,
				 GUESTFS_TUNE2FS_MOUNTCOUNT, 3,
				 GUESTFS_TUNE2FS_ERRORBEHAVIOR, "remount-ro",
				 GUESTFS_TUNE2FS_GROUP, (int64_t)7,
				 GUESTFS_TUNE2FS_INTERVALBETWEENCHECKS, 90,
				 GUESTFS_TUNE2FS_RESERVEDBLOCKSPERCENTAGE, 10,
				 GUESTFS_TUNE2FS_LASTMOUNTEDDIRECTORY, "/mnt",
				 GUESTFS_TUNE2FS_USER, (int64_t)8, -1));
	ok(super_is(g, "Maximum mount count", "12"));
	ok(super_is(g, "Mount count", "3"));
	ok(super_is(g, "Errors behavior", "Remount read-only"));
	ok(super_is(g, "Reserved blocks gid", "7 (group unknown)") ||
	   super_is(g, "Reserved blocks gid", "7 (group lp)"));
	ok(super_is(g, "Check interval", "90 (0:01:30)") ||
	   super_is(g, "Check interval", "90 (1 minute, 30 seconds)"));
	ok(super_is(g, "Reserved block count", "13107"));
	ok(super_is(g, "Last mounted on", "/mnt"));
}

TEST(tune2fs_zero_means_never)
{
	guestfs_h *g = unmounted("ext4");

	works(g, guestfs_tune2fs(g, DISK_FS, GUESTFS_TUNE2FS_FORCE, 1,
				 GUESTFS_TUNE2FS_INTERVALBETWEENCHECKS, 0,
				 GUESTFS_TUNE2FS_MAXMOUNTCOUNT, 0,
				 GUESTFS_TUNE2FS_RESERVEDBLOCKSCOUNT,
				 (int64_t)99, -1));
	ok(super_is(g, "Check interval", "0 (<none>)"));
	ok(super_is(g, "Maximum mount count", "-1"));
	ok(super_is(g, "Reserved block count", "99"));
	works(g, guestfs_tune2fs(g, DISK_FS, -1));
	fails(g,
	      guestfs_tune2fs(g, DISK_FS, GUESTFS_TUNE2FS_ERRORBEHAVIOR,
			      "explode", -1),
	      EINVAL);
	fails(g,
	      guestfs_tune2fs(g, DISK_FS,
			      GUESTFS_TUNE2FS_RESERVEDBLOCKSPERCENTAGE, 51, -1),
	      EINVAL);
}

TEST(e2fsck_f_checks_a_clean_one)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *before = NULL, *after = NULL;

	fails(g, guestfs_e2fsck_f(g, DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_e2fsck_f(g, DISK_FS));
	works(g, guestfs_zero(g, DISK_B));
	fails(g, guestfs_e2fsck_f(g, DISK_B), EIO);
}

TEST(resize2fs_checks_shrinks_and_grows)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statvfs *v;

	/* Mounted again later than checked, by the clock's seconds */
	works(g, guestfs_umount_all(g));
	works(g, guestfs_sleep(g, 2));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	put_text(g, "/f", "kept");
	works(g, guestfs_umount_all(g));
	works(g, guestfs_resize2fs_size(g, DISK_FS, 200 * MIB));
	ok(super_is(g, "Block count", "51200"));
	works(g, guestfs_resize2fs_M(g, DISK_FS));
	ok(!super_is(g, "Block count", "51200"));
	works(g, guestfs_resize2fs(g, DISK_FS));
	ok(super_is(g, "Block count", "131072"));
	works(g, guestfs_e2fsck_f(g, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->blocks * v->bsize > 400 * MIB);
	guestfs_free_statvfs(v);
	ok(file_is(g, "/f", "kept"));
}

TEST(resize2fs_leaves_a_damaged_one_as_it_is)
{
	guestfs_h *g = fresh_fs("ext4");
	static const char nothing[MIB];

	works(g, guestfs_umount_all(g));
	works(g, guestfs_sleep(g, 2));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	works(g, guestfs_umount_all(g));
	/* The inodes, that of "/" among them */
	ok(guestfs_pwrite_device(g, DISK_FS, nothing, MIB, MIB / 4) == MIB);
	fails(g, guestfs_resize2fs_size(g, DISK_FS, 200 * MIB), EIO);
	ok(super_is(g, "Block count", "131072"));
	works(g, guestfs_e2fsck(g, DISK_FS, GUESTFS_E2FSCK_CORRECT, 1, -1));
	works(g, guestfs_resize2fs_size(g, DISK_FS, 200 * MIB));
}

TEST(resize2fs_refuses_what_cannot_be)
{
	guestfs_h *g = unmounted("ext4");

	works(g, guestfs_e2fsck_f(g, DISK_FS));
	fails(g, guestfs_resize2fs_size(g, DISK_FS, 600 * MIB), EINVAL);
	fails(g, guestfs_resize2fs_size(g, DISK_FS, 0), EINVAL);
	fails(g, guestfs_resize2fs_size(g, DISK_FS, -1), EINVAL);
}

TEST(a_mounted_one_grows)
{
	guestfs_h *g = unmounted("ext4");
	struct guestfs_statvfs *v;

	works(g, guestfs_e2fsck_f(g, DISK_FS));
	works(g, guestfs_resize2fs_size(g, DISK_FS, 256 * MIB));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	works(g, guestfs_resize2fs(g, DISK_FS));
	v = guestfs_statvfs(g, "/");
	ok(v && v->blocks * v->bsize > 400 * MIB);
	guestfs_free_statvfs(v);
	fails(g, guestfs_resize2fs_M(g, DISK_FS), ENOTSUP);
}

TEST(mke2fs_takes_numbers)
{
	guestfs_h *g = unmounted("xfs");

	works(g, guestfs_mke2fs(g, DISK_FS, -1));
	ok(!has_feature(g, "has_journal"));
	works(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_BLOCKSCOUNT,
			     (int64_t)100000, GUESTFS_MKE2FS_BLOCKSIZE,
			     (int64_t)1024, GUESTFS_MKE2FS_BLOCKSPERGROUP,
			     (int64_t)4096, GUESTFS_MKE2FS_NUMBEROFGROUPS,
			     (int64_t)8, GUESTFS_MKE2FS_INODESIZE, (int64_t)128,
			     GUESTFS_MKE2FS_NUMBEROFINODES, (int64_t)2000,
			     GUESTFS_MKE2FS_JOURNALSIZE, (int64_t)2,
			     GUESTFS_MKE2FS_STRIDESIZE, (int64_t)16,
			     GUESTFS_MKE2FS_STRIPEWIDTH, (int64_t)32,
			     GUESTFS_MKE2FS_MAXONLINERESIZE, (int64_t)200000,
			     GUESTFS_MKE2FS_RESERVEDBLOCKSPERCENTAGE, 1,
			     GUESTFS_MKE2FS_FSTYPE, "ext4", -1));
	ok(super_is(g, "Block count", "100000"));
	ok(super_is(g, "Block size", "1024"));
	ok(super_is(g, "Blocks per group", "4096"));
	ok(super_is(g, "Flex block group size", "8"));
	ok(super_is(g, "Inode size", "128"));
	ok(super_is(g, "Inode count", "2000"));
	ok(super_is(g, "RAID stride", "16"));
	ok(super_is(g, "RAID stripe width", "32"));
	ok(super_is(g, "Reserved block count", "1000"));
	works(g, guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_BYTESPERINODE,
				(int64_t)65536,
				GUESTFS_MKE2FS_MMPUPDATEINTERVAL, 5, -1));
	ok(super_is(g, "Inode count", "8192"));
}

TEST(mke2fs_takes_names)
{
	guestfs_h *g = unmounted("xfs");

	works(g, guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_LABEL, "name",
				GUESTFS_MKE2FS_LASTMOUNTEDDIR, "/there",
				GUESTFS_MKE2FS_CREATOROS, "hurd",
				GUESTFS_MKE2FS_FSTYPE, "ext2",
				GUESTFS_MKE2FS_USAGETYPE, "small",
				GUESTFS_MKE2FS_UUID, UUID, -1));
	ok(super_is(g, "Filesystem volume name", "name"));
	ok(super_is(g, "Last mounted on", "/there"));
	ok(super_is(g, "Filesystem OS type", "Hurd"));
	ok(super_is(g, "Filesystem UUID", UUID));
}

TEST(mke2fs_switches_features)
{
	guestfs_h *g = unmounted("xfs");

	works(g,
	      guestfs_mke2fs(
		      g, DISK_FS, GUESTFS_MKE2FS_FSTYPE, "ext4",
		      GUESTFS_MKE2FS_FORCECREATE, 1,
		      GUESTFS_MKE2FS_LAZYITABLEINIT, 1,
		      GUESTFS_MKE2FS_LAZYJOURNALINIT, 0, GUESTFS_MKE2FS_TESTFS,
		      1, GUESTFS_MKE2FS_DISCARD, 0, GUESTFS_MKE2FS_QUOTATYPE, 1,
		      GUESTFS_MKE2FS_QUOTA, 1, GUESTFS_MKE2FS_EXTENT, 1,
		      GUESTFS_MKE2FS_FILETYPE, 1, GUESTFS_MKE2FS_FLEXBG, 0,
		      GUESTFS_MKE2FS_HASJOURNAL, 0, GUESTFS_MKE2FS_LARGEFILE, 1,
		      GUESTFS_MKE2FS_RESIZEINODE, 0, GUESTFS_MKE2FS_SPARSESUPER,
		      0, -1));
	ok(has_feature(g, "extent") && has_feature(g, "filetype"));
	ok(has_feature(g, "quota") && has_feature(g, "large_file"));
	ok(!has_feature(g, "flex_bg") && !has_feature(g, "has_journal"));
	ok(!has_feature(g, "resize_inode") && !has_feature(g, "sparse_super"));
	ok(super_is(g, "Filesystem flags",
		    "signed_directory_hash test_filesystem "));
	works(g, guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_UNINITBG, 1, -1));
	ok(has_feature(g, "uninit_bg"));
	works(g, guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_FSTYPE, "ext2",
				GUESTFS_MKE2FS_WRITESBANDGROUPONLY, 1, -1));
}

TEST(mke2fs_refuses)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_FRAGSIZE, (int64_t)1024,
			     -1),
	      ENOTSUP);
	fails(g, guestfs_mke2fs(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_BLOCKSIZE, (int64_t)-1,
			     -1),
	      EINVAL);
	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_BLOCKSCOUNT, (int64_t)0,
			     -1),
	      EINVAL);
	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_BLOCKSIZE,
			     (int64_t)1000, -1),
	      EINVAL);
	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_JOURNALDEVICE,
			     "/dev/sdz", -1),
	      ENOENT);
	fails(g,
	      guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_JOURNALDEVICE,
			     "LABEL=x,size=1", -1),
	      EINVAL);
}

/* The file system on DISK_FS uses the journal on DISK_B */
static void journal_works(guestfs_h *g, const char *type)
{
	cleanup_free char *where = super(g, DISK_FS, "Journal device");

	ok(strcmp(where, "(missing)") != 0);
	ok(has_feature(g, "has_journal"));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	put_text(g, "/f", type);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_e2fsck_f(g, DISK_FS));
}

TEST(journals_on_another_disk_are_found_by_device)
{
	guestfs_h *g = unmounted("xfs");

	works(g, guestfs_zero(g, DISK_B));
	works(g, guestfs_mke2journal(g, 4096, DISK_B));
	works(g, guestfs_mke2fs_J(g, "ext3", 4096, DISK_FS, DISK_B));
	journal_works(g, "ext3");
	works(g, guestfs_mke2fs(g, DISK_B, GUESTFS_MKE2FS_JOURNALDEV, 1,
				GUESTFS_MKE2FS_BLOCKSIZE, (int64_t)1024, -1));
	works(g, guestfs_mke2fs(g, DISK_FS, GUESTFS_MKE2FS_FSTYPE, "ext4",
				GUESTFS_MKE2FS_BLOCKSIZE, (int64_t)1024,
				GUESTFS_MKE2FS_JOURNALDEVICE, DISK_B, -1));
	journal_works(g, "ext4");
	fails(g, guestfs_mke2fs_J(g, "ext4", 4096, DISK_FS, DISK_B), EINVAL);
	fails(g, guestfs_mke2fs_J(g, "ext4", 4096, DISK_FS, DISK_A), EINVAL);
	fails(g, guestfs_mke2journal(g, 1000, DISK_B), EINVAL);
}

TEST(journals_are_found_by_label_and_uuid)
{
	guestfs_h *g = unmounted("xfs");
	cleanup_free char *label = NULL, *uuid = NULL;

	works(g, guestfs_mke2journal_L(g, 4096, "JOURNAL", DISK_B));
	label = guestfs_get_e2label(g, DISK_B);
	ok_str(label, "JOURNAL");
	works(g, guestfs_mke2fs_JL(g, "ext4", 4096, DISK_FS, "JOURNAL"));
	journal_works(g, "ext4");
	works(g, guestfs_mke2journal_U(g, 4096, UUID, DISK_B));
	uuid = guestfs_get_e2uuid(g, DISK_B);
	ok_str(uuid, UUID);
	works(g, guestfs_mke2fs_JU(g, "ext3", 4096, DISK_FS, UUID));
	journal_works(g, "ext3");
	fails(g, guestfs_mke2fs_JL(g, "ext4", 4096, DISK_FS, "NONE"), EINVAL);
	fails(g, guestfs_mke2fs_JL(g, "ext4", 4096, DISK_FS, "A,size=4"),
	      EINVAL);
	fails(g, guestfs_mke2journal_U(g, 4096, "bad", DISK_B), EINVAL);
	fails(g, guestfs_mke2journal_L(g, 1000, "JOURNAL", DISK_B), EINVAL);
	fails(g, guestfs_mke2fs_JU(g, "ext4", 1024, DISK_FS, UUID), EINVAL);
	works(g, guestfs_zero(g, DISK_B));
}

TEST(zerofree_wipes_what_was_deleted)
{
	guestfs_h *g = fresh_fs("ext4");
	static const char secret[] = "a secret that was written down";
	cleanup_free char *image = NULL, *cmd = NULL, *cmd2 = NULL;

	put_text(g, "/f", secret);
	put_text(g, "/kept", "kept");
	works(g, guestfs_sync(g));
	works(g, guestfs_rm(g, "/f"));
	fails(g, guestfs_zerofree(g, DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_zerofree(g, DISK_FS));
	ok(asprintf(&image, "%s/image", test_dir()) > 0);
	works(g, guestfs_download(g, DISK_FS, image));
	ok(asprintf(&cmd, "! grep -q '%s' '%s'", secret, image) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(file_is(g, "/kept", "kept"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "xfs", DISK_FS));
	fails(g, guestfs_zerofree(g, DISK_FS), EINVAL);
}

static bool attrs_are(guestfs_h *g, const char *file, const char *want)
{
	cleanup_free char *got = guestfs_get_e2attrs(g, file);

	if (!got || strcmp(got, want))
		printf("# %s: %s\n", file, got ? got : guestfs_last_error(g));
	return got && !strcmp(got, want);
}

TEST(attributes_are_letters)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "x");
	ok(attrs_are(g, "/f", "e"));
	works(g, guestfs_set_e2attrs(g, "/f", "di", -1));
	ok(attrs_are(g, "/f", "dei"));
	fails(g, guestfs_rm(g, "/f"), EPERM);
	works(g, guestfs_set_e2attrs(g, "/f", "i", GUESTFS_SET_E2ATTRS_CLEAR, 1,
				     -1));
	ok(attrs_are(g, "/f", "de"));
	works(g, guestfs_set_e2attrs(g, "/f", "A", GUESTFS_SET_E2ATTRS_CLEAR, 0,
				     -1));
	ok(attrs_are(g, "/f", "Ade"));
	works(g, guestfs_rm(g, "/f"));
}

TEST(attributes_that_are_none)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "x");
	works(g, guestfs_mkfifo(g, 0644, "/fifo"));
	works(g, guestfs_ln_s(g, "/none", "/link"));
	fails(g, guestfs_set_e2attrs(g, "/f", "aq", -1), EINVAL);
	ok(attrs_are(g, "/f", "e"));
	fails(g, guestfs_get_e2attrs(g, "/none"), ENOENT);
	fails(g, guestfs_get_e2attrs(g, "/link"), ENOENT);
	fails(g, guestfs_get_e2attrs(g, "/fifo"), EINVAL);
	g = fresh_fs("vfat");
	put_text(g, "/f", "x");
	fails(g, guestfs_get_e2attrs(g, "/f"), ENOTTY);
	fails(g, guestfs_get_e2generation(g, "/f"), ENOTTY);
}

TEST(generations_are_set_without_checksums)
{
	guestfs_h *g = fresh_fs("ext2");

	put_text(g, "/f", "x");
	works(g, guestfs_get_e2generation(g, "/f"));
	works(g, guestfs_set_e2generation(g, "/f", 4000000000));
	ok_int(guestfs_get_e2generation(g, "/f"), 4000000000);
	fails(g, guestfs_set_e2generation(g, "/f", -1), EINVAL);
	fails(g, guestfs_set_e2generation(g, "/f", 1LL << 32), EINVAL);
	fails(g, guestfs_set_e2generation(g, "/none", 1), ENOENT);
	g = fresh_fs("ext4");
	put_text(g, "/f", "x");
	fails(g, guestfs_set_e2generation(g, "/f", 5), ENOTTY);
}
