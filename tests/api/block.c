/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disks and what is found on them. */
#include "appliance.h"

static const char *value(char **hash, const char *key)
{
	for (size_t i = 0; hash && hash[i]; i += 2)
		if (!strcmp(hash[i], key))
			return hash[i + 1];
	return NULL;
}

static guestfs_h *clean(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_zero(g, DISK_B));
	works(g, guestfs_zero(g, DISK_SMALL));
	return g;
}

TEST(list_devices_is_in_the_order_of_adding)
{
	guestfs_h *g = clean();
	cleanup_strv char **v = guestfs_list_devices(g);

	ok_int(strv_len(v), 4);
	ok_str(v[0], DISK_FS);
	ok_str(v[3], DISK_SMALL);
	ok_int(guestfs_nr_devices(g), 4);
	ok_int(guestfs_blockdev_getsize64(g, v[3]), DISK_SMALL_SIZE);
}

TEST(list_partitions_skips_whole_disks)
{
	guestfs_h *g = clean();
	cleanup_strv char **v = NULL;

	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	v = guestfs_list_partitions(g);
	ok_int(strv_len(v), 1);
	ok_str(v[0], DISK_A "1");
	ok_int(guestfs_is_whole_device(g, DISK_A), 1);
	ok_int(guestfs_is_whole_device(g, DISK_A "1"), 0);
	fails(g, guestfs_is_whole_device(g, "/dev/sdz"), ENOENT);
}

TEST(list_filesystems_finds_all_kinds)
{
	guestfs_h *g = clean();
	cleanup_strv char **v = NULL;

	works(g, guestfs_part_init(g, DISK_A, "mbr"));
	works(g, guestfs_part_add(g, DISK_A, "p", 2048, 67583));
	works(g, guestfs_part_add(g, DISK_A, "e", 67584, 200000));
	works(g, guestfs_part_add(g, DISK_A, "l", 69632, 100351));
	works(g, guestfs_mkfs(g, "ext3", DISK_A "1"));
	works(g, guestfs_mkswap(g, DISK_A "5"));
	works(g, guestfs_mkfs(g, "vfat", DISK_B));
	v = guestfs_list_filesystems(g);
	ok_str(value(v, DISK_FS), "unknown");
	ok_str(value(v, DISK_A "1"), "ext3");
	ok(!value(v, DISK_A "2"));
	ok_str(value(v, DISK_A "5"), "swap");
	ok_str(value(v, DISK_B), "vfat");
	ok(!value(v, DISK_A));
}

TEST(list_filesystems_looks_into_lvm_and_not_at_members)
{
	guestfs_h *g = clean();
	cleanup_strv char **v = NULL;
	char *pvs[] = { DISK_A, NULL };

	works(g, guestfs_vgcreate(g, "v-g", pvs));
	works(g, guestfs_lvcreate(g, "l-v", "v-g", 32));
	works(g, guestfs_mkfs(g, "ext2", "/dev/v-g/l-v"));
	v = guestfs_list_filesystems(g);
	ok_str(value(v, "/dev/v-g/l-v"), "ext2");
	ok(!value(v, DISK_A));
	works(g, guestfs_vgremove(g, "v-g"));
}

TEST(no_labels_no_arrays_no_maps)
{
	guestfs_h *g = clean();
	cleanup_strv char **labels = guestfs_list_disk_labels(g);
	cleanup_strv char **md = guestfs_list_md_devices(g);
	cleanup_strv char **dm = guestfs_list_dm_devices(g);

	ok_int(strv_len(labels), 0);
	ok_int(strv_len(md), 0);
	ok_int(strv_len(dm), 0);
}

TEST(blockdev_flags_and_sizes)
{
	guestfs_h *g = clean();

	ok_int(guestfs_blockdev_getss(g, DISK_A), 512);
	ok_int(guestfs_blockdev_getro(g, DISK_A), 0);
	works(g, guestfs_blockdev_setro(g, DISK_A));
	ok_int(guestfs_blockdev_getro(g, DISK_A), 1);
	works(g, guestfs_blockdev_setrw(g, DISK_A));
	ok_int(guestfs_blockdev_getro(g, DISK_A), 0);
	works(g, guestfs_blockdev_flushbufs(g, DISK_A));
	works(g, guestfs_blockdev_rereadpt(g, DISK_A));
}

TEST(zero_and_wipefs_remove_what_was_there)
{
	guestfs_h *g = clean();
	cleanup_free char *type = NULL, *after = NULL;

	works(g, guestfs_mkfs(g, "ext4", DISK_A));
	works(g, guestfs_wipefs(g, DISK_A));
	type = guestfs_vfs_type(g, DISK_A);
	ok_str(type, "");
	works(g, guestfs_part_disk(g, DISK_A, "gpt"));
	works(g, guestfs_zero(g, DISK_A));
	after = guestfs_vfs_type(g, DISK_A);
	ok_str(after, "");
	fails(g, guestfs_blockdev_getsize64(g, DISK_A "1"), ENOENT);
}

TEST(zero_device_writes_all_of_it)
{
	guestfs_h *g = clean();
	cleanup_free char *out = NULL, *cmd = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_zero_device(g, DISK_SMALL));
	ok(asprintf(&out, "%s/disk", test_dir()) > 0);
	works(g, guestfs_download(g, DISK_SMALL, out));
	ok(asprintf(&cmd, "cmp -n %lld '%s' /dev/zero", DISK_SMALL_SIZE, out) >
	   0);
	ok_int(system(cmd), 0);
}

TEST(what_is_mounted_cannot_be_zeroed)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_zero(g, DISK_FS), EBUSY);
	fails(g, guestfs_zero_device(g, DISK_FS), EBUSY);
}

TEST(blockdev_block_sizes)
{
	guestfs_h *g = clean();

	ok_int(guestfs_blockdev_getbsz(g, DISK_A), 4096);
	ok_int(guestfs_blockdev_getsz(g, DISK_A), DISK_A_SIZE / 512);
	works(g, guestfs_mkfs_opts(g, "ext2", DISK_A,
				   GUESTFS_MKFS_OPTS_BLOCKSIZE, 1024, -1));
	works(g, guestfs_mount(g, DISK_A, "/"));
	ok_int(guestfs_blockdev_getbsz(g, DISK_A), 1024);
	fails(g, guestfs_blockdev_setbsz(g, DISK_A, 4096), EBUSY);
	works(g, guestfs_blockdev_setbsz(g, DISK_B, 2048));
	fails(g, guestfs_blockdev_setbsz(g, DISK_B, 1000), EINVAL);
	fails(g, guestfs_blockdev_getbsz(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_blockdev_getsz(g, "/dev/sdz"), ENOENT);
}

TEST(blockdev_reads_ahead)
{
	guestfs_h *g = clean();

	works(g, guestfs_blockdev_setra(g, DISK_A, 1024));
	works(g, guestfs_blockdev_setra(g, DISK_A, 0));
	fails(g, guestfs_blockdev_setra(g, DISK_A, -1), EINVAL);
	fails(g, guestfs_blockdev_setra(g, "/dev/sdz", 8), ENOENT);
}

TEST(blkdiscard_leaves_what_is_mounted)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_blkdiscard(g, DISK_FS), EBUSY);
	works(g, guestfs_umount_all(g));
	if (guestfs_blkdiscard(g, DISK_FS) < 0)
		ok_int(guestfs_last_errno(g), EOPNOTSUPP);
	ok_int(guestfs_blkdiscardzeroes(g, DISK_FS), 0);
	fails(g, guestfs_blkdiscardzeroes(g, "/dev/sdz"), ENOENT);
}

TEST(findfs_by_label_and_uuid)
{
	guestfs_h *g = clean();
	cleanup_free char *uuid = NULL, *a = NULL, *b = NULL, *c = NULL;

	works(g, guestfs_part_disk(g, DISK_A, "mbr"));
	works(g, guestfs_mkfs_opts(g, "vfat", DISK_A "1",
				   GUESTFS_MKFS_OPTS_LABEL, "FAT", -1));
	works(g, guestfs_mkfs_opts(g, "ext4", DISK_B, GUESTFS_MKFS_OPTS_LABEL,
				   "the root", -1));
	a = guestfs_findfs_label(g, "FAT");
	ok_str(a, DISK_A "1");
	b = guestfs_findfs_label(g, "the root");
	ok_str(b, DISK_B);
	uuid = guestfs_vfs_uuid(g, DISK_A "1");
	for (char *p = uuid; *p; p++)
		*p = *p >= 'A' && *p <= 'F' ? *p + 'a' - 'A' : *p;
	c = guestfs_findfs_uuid(g, uuid);
	ok_str(c, DISK_A "1");
	fails(g, guestfs_findfs_label(g, "fat"), ENOENT);
	fails(g, guestfs_findfs_label(g, ""), ENOENT);
	fails(g, guestfs_findfs_uuid(g, "12345678"), ENOENT);
}

TEST(devices_that_are_not_there)
{
	guestfs_h *g = clean();

	fails(g, guestfs_blockdev_getro(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_blockdev_getss(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_blockdev_flushbufs(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_blockdev_rereadpt(g, "/dev/sda9"), ENOENT);
	fails(g, guestfs_blockdev_setro(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_blockdev_setrw(g, "/dev/no/such"), ENOENT);
	fails(g, guestfs_blockdev_getsize64(g, "sda"), EINVAL);
	fails(g, guestfs_wipefs(g, "/dev/sdz"), ENOENT);
}

TEST(what_is_read_only_refuses_writes)
{
	guestfs_h *g = clean();

	works(g, guestfs_blockdev_setro(g, DISK_B));
	fails(g, guestfs_zero_device(g, DISK_B), EPERM);
	ok(guestfs_mkfs(g, "ext4", DISK_B) == -1);
	works(g, guestfs_blockdev_setrw(g, DISK_B));
	works(g, guestfs_mkfs(g, "ext4", DISK_B));
}

TEST(a_disk_in_use_is_not_read_again)
{
	guestfs_h *g = clean();

	works(g, guestfs_part_disk(g, DISK_A, "mbr"));
	works(g, guestfs_mkfs(g, "ext2", DISK_A "1"));
	works(g, guestfs_mount(g, DISK_A "1", "/"));
	fails(g, guestfs_blockdev_rereadpt(g, DISK_A), EBUSY);
	works(g, guestfs_umount_all(g));
}
