/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modes, owners, times, nodes. */
#include "appliance.h"

static struct guestfs_statns look(guestfs_h *g, const char *path)
{
	struct guestfs_statns *p = guestfs_lstatns(g, path), st;

	ok(p != NULL);
	st = *p;
	guestfs_free_statns(p);
	return st;
}

TEST(chmod_changes_only_the_mode)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "");
	works(g, guestfs_ln_s(g, "f", "/l"));
	works(g, guestfs_chmod(g, 04751, "/l"));
	ok_int(look(g, "/f").st_mode, 0104751);
	fails(g, guestfs_chmod(g, 0100644, "/f"), EINVAL);
	fails(g, guestfs_chmod(g, -1, "/f"), EINVAL);
	fails(g, guestfs_chmod(g, 0644, "/none"), ENOENT);
}

TEST(chown_follows_and_lchown_does_not)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "");
	works(g, guestfs_ln_s(g, "f", "/l"));
	works(g, guestfs_chown(g, 1000, 100, "/l"));
	ok_int(look(g, "/f").st_uid, 1000);
	ok_int(look(g, "/f").st_gid, 100);
	ok_int(look(g, "/l").st_uid, 0);
	works(g, guestfs_lchown(g, 5, 6, "/l"));
	ok_int(look(g, "/l").st_uid, 5);
	ok_int(look(g, "/l").st_gid, 6);
	ok_int(look(g, "/f").st_uid, 1000);
}

TEST(utimens_sets_omits_and_takes_now)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns st;

	put_text(g, "/f", "");
	works(g, guestfs_utimens(g, "/f", 1000, 1, 2000, 999999999));
	st = look(g, "/f");
	ok_int(st.st_atime_sec, 1000);
	ok_int(st.st_atime_nsec, 1);
	ok_int(st.st_mtime_sec, 2000);
	ok_int(st.st_mtime_nsec, 999999999);
	works(g, guestfs_utimens(g, "/f", 0, -2, 0, -1));
	st = look(g, "/f");
	ok_int(st.st_atime_sec, 1000);
	ok(st.st_mtime_sec > 1700000000);
	fails(g, guestfs_utimens(g, "/f", 0, 1000000000, 0, 0), EINVAL);
}

TEST(umask_returns_the_old_one)
{
	guestfs_h *g = fresh_fs("ext4");

	ok_int(guestfs_get_umask(g), 022);
	ok_int(guestfs_umask(g, 077), 022);
	put_text(g, "/f", "");
	ok_int(look(g, "/f").st_mode, 0100600);
	ok_int(guestfs_umask(g, 022), 077);
	fails(g, guestfs_umask(g, 01000), EINVAL);
}

TEST(mknod_makes_every_kind)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mknod(g, 060640, 8, 17, "/b"));
	ok_int(look(g, "/b").st_mode, 060640);
	ok_int(look(g, "/b").st_rdev, 8 * 256 + 17);
	works(g, guestfs_mknod(g, 0100600, 0, 0, "/r"));
	ok_int(guestfs_is_file(g, "/r"), 1);
	works(g, guestfs_mkfifo(g, 0666, "/p"));
	ok_int(look(g, "/p").st_mode, 010644);
	fails(g, guestfs_mknod(g, -1, 0, 0, "/x"), EINVAL);
	fails(g, guestfs_mknod(g, 020600, -1, 0, "/x"), EINVAL);
	fails(g, guestfs_mkfifo(g, 0600, "/p"), EEXIST);
}

TEST(mknod_b_and_mknod_c)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;

	works(g, guestfs_mknod_b(g, 0640, 8, 17, "/b"));
	works(g, guestfs_mknod_c(g, 0600, 1, 3, "/c"));
	ok_int(guestfs_is_blockdev(g, "/b"), 1);
	ok_int(guestfs_is_chardev(g, "/c"), 1);
	st = guestfs_lstatns(g, "/b");
	ok(st != NULL);
	ok_int(st->st_mode & 0777, 0640);
	ok_int(st->st_rdev, 8 << 8 | 17);
	guestfs_free_statns(st);
	fails(g, guestfs_mknod_b(g, 0600, 1, 1, "/b"), EEXIST);
	fails(g, guestfs_mknod_c(g, 0600, 1, 1, "/no/c"), ENOENT);
	fails(g, guestfs_mknod_c(g, 0600, -1, 1, "/d"), EINVAL);
	fails(g, guestfs_mknod_b(g, -1, 1, 1, "/d"), EINVAL);
}

TEST(owners_of_what_is_not_there)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_ln_s(g, "nowhere", "/l"));
	fails(g, guestfs_chown(g, 1, 1, "/l"), ENOENT);
	works(g, guestfs_lchown(g, 1, 1, "/l"));
	fails(g, guestfs_lchown(g, 1, 1, "/none"), ENOENT);
	fails(g, guestfs_chmod(g, 0600, "/l"), ENOENT);
	fails(g, guestfs_chmod(g, -1, "/l"), EINVAL);
	fails(g, guestfs_umask(g, -1), EINVAL);
	fails(g, guestfs_umask(g, 01000), EINVAL);
	ok_int(guestfs_get_umask(g), 022);
}
