/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of disks, the user's and the kernel's. */
#include "frame/devname.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "frame/devtable.h"
#include "test.h"

static bool splits(const char *dev, unsigned int disk, unsigned int part)
{
	unsigned int d, p;

	return devname_split(dev, &d, &p) == 0 && d == disk && p == part;
}

static bool no_split(const char *dev)
{
	unsigned int d, p;

	return devname_split(dev, &d, &p) < 0;
}

TEST(split_knows_all_buses)
{
	ok(splits("/dev/sda", 0, 0));
	ok(splits("/dev/hdb3", 1, 3));
	ok(splits("/dev/vdz128", 25, 128));
	ok(splits("/dev/sdaa1", 26, 1));
	ok(splits("/dev/sdzz", 701, 0));
	ok(splits("/dev/sdaaa", 702, 0));
}

TEST(split_refuses_what_is_no_disk)
{
	ok(no_split("sda"));
	ok(no_split("/dev/sd"));
	ok(no_split("/dev/xda"));
	ok(no_split("/dev/sda1x"));
	ok(no_split("/dev/sda01"));
	ok(no_split("/dev/sda/1"));
	ok(no_split("/dev/sdA"));
	ok(no_split("/dev/"));
	ok(no_split(""));
	ok(no_split("/dev/sda99999999999999999999"));
	ok(no_split("/dev/sdzzzzzzzzzzzzzzzzzzzzzz"));
}

TEST(letters_count_as_the_kernel_does)
{
	char buf[8];

	ok_str(devname_letters(0, buf), "a");
	ok_str(devname_letters(25, buf), "z");
	ok_str(devname_letters(26, buf), "aa");
	ok_str(devname_letters(701, buf), "zz");
	ok_str(devname_letters(702, buf), "aaa");
}

static bool escapes(const char *vg, const char *lv, const char *want)
{
	cleanup_free char *dm = devname_dm_escape(vg, lv);
	cleanup_free char *v = NULL, *l = NULL;

	return !strcmp(dm, want) && devname_dm_split(dm, &v, &l) == 0 &&
	       !strcmp(v, vg) && !strcmp(l, lv);
}

TEST(names_of_volumes_go_both_ways)
{
	ok(escapes("vg", "lv", "vg-lv"));
	ok(escapes("my-vg", "root-1", "my--vg-root--1"));
	ok(escapes("a--b", "c-", "a----b-c--"));
}

TEST(other_names_are_no_volumes)
{
	char *v = NULL, *l = NULL;

	ok(devname_dm_split("luks", &v, &l) < 0);
	ok(devname_dm_split("a-b-c", &v, &l) < 0);
	ok(devname_dm_split("-a", &v, &l) < 0);
	ok(devname_dm_split("a-", &v, &l) < 0);
	ok(devname_dm_split("", &v, &l) < 0);
}

/* The user's sda is vdb, sdb is the kernel's sda. */
static void two_disks(void)
{
	char *kernel[] = { "/dev/vdb", "/dev/sda", NULL };
	static const char *const labels[] = { "", "data", NULL };

	devname_set_table(kernel, labels, 2);
}

static bool user_is(const char *kernel, const char *want)
{
	cleanup_free char *s = devname_to_user(kernel);

	return s && !strcmp(s, want);
}

TEST(to_user_follows_the_order_of_adding)
{
	two_disks();
	ok(user_is("/dev/vdb", "/dev/sda"));
	ok(user_is("/dev/vdb12", "/dev/sda12"));
	ok(user_is("/dev/sda1", "/dev/sdb1"));
	ok(user_is("/dev/md127", "/dev/md127"));
	ok(user_is("/dev/vdbx", "/dev/vdbx"));
}

TEST(words_of_programs_get_the_users_names)
{
	cleanup_free char *s = NULL;

	two_disks();
	s = devname_text_to_user("mke2fs: /dev/vdb1 is in use; see "
				 "/dev/sda. '/dev/vdb'");
	ok_str(s, "mke2fs: /dev/sda1 is in use; see /dev/sdb. '/dev/sda'");
}

TEST(the_kernels_messages_get_the_users_names)
{
	cleanup_free char *s = NULL;

	two_disks();
	s = devname_text_to_user("EXT4-fs (vdb1): bad; advda vdb sda");
	ok_str(s, "EXT4-fs (sda1): bad; advda sda sda");
}

TEST(to_kernel_wants_what_is_there)
{
	two_disks();
	ok(!devname_to_kernel("/dev/sdc") && errno == ENOENT);
	ok(!devname_to_kernel("/dev/nothing/here") && errno == ENOENT);
	ok(!devname_to_kernel("/dev/disk/guestfs/none1") && errno == ENOENT);
	ok(!devname_to_kernel("sda") && errno == EINVAL);
	ok(!devname_to_kernel("/dev/") && errno == EINVAL);
	ok(!devname_to_kernel("/dev/x/../../etc/passwd") && errno == EINVAL);
}

static char *node(const char *suffix)
{
	char *path;

	ok(asprintf(&path, "%s/disk%s", test_dir(), suffix) > 0);
	if (mknod(path, S_IFBLK | 0600, makedev(7, 250)) < 0)
		test_skip("cannot make device nodes");
	return path;
}

TEST(mountables_are_devices_or_subvolumes)
{
	cleanup_free char *disk = node(""), *part = node("3");
	char *kernel[] = { disk, NULL };
	static const char *const labels[] = { "data", NULL };
	struct mountable m;

	devname_set_table(kernel, labels, 1);
	ok(mountable_parse("/dev/hda3", &m) == 0);
	ok(m.type == MOUNTABLE_DEVICE && !m.volume);
	ok_str(m.device, part);
	mountable_finish(&m);
	ok(mountable_parse("btrfsvol:/dev/sda3/home/my vol", &m) == 0);
	ok(m.type == MOUNTABLE_BTRFSVOL);
	ok_str(m.device, part);
	ok_str(m.volume, "home/my vol");
	mountable_finish(&m);
	ok(mountable_parse("/dev/disk/guestfs/data3", &m) == 0);
	ok_str(m.device, part);
	mountable_finish(&m);
	ok(mountable_parse("btrfsvol:/dev/sda4/x", &m) < 0 && errno == ENOENT);
	ok(mountable_parse("btrfsvol:/dev/sda3", &m) < 0);
	ok(mountable_parse("btrfsvol:sda3/x", &m) < 0 && errno == EINVAL);
	ok(mountable_parse("btrfsvol:", &m) < 0);
}
