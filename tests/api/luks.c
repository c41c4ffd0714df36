/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Encrypted devices. Making keys is slow under emulation (it is measured to
 * be), so one container of LUKS 1 serves most tests.
 */
#include "appliance.h"

#include <unistd.h>

#define KEY "three words\n\x01\xff here"

/* A container made on the host, where there is a program for it: with few
 * rounds, to be quick.
 */
static char *container(const char *type)
{
	cleanup_free char *cmd = NULL;
	char *path;

	if (system("cryptsetup --version > /dev/null 2>&1") != 0)
		test_skip("no cryptsetup on this machine");
	ok(asprintf(&path, "%s/%s", test_dir(), type) > 0);
	ok(asprintf(&cmd,
		    "truncate -s 24M '%s' && printf 'three words\\n\\001\\377 "
		    "here' | cryptsetup -q luksFormat --type %s --pbkdf pbkdf2 "
		    "--pbkdf-force-iterations 1000 --key-file=- '%s'",
		    path, type, path) > 0);
	ok_int(system(cmd), 0);
	return path;
}

static guestfs_h *with_container(const char *type)
{
	guestfs_h *g = appliance();
	cleanup_free char *path = container(type);

	/* Left open by a test that failed */
	guestfs_luks_close(g, "/dev/mapper/box");
	works(g, guestfs_upload(g, path, DISK_SMALL));
	return g;
}

static void opens_and_holds(const char *type)
{
	guestfs_h *g = with_container(type);
	cleanup_strv char **dm = NULL;

	works(g, guestfs_cryptsetup_open(g, DISK_SMALL, KEY, "box", -1));
	dm = guestfs_list_dm_devices(g);
	ok_int(strv_len(dm), 1);
	ok_str(dm[0], "/dev/mapper/box");
	works(g, guestfs_mkfs(g, "ext2", "/dev/mapper/box"));
	works(g, guestfs_mount(g, "/dev/mapper/box", "/"));
	put_text(g, "/f", "secret");
	fails(g, guestfs_cryptsetup_close(g, "/dev/mapper/box"), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_cryptsetup_close(g, "/dev/mapper/box"));
	works(g, guestfs_luks_open_ro(g, DISK_SMALL, KEY, "box"));
	works(g, guestfs_mount(g, "/dev/mapper/box", "/"));
	ok(file_is(g, "/f", "secret"));
	fails(g, guestfs_touch(g, "/g"), EROFS);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
}

TEST(luks1_opens_and_holds)
{
	opens_and_holds("luks1");
}

TEST(luks2_opens_and_holds)
{
	opens_and_holds("luks2");
}

TEST(a_wrong_key_is_refused)
{
	guestfs_h *g = with_container("luks1");

	fails(g, guestfs_luks_open(g, DISK_SMALL, "wrong", "box"), EACCES);
	fails(g, guestfs_luks_open(g, DISK_SMALL, KEY "\n", "box"), EACCES);
	fails(g, guestfs_cryptsetup_open(g, DISK_SMALL, "", "box", -1), EINVAL);
	fails(g, guestfs_luks_open(g, DISK_SMALL, KEY, "a/b"), EINVAL);
	fails(g, guestfs_luks_open(g, DISK_SMALL, KEY, ""), EINVAL);
	works(g, guestfs_zero(g, DISK_SMALL));
	fails(g, guestfs_cryptsetup_open(g, DISK_SMALL, KEY, "box", -1),
	      EINVAL);
	fails(g, guestfs_cryptsetup_close(g, DISK_SMALL), EINVAL);
}

TEST(the_container_is_known_for_what_it_is)
{
	guestfs_h *g = with_container("luks2");
	cleanup_free char *type = guestfs_vfs_type(g, DISK_SMALL);
	cleanup_free char *uuid = guestfs_luks_uuid(g, DISK_SMALL);

	ok_str(type, "crypto_LUKS");
	ok(uuid && strlen(uuid) == 36);
	ok(!guestfs_luks_uuid(g, DISK_B));
	ok_int(guestfs_last_errno(g), EINVAL);
	fails(g, guestfs_mount(g, DISK_SMALL, "/"), EINVAL);
	ok(strstr(guestfs_last_error(g), "LUKS") != NULL);
}

TEST(volume_groups_inside_appear)
{
	guestfs_h *g = with_container("luks1");
	char *pvs[] = { "/dev/mapper/box", NULL };

	works(g, guestfs_luks_open(g, DISK_SMALL, KEY, "box"));
	works(g, guestfs_vgcreate(g, "inner", pvs));
	works(g, guestfs_lvcreate(g, "lv", "inner", 4));
	works(g, guestfs_vg_activate_all(g, 0));
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
	fails(g, guestfs_blockdev_getsize64(g, "/dev/inner/lv"), ENOENT);
	works(g, guestfs_cryptsetup_open(g, DISK_SMALL, KEY, "box",
					 GUESTFS_CRYPTSETUP_OPEN_CRYPTTYPE,
					 "luks", -1));
	ok_int(guestfs_blockdev_getsize64(g, "/dev/inner/lv"), 4 * MIB);
	works(g, guestfs_vg_activate_all(g, 0));
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
}

TEST(keys_come_and_go)
{
	guestfs_h *g = appliance();

	if (!getenv("GUESTFS_TEST_LONG"))
		test_skip("takes minutes under emulation: GUESTFS_TEST_LONG=1");
	works(g, guestfs_luks_format(g, DISK_SMALL, KEY, 0));
	works(g, guestfs_luks_add_key(g, DISK_SMALL, KEY, "second", 3));
	works(g, guestfs_luks_kill_slot(g, DISK_SMALL, "second", 0));
	fails(g, guestfs_luks_open(g, DISK_SMALL, KEY, "box"), EACCES);
	works(g, guestfs_luks_open(g, DISK_SMALL, "second", "box"));
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
	works(g, guestfs_luks_format_cipher(g, DISK_SMALL, KEY, 0,
					    "aes-cbc-essiv:sha256"));
	fails(g, guestfs_luks_format_cipher(g, DISK_SMALL, KEY, 0, "rot13"),
	      EINVAL);
}

/* A LUKS 1 container whose slot 1 opens with "second" too */
static guestfs_h *with_two_keys(void)
{
	guestfs_h *g = appliance();
	cleanup_free char *path = container("luks1"), *cmd = NULL;

	guestfs_luks_close(g, "/dev/mapper/box");
	ok(asprintf(&cmd,
		    "printf second > '%s.key' && printf 'three words\\n\\001"
		    "\\377 here' | cryptsetup -q luksAddKey "
		    "--pbkdf-force-iterations 1000 --key-file=- '%s' '%s.key'",
		    path, path, path) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_upload(g, path, DISK_SMALL));
	return g;
}

TEST(a_slot_is_killed_by_another_key)
{
	guestfs_h *g = with_two_keys();

	works(g, guestfs_luks_open(g, DISK_SMALL, "second", "box"));
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
	fails(g, guestfs_luks_close(g, "/dev/mapper/box"), ENOENT);
	fails(g, guestfs_luks_kill_slot(g, DISK_SMALL, "wrong", 0), EACCES);
	fails(g, guestfs_luks_kill_slot(g, DISK_SMALL, "second", 5), EINVAL);
	works(g, guestfs_luks_kill_slot(g, DISK_SMALL, "second", 0));
	fails(g, guestfs_luks_open_ro(g, DISK_SMALL, KEY, "box"), EACCES);
	works(g, guestfs_cryptsetup_open(g, DISK_SMALL, "second", "box",
					 GUESTFS_CRYPTSETUP_OPEN_READONLY, 1,
					 GUESTFS_CRYPTSETUP_OPEN_CRYPTTYPE,
					 "luks1", -1));
	ok_int(guestfs_blockdev_getro(g, "/dev/mapper/box"), 1);
	works(g, guestfs_luks_close(g, "/dev/mapper/box"));
}

TEST(what_cannot_have_keys)
{
	guestfs_h *g = with_two_keys();

	fails(g, guestfs_luks_add_key(g, DISK_SMALL, "wrong", "new", 3),
	      EACCES);
	fails(g, guestfs_luks_add_key(g, DISK_SMALL, KEY, "new", 99), EINVAL);
	fails(g, guestfs_luks_format(g, "/dev/sdz", KEY, 0), ENOENT);
	works(g, guestfs_zero(g, DISK_SMALL));
	fails(g, guestfs_luks_add_key(g, DISK_SMALL, KEY, "new", 3), EINVAL);
	fails(g, guestfs_luks_kill_slot(g, DISK_SMALL, KEY, 0), EINVAL);
	fails(g, guestfs_luks_open_ro(g, DISK_SMALL, KEY, "box"), EINVAL);
	g = fresh_fs("ext2");
	fails(g, guestfs_luks_format(g, DISK_FS, KEY, 0), EBUSY);
}
