/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking what something is. */
#include "appliance.h"

static guestfs_h *one_of_each(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/dir"));
	put_text(g, "/file", "12345");
	works(g, guestfs_ln_s(g, "file", "/link"));
	works(g, guestfs_ln_s(g, "nowhere", "/dangling"));
	works(g, guestfs_ln_s(g, "loop", "/loop"));
	works(g, guestfs_mkfifo(g, 0600, "/fifo"));
	works(g, guestfs_mknod(g, 020600, 1, 3, "/char"));
	works(g, guestfs_mknod(g, 060600, 7, 9, "/block"));
	works(g, guestfs_mknod(g, 0140600, 0, 0, "/socket"));
	return g;
}

TEST(exists_does_not_follow)
{
	guestfs_h *g = one_of_each();

	ok_int(guestfs_exists(g, "/"), 1);
	ok_int(guestfs_exists(g, "/dangling"), 1);
	ok_int(guestfs_exists(g, "/loop"), 1);
	ok_int(guestfs_exists(g, "/none"), 0);
	ok_int(guestfs_exists(g, "/file/x"), 0);
	fails(g, guestfs_exists(g, "file"), EINVAL);
}

TEST(each_kind_is_told_from_the_others)
{
	guestfs_h *g = one_of_each();

	ok_int(guestfs_is_file(g, "/file"), 1);
	ok_int(guestfs_is_file(g, "/link"), 0);
	ok_int(guestfs_is_file_opts(g, "/link",
				    GUESTFS_IS_FILE_OPTS_FOLLOWSYMLINKS, 1, -1),
	       1);
	ok_int(guestfs_is_file_opts(g, "/loop",
				    GUESTFS_IS_FILE_OPTS_FOLLOWSYMLINKS, 1, -1),
	       0);
	ok_int(guestfs_is_dir(g, "/dir"), 1);
	ok_int(guestfs_is_dir(g, "/file"), 0);
	ok_int(guestfs_is_dir(g, "/none"), 0);
	ok_int(guestfs_is_symlink(g, "/link"), 1);
	ok_int(guestfs_is_symlink(g, "/file"), 0);
	ok_int(guestfs_is_fifo(g, "/fifo"), 1);
	ok_int(guestfs_is_fifo(g, "/char"), 0);
	ok_int(guestfs_is_chardev(g, "/char"), 1);
	ok_int(guestfs_is_chardev(g, "/block"), 0);
	ok_int(guestfs_is_blockdev(g, "/block"), 1);
	ok_int(guestfs_is_blockdev(g, "/socket"), 0);
	ok_int(guestfs_is_socket(g, "/socket"), 1);
	ok_int(guestfs_is_socket(g, "/fifo"), 0);
}

TEST(statns_follows_and_lstatns_does_not)
{
	guestfs_h *g = one_of_each();
	struct guestfs_statns *st = guestfs_statns(g, "/link");
	struct guestfs_statns *lst = guestfs_lstatns(g, "/link");

	ok(st && lst);
	ok_int(st->st_size, 5);
	ok_int(st->st_mode, 0100644);
	ok_int(lst->st_size, 4);
	ok_int(lst->st_mode & 0170000, 0120000);
	guestfs_free_statns(st);
	guestfs_free_statns(lst);
	ok(!guestfs_statns(g, "/dangling"));
	ok_int(guestfs_last_errno(g), ENOENT);
	ok(!guestfs_statns(g, "/loop"));
	ok_int(guestfs_last_errno(g), ELOOP);
}

TEST(stat_and_lstat_as_of_old)
{
	guestfs_h *g = one_of_each();
	struct guestfs_stat *st = guestfs_stat(g, "/link");
	struct guestfs_stat *lst = guestfs_lstat(g, "/block");

	ok(st && lst);
	ok_int(st->size, 5);
	ok_int(lst->rdev, 7 * 256 + 9);
	guestfs_free_stat(st);
	guestfs_free_stat(lst);
}

TEST(lstatnslist_marks_what_is_not_there)
{
	guestfs_h *g = one_of_each();
	char *names[] = { "file", "none", "dir", NULL };
	struct guestfs_statns_list *l = guestfs_lstatnslist(g, "/", names);

	works(g, l ? 0 : -1);
	ok_int(l->len, 3);
	ok_int(l->val[0].st_size, 5);
	ok_int(l->val[1].st_ino, -1);
	ok_int(l->val[2].st_mode & 0170000, 0040000);
	guestfs_free_statns_list(l);
	names[0] = "../file";
	ok(!guestfs_lstatnslist(g, "/dir", names));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(is_zero_looks_at_the_bytes)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/empty", "");
	ok_int(guestfs_is_zero(g, "/empty"), 1);
	works(g, guestfs_fill(g, 0, 200000, "/zero"));
	ok_int(guestfs_is_zero(g, "/zero"), 1);
	works(g, guestfs_write_append(g, "/zero", "x", 1));
	ok_int(guestfs_is_zero(g, "/zero"), 0);
	fails(g, guestfs_is_zero(g, "/none"), ENOENT);
}

TEST(statvfs_and_df_count_blocks)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statvfs *v = guestfs_statvfs(g, "/");
	cleanup_free char *text = guestfs_df(g);

	ok(v != NULL);
	ok(v->blocks * v->frsize > 300 * MIB);
	ok(v->blocks * v->frsize < 512 * MIB);
	ok_int(v->namemax, 255);
	guestfs_free_statvfs(v);
	ok(text && strstr(text, DISK_FS " "));
	ok(strstr(text, " /\n") != NULL);
}

TEST(lstatlist_has_one_entry_for_each_name)
{
	guestfs_h *g = fresh_fs("ext4");
	char *const names[] = { (char *)"f", (char *)"none", (char *)"d",
				NULL };
	struct guestfs_stat_list *l;

	put_text(g, "/f", "12345");
	works(g, guestfs_mkdir(g, "/d"));
	l = guestfs_lstatlist(g, "/", names);
	ok(l && l->len == 3);
	ok_int(l->val[0].size, 5);
	ok_int(l->val[0].mode & 0170000, 0100000);
	ok_int(l->val[1].ino, -1);
	ok_int(l->val[2].mode & 0170000, 0040000);
	guestfs_free_stat_list(l);
	l = guestfs_lstatlist(g, "/", (char *[]){ NULL });
	ok(l && l->len == 0);
	guestfs_free_stat_list(l);
	fails(g, guestfs_lstatlist(g, "/none", names), ENOENT);
}

TEST(df_h_has_units)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *out = guestfs_df_h(g);
	char *line = out ? strstr(out, DISK_FS) : NULL;
	char size[16] = "", used[16] = "", avail[16] = "";
	int percent = -1;

	ok(out && !strncmp(out, "Filesystem", 10));
	ok(line != NULL);
	ok_int(sscanf(line + strlen(DISK_FS), "%15s %15s %15s %d%% /", size,
		      used, avail, &percent),
	       4);
	ok_int(size[strlen(size) - 1], 'M');
	ok(strtol(size, NULL, 10) > 400 && strtol(size, NULL, 10) < 513);
	ok(percent >= 0 && percent < 10);
}

TEST(what_kind_is_asked_of_absolute_paths_below_a_mounted_root)
{
	guestfs_h *g = one_of_each();

	fails(g, guestfs_is_file(g, "file"), EINVAL);
	fails(g, guestfs_is_dir(g, "dir"), EINVAL);
	fails(g, guestfs_is_symlink(g, "link"), EINVAL);
	fails(g, guestfs_is_fifo(g, "fifo"), EINVAL);
	fails(g, guestfs_is_chardev(g, "char"), EINVAL);
	fails(g, guestfs_is_blockdev(g, "block"), EINVAL);
	fails(g, guestfs_is_socket(g, "socket"), EINVAL);
	works(g, guestfs_umount(g, "/"));
	fails(g, guestfs_is_file(g, "/file"), EINVAL);
	fails(g, guestfs_is_dir(g, "/dir"), EINVAL);
	fails(g, guestfs_is_symlink(g, "/link"), EINVAL);
	fails(g, guestfs_is_fifo(g, "/fifo"), EINVAL);
	fails(g, guestfs_is_chardev(g, "/char"), EINVAL);
	fails(g, guestfs_is_blockdev(g, "/block"), EINVAL);
	fails(g, guestfs_is_socket(g, "/socket"), EINVAL);
}

TEST(attributes_of_what_is_not_there)
{
	guestfs_h *g = one_of_each();
	struct guestfs_statns *st = guestfs_lstatns(g, "/dangling");

	ok(st != NULL);
	guestfs_free_statns(st);
	fails(g, guestfs_stat(g, "/dangling"), ENOENT);
	fails(g, guestfs_lstat(g, "/none"), ENOENT);
	fails(g, guestfs_lstatns(g, "/none"), ENOENT);
	fails(g, guestfs_lstatns(g, "/file/none"), ENOTDIR);
	fails(g, guestfs_statvfs(g, "/none"), ENOENT);
}

TEST(df_of_nothing_has_its_heading_alone)
{
	guestfs_h *g = appliance();
	cleanup_free char *df = guestfs_df(g), *df_h = guestfs_df_h(g);

	ok(df && !strncmp(df, "Filesystem", 10));
	ok(strchr(df, '\n') == df + strlen(df) - 1);
	ok(df_h && strchr(df_h, '\n') == df_h + strlen(df_h) - 1);
}
