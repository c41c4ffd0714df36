/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories. */
#include "appliance.h"

TEST(mkdir_refuses_an_existing_name)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_mkdir(g, "/d"), EEXIST);
	fails(g, guestfs_mkdir(g, "/no/such"), ENOENT);
	fails(g, guestfs_mkdir(g, "/"), EEXIST);
	fails(g, guestfs_mkdir(g, "relative"), EINVAL);
}

static int mode_of(guestfs_h *g, const char *path)
{
	struct guestfs_statns *st = guestfs_lstatns(g, path);
	int mode = st ? st->st_mode & 07777 : -1;

	if (st)
		guestfs_free_statns(st);
	return mode;
}

TEST(mkdir_mode_obeys_the_umask)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/plain"));
	ok_int(mode_of(g, "/plain"), 0755);
	works(g, guestfs_mkdir_mode(g, "/secret", 0700));
	ok_int(mode_of(g, "/secret"), 0700);
	ok_int(guestfs_umask(g, 0), 022);
	works(g, guestfs_mkdir_mode(g, "/open", 01777));
	ok_int(mode_of(g, "/open"), 01777);
	ok_int(guestfs_umask(g, 022), 0);
	fails(g, guestfs_mkdir_mode(g, "/bad", -1), EINVAL);
}

TEST(mkdir_p_makes_what_is_missing)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/a//b/c/"));
	works(g, guestfs_mkdir_p(g, "/a/b/c"));
	works(g, guestfs_mkdir_p(g, "/"));
	ok_int(guestfs_is_dir(g, "/a/b/c"), 1);
	put_text(g, "/a/f", "");
	fails(g, guestfs_mkdir_p(g, "/a/f"), EEXIST);
	fails(g, guestfs_mkdir_p(g, "/a/f/x"), ENOTDIR);
}

TEST(mkdtemp_makes_new_private_names)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *one = guestfs_mkdtemp(g, "/tXXXXXX");
	cleanup_free char *two = guestfs_mkdtemp(g, "/tXXXXXX");

	ok(one && two && strcmp(one, two));
	ok_int(mode_of(g, one), 0700);
	ok(!guestfs_mkdtemp(g, "/tXX"));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(rmdir_wants_it_empty)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/a/b"));
	fails(g, guestfs_rmdir(g, "/a"), ENOTEMPTY);
	works(g, guestfs_rmdir(g, "/a/b"));
	works(g, guestfs_rmdir(g, "/a/"));
	fails(g, guestfs_rmdir(g, "/a"), ENOENT);
}

TEST(ls_is_sorted_and_find_goes_deep)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **names = NULL, **all = NULL;

	works(g, guestfs_mkdir_p(g, "/d/b/deep"));
	put_text(g, "/d/a\nb", "");
	put_text(g, "/d/.hidden", "");
	names = guestfs_ls(g, "/d");
	ok_int(strv_len(names), 3);
	ok_str(names[0], ".hidden");
	ok_str(names[1], "a\nb");
	ok_str(names[2], "b");
	all = guestfs_find(g, "/d");
	ok_int(strv_len(all), 4);
	ok(strv_has(all, "b/deep") || strv_has(all, "/b/deep"));
	ok(!guestfs_ls(g, "/nowhere"));
	ok_int(guestfs_last_errno(g), ENOENT);
	ok(!guestfs_find(g, "/d/.hidden"));
	ok_int(guestfs_last_errno(g), ENOTDIR);
}

TEST(ls0_and_find0_write_names_to_a_file)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *out = NULL;
	char buf[64] = "";
	FILE *f;

	works(g, guestfs_mkdir_p(g, "/d/x"));
	ok(asprintf(&out, "%s/names", test_dir()) > 0);
	works(g, guestfs_ls0(g, "/d", out));
	f = fopen(out, "re");
	ok(f && fread(buf, 1, sizeof(buf), f) == 2);
	fclose(f);
	ok_str(buf, "x");
	works(g, guestfs_find0(g, "/d", out));
	fails(g, guestfs_find0(g, "/none", out), ENOENT);
}

TEST(a_directory_of_many_is_listed_whole)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **names = NULL;
	char path[300];

	works(g, guestfs_mkdir(g, "/many"));
	for (int i = 0; i < 1500; i++) {
		snprintf(path, sizeof(path), "/many/%0200d", i);
		works(g, guestfs_touch(g, path));
	}
	names = guestfs_ls(g, "/many");
	ok_int(strv_len(names), 1500);
}

TEST(readdir_tells_types)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_dirent_list *l;
	char types[256] = "";

	works(g, guestfs_mkdir_p(g, "/d/sub"));
	put_text(g, "/d/file", "");
	works(g, guestfs_ln_s(g, "file", "/d/link"));
	works(g, guestfs_mkfifo(g, 0600, "/d/pipe"));
	l = guestfs_readdir(g, "/d");
	ok(l != NULL);
	ok_int(l->len, 6);
	for (unsigned int i = 0; i < l->len; i++)
		types[i] = l->val[i].ftyp;
	guestfs_free_dirent_list(l);
	ok_str(types, "ddrlfd");
}

TEST(ll_and_du)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *text = NULL;

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_fill(g, 'x', 100 * 1024, "/d/f"));
	text = guestfs_ll(g, "/d");
	ok(text && strstr(text, "102400") && strstr(text, " f\n"));
	ok(guestfs_du(g, "/d") >= 100 && guestfs_du(g, "/d") < 120);
	ok_int(guestfs_du(g, "/d/f"), 100);
	fails(g, guestfs_du(g, "/none"), ENOENT);
}

TEST(llz_lists_with_contexts)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *out = NULL;

	put_text(g, "/file", "");
	out = guestfs_llz(g, "/");
	ok(out && strstr(out, "file") && strstr(out, "lost+found"));
	fails(g, guestfs_llz(g, "/file"), ENOTDIR);
	fails(g, guestfs_llz(g, "/none"), ENOENT);
}

TEST(mktemp_makes_files_of_their_own)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *a = NULL, *b = NULL, *c = NULL;
	struct guestfs_statns *st;

	a = guestfs_mktemp(g, "/tmpXXXXXX", -1);
	b = guestfs_mktemp(g, "/tmpXXXXXX", -1);
	ok(a && b && strcmp(a, b) && !strncmp(a, "/tmp", 4));
	ok_int(strlen(a), 10);
	c = guestfs_mktemp(g, "/fXXXXXX", GUESTFS_MKTEMP_SUFFIX, ".txt", -1);
	ok(c && !strcmp(c + strlen(c) - 4, ".txt") &&
	   strcmp(c, "/fXXXXXX.txt"));
	st = guestfs_lstatns(g, c);
	ok(st && st->st_mode == 0100600 && st->st_size == 0);
	guestfs_free_statns(st);
	fails(g, guestfs_mktemp(g, "/tmpXXX", -1), EINVAL);
	fails(g, guestfs_mktemp(g, "/no/tmpXXXXXX", -1), ENOENT);
	fails(g, guestfs_mktemp(g, "/tXXXXXX", GUESTFS_MKTEMP_SUFFIX, "/x", -1),
	      EINVAL);
}

TEST(mklost_and_found_has_room)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **names = NULL;
	struct guestfs_statns *st;

	fails(g, guestfs_mklost_and_found(g, "/"), EEXIST);
	works(g, guestfs_rmdir(g, "/lost+found"));
	works(g, guestfs_mklost_and_found(g, "/"));
	st = guestfs_lstatns(g, "/lost+found");
	ok(st && st->st_mode == 040700 && st->st_size >= 16384);
	guestfs_free_statns(st);
	names = guestfs_ls(g, "/lost+found");
	ok_int(strv_len(names), 0);
	fails(g, guestfs_mklost_and_found(g, "/none"), ENOENT);
}

TEST(fill_dir_makes_many_files)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **names = NULL;

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_fill_dir(g, "/d", 1000));
	names = guestfs_ls(g, "/d");
	ok_int(strv_len(names), 1000);
	ok_str(names[0], "00000000");
	ok_str(names[999], "00000999");
	works(g, guestfs_fill_dir(g, "/d", 0));
	fails(g, guestfs_fill_dir(g, "/d", -1), EINVAL);
	fails(g, guestfs_fill_dir(g, "/none", 1), ENOENT);
	fails(g, guestfs_fill_dir(g, "/d/00000000", 1), ENOTDIR);
}

TEST(listings_of_what_is_no_directory)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/file", "");
	fails(g, guestfs_ls(g, "/file"), ENOTDIR);
	fails(g, guestfs_ls0(g, "/file", "/dev/null"), ENOTDIR);
	fails(g, guestfs_ls0(g, "/none", "/dev/null"), ENOENT);
	fails(g, guestfs_ll(g, "/file"), ENOTDIR);
	fails(g, guestfs_ll(g, "/none"), ENOENT);
	fails(g, guestfs_readdir(g, "/file"), ENOTDIR);
	fails(g, guestfs_readdir(g, "/none"), ENOENT);
	fails(g, guestfs_find(g, "/file"), ENOTDIR);
	fails(g, guestfs_find0(g, "/none", "/dev/null"), ENOENT);
	fails(g, guestfs_du(g, "/none"), ENOENT);
}
