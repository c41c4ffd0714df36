/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting, unmounting, and what lies under the root. */
#include "appliance.h"

TEST(mount_needs_a_root_first)
{
	guestfs_h *g = appliance();

	works(g, guestfs_mkfs(g, "ext2", DISK_FS));
	fails(g, guestfs_mkdir(g, "/d"), EINVAL);
	fails(g, guestfs_mount(g, DISK_FS, "/boot"), EINVAL);
	fails(g, guestfs_mount(g, DISK_FS, "boot"), EINVAL);
}

TEST(mount_takes_the_names_of_other_buses)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "x");
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, "/dev/vda", "/"));
	ok(file_is(g, "/f", "x"));
	works(g, guestfs_umount(g, "/dev/hda"));
	fails(g, guestfs_mount(g, "/dev/vdz", "/"), ENOENT);
}

TEST(mount_ro_refuses_writes)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount_ro(g, DISK_FS, "/"));
	fails(g, guestfs_touch(g, "/f"), EROFS);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mount_options(g, "ro,noatime", DISK_FS, "/"));
	fails(g, guestfs_mkdir(g, "/d"), EROFS);
}

TEST(mount_says_what_cannot_be_mounted)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero_device(g, DISK_SMALL));
	fails(g, guestfs_mount(g, DISK_SMALL, "/"), EINVAL);
	ok(strstr(guestfs_last_error(g), DISK_SMALL) != NULL);
	works(g, guestfs_mkswap(g, DISK_SMALL));
	fails(g, guestfs_mount(g, DISK_SMALL, "/"), EINVAL);
	ok(strstr(guestfs_last_error(g), "swap") != NULL);
	fails(g, guestfs_mount_vfs(g, "", "nosuchfs", DISK_SMALL, "/"), ENODEV);
	fails(g, guestfs_mount_vfs(g, "", "ext4", DISK_SMALL, "/"), EINVAL);
}

TEST(mount_of_a_bad_option_tells_the_kernels_reason)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_umount_all(g));
	fails(g, guestfs_mount_options(g, "nonsense=1", DISK_FS, "/"), EINVAL);
	ok(strstr(guestfs_last_error(g), "nonsense") != NULL);
}

TEST(mounts_nest_and_unmount_in_order)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **devices = NULL, **points = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_A));
	works(g, guestfs_mkfs(g, "ext2", DISK_B));
	works(g, guestfs_mkdir(g, "/a"));
	works(g, guestfs_mount(g, DISK_A, "/a"));
	works(g, guestfs_mkdir(g, "/a/b"));
	works(g, guestfs_mount(g, DISK_B, "/a/b"));
	devices = guestfs_mounts(g);
	ok_int(strv_len(devices), 3);
	ok_str(devices[1], DISK_A);
	points = guestfs_mountpoints(g);
	ok_int(strv_len(points), 6);
	ok_str(points[4], DISK_B);
	ok_str(points[5], "/a/b");
	fails(g, guestfs_umount(g, "/a"), EBUSY);
	works(g, guestfs_umount(g, "/a/b"));
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_umount(g, DISK_A), EINVAL);
}

TEST(mount_point_links_stay_inside)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **points = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_A));
	works(g, guestfs_mkdir(g, "/tmp"));
	works(g, guestfs_ln_s(g, "../../../../tmp", "/link"));
	works(g, guestfs_mount(g, DISK_A, "/link"));
	points = guestfs_mountpoints(g);
	ok_str(points[3], "/tmp");
	fails(g, guestfs_mount(g, DISK_A, "/nowhere"), ENOENT);
}

TEST(umount_of_a_busy_one_can_be_lazy)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_umount(g, "/nothing"), EINVAL);
	works(g, guestfs_umount_opts(g, "/", GUESTFS_UMOUNT_OPTS_LAZYUNMOUNT, 1,
				     GUESTFS_UMOUNT_OPTS_FORCE, 0, -1));
	fails(g, guestfs_exists(g, "/"), EINVAL);
}

TEST(mkmountpoint_makes_places_without_a_root)
{
	guestfs_h *g = appliance();

	works(g, guestfs_mkfs(g, "ext2", DISK_A));
	works(g, guestfs_mkfs(g, "ext2", DISK_B));
	works(g, guestfs_mkmountpoint(g, "/one"));
	works(g, guestfs_mkmountpoint(g, "/two"));
	fails(g, guestfs_mkmountpoint(g, "/two"), EEXIST);
	/* What is on no disk would be lost */
	fails(g, guestfs_touch(g, "/f"), EROFS);
	fails(g, guestfs_mkdir(g, "/one/d"), EROFS);
	works(g, guestfs_mount(g, DISK_A, "/one"));
	works(g, guestfs_mount(g, DISK_B, "/two"));
	put_text(g, "/one/f", "1");
	fails(g, guestfs_touch(g, "/f"), EROFS);
	works(g, guestfs_cp(g, "/one/f", "/two"));
	ok(file_is(g, "/two/f", "1"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_rmmountpoint(g, "/one"));
	works(g, guestfs_rmmountpoint(g, "/two"));
	fails(g, guestfs_rmmountpoint(g, "/two"), ENOENT);
	fails(g, guestfs_exists(g, "/"), EINVAL);
}

TEST(sync_with_and_without_mounts)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_sync(g));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_sync(g));
}

static void holds_unicode(const char *type)
{
	guestfs_h *g = fresh_fs(type);
	cleanup_strv char **names = NULL;

	put_text(g, "/Grün €", "x");
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(file_is(g, "/Grün €", "x"));
	names = guestfs_ls(g, "/");
	ok(strv_has(names, "Grün €"));
	works(g, guestfs_sync(g));
}

TEST(every_file_system_keeps_names)
{
	static const char *const types[] = { "ext2",  "ext3",  "ext4",
					     "xfs",   "btrfs", "vfat",
					     "exfat", "ntfs",  "f2fs" };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		holds_unicode(types[i]);
}

TEST(hibernated_ntfs_is_for_reading_only)
{
	guestfs_h *g = fresh_fs("ntfs");
	char image[4096] = "hibr";

	put_text(g, "/f", "as it was");
	works(g, guestfs_write(g, "/hiberfil.sys", image, sizeof(image)));
	works(g, guestfs_umount_all(g));
	ok_int(guestfs_ntfs_3g_probe(g, 1, DISK_FS), 14);
	fails(g, guestfs_mount(g, DISK_FS, "/"), EROFS);
	ok(strstr(guestfs_last_error(g), "hibernated") != NULL);
	fails(g, guestfs_exists(g, "/"), EINVAL);
	works(g, guestfs_mount_ro(g, DISK_FS, "/"));
	ok(file_is(g, "/f", "as it was"));
}

TEST(a_btrfs_of_two_disks_mounts_by_either)
{
	guestfs_h *g = appliance();
	cleanup_free char *cmd = NULL, *one = NULL, *two = NULL;

	if (system("mkfs.btrfs --version > /dev/null 2>&1") != 0)
		test_skip("no mkfs.btrfs on this machine");
	ok(asprintf(&one, "%s/1", test_dir()) > 0);
	ok(asprintf(&two, "%s/2", test_dir()) > 0);
	ok(asprintf(
		   &cmd,
		   "truncate -s 128M '%s' '%s' && "
		   "mkfs.btrfs -q -d raid1 -m raid1 '%s' '%s' > /dev/null 2>&1",
		   one, two, one, two) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_upload(g, one, DISK_A));
	works(g, guestfs_upload(g, two, DISK_B));
	works(g, guestfs_mount(g, DISK_B, "/"));
	put_text(g, "/f", "on both");
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, DISK_A, "/"));
	ok(file_is(g, "/f", "on both"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_zero(g, DISK_A));
	works(g, guestfs_zero(g, DISK_B));
}

TEST(btrfs_subvolumes_are_mountables)
{
	guestfs_h *g = fresh_fs("btrfs");
	cleanup_strv char **points = NULL, **fses = NULL;

	works(g, guestfs_btrfs_subvolume_create(g, "/sub"));
	works(g, guestfs_btrfs_subvolume_create(g, "/sub/in it"));
	put_text(g, "/sub/in it/f", "deep");
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, "btrfsvol:" DISK_FS "/sub/in it", "/"));
	ok(file_is(g, "/f", "deep"));
	points = guestfs_mountpoints(g);
	ok_str(points[0], "btrfsvol:" DISK_FS "/sub/in it");
	works(g, guestfs_umount_all(g));
	fses = guestfs_list_filesystems(g);
	ok(strv_has(fses, "btrfsvol:" DISK_FS "/sub"));
	ok(strv_has(fses, "btrfsvol:" DISK_FS "/sub/in it"));
	fails(g, guestfs_mount(g, "btrfsvol:" DISK_FS "/none", "/"), ENOENT);
}

TEST(internal_parse_mountable_takes_names_apart)
{
	guestfs_h *g = appliance();
	cleanup_free char *dev = NULL, *vol = NULL;

	dev = guestfs_mountable_device(g, "btrfsvol:" DISK_FS "/a/b");
	ok_str(dev, DISK_FS);
	vol = guestfs_mountable_subvolume(g, "btrfsvol:" DISK_FS "/a/b");
	ok_str(vol, "a/b");
	ok(!guestfs_mountable_subvolume(g, DISK_FS));
}

TEST(a_file_is_mounted_by_a_loop_device)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **devices = NULL;
	cleanup_free char *copy = NULL;

	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	ok(asprintf(&copy, "%s/image", test_dir()) > 0);
	works(g, guestfs_download(g, DISK_SMALL, copy));
	works(g, guestfs_upload(g, copy, "/image"));
	works(g, guestfs_mkdir(g, "/mnt"));
	works(g, guestfs_mount_loop(g, "/image", "/mnt"));
	put_text(g, "/mnt/f", "inner");
	devices = guestfs_mounts(g);
	ok_int(strv_len(devices), 2);
	ok(strncmp(devices[1], "/dev/loop", 9) == 0);
	works(g, guestfs_umount(g, "/mnt"));
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount_ro(g, DISK_FS, "/"));
	works(g, guestfs_mount_loop(g, "/image", "/mnt"));
	ok(file_is(g, "/mnt/f", "inner"));
	fails(g, guestfs_touch(g, "/mnt/g"), EROFS);
	works(g, guestfs_umount_all(g));
}

TEST(a_file_that_holds_no_file_system)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_touch(g, "/empty"));
	works(g, guestfs_truncate_size(g, "/empty", MIB));
	works(g, guestfs_mkdir(g, "/mnt"));
	fails(g, guestfs_mount_loop(g, "/empty", "/mnt"), EINVAL);
	fails(g, guestfs_mount_loop(g, "/none", "/mnt"), ENOENT);
	fails(g, guestfs_mount_loop(g, "/mnt", "/mnt"), EISDIR);
	fails(g, guestfs_mount_loop(g, "/empty", "/none"), ENOENT);
	works(g, guestfs_umount(g, "/"));
}

TEST(remount_changes_who_may_write)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "x");
	fails(g, guestfs_remount(g, "/", -1), EINVAL);
	works(g, guestfs_remount(g, "/", GUESTFS_REMOUNT_RW, 0, -1));
	fails(g, guestfs_touch(g, "/g"), EROFS);
	works(g, guestfs_remount(g, "/", GUESTFS_REMOUNT_RW, 1, -1));
	works(g, guestfs_touch(g, "/g"));
	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_remount(g, "/d", GUESTFS_REMOUNT_RW, 1, -1), EINVAL);
	works(g, guestfs_blockdev_setro(g, DISK_FS));
	works(g, guestfs_remount(g, "/", GUESTFS_REMOUNT_RW, 0, -1));
	fails(g, guestfs_remount(g, "/", GUESTFS_REMOUNT_RW, 1, -1), EACCES);
	works(g, guestfs_blockdev_setrw(g, DISK_FS));
}

TEST(no_9p_is_offered)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **tags = guestfs_list_9p(g);

	works(g, tags);
	ok_int(strv_len(tags), 0);
	fails(g, guestfs_mount_9p(g, "none", "/", -1), ENOENT);
	fails(g,
	      guestfs_mount_9p(g, "none", "/", GUESTFS_MOUNT_9P_OPTIONS,
			       "version=9p2000.u", -1),
	      ENOENT);
}

TEST(a_directory_of_the_host_by_9p)
{
	guestfs_h *g = guestfs_create();
	cleanup_free char *value = NULL, *cmd = NULL;
	cleanup_strv char **tags = NULL;

	ok(g != NULL);
	guestfs_set_error_handler(g, NULL, NULL);
	ok(asprintf(&value,
		    "local,path=%s,mount_tag=shared,security_model=none",
		    test_dir()) > 0);
	ok(asprintf(&cmd, "echo from the host > '%s/f'", test_dir()) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_add_drive_scratch(g, 32 * MIB, -1));
	works(g, guestfs_config(g, "-virtfs", value));
	if (guestfs_launch(g) < 0) {
		guestfs_close(g);
		test_skip("this qemu has no 9p");
	}
	tags = guestfs_list_9p(g);
	ok_int(strv_len(tags), 1);
	ok_str(tags[0], "shared");
	works(g, guestfs_mkmountpoint(g, "/host"));
	works(g, guestfs_mount_9p(g, "shared", "/host",
				  GUESTFS_MOUNT_9P_OPTIONS, "ro", -1));
	ok(file_is(g, "/host/f", "from the host\n"));
	fails(g, guestfs_touch(g, "/host/g"), EROFS);
	works(g, guestfs_umount(g, "/host"));
	works(g, guestfs_mount_9p(g, "shared", "/host", -1));
	fails(g, guestfs_mount_9p(g, "none", "/host", -1), ENOENT);
	works(g, guestfs_umount(g, "/host"));
	guestfs_close(g);
}
