/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration files by Augeas. */
#include "appliance.h"

#define NO_LOAD	    32
#define LOAD_LENSES 64
#define FAST	    (NO_LOAD | LOAD_LENSES)

static guestfs_h *hosts(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/etc"));
	put_text(g, "/etc/hosts",
		 "# keep\n127.0.0.1 localhost\n10.0.0.1 one uno\n");
	return g;
}

/* Reads nothing but /etc/hosts: with all lenses it takes long. */
static guestfs_h *loaded(void)
{
	guestfs_h *g = hosts();

	works(g, guestfs_aug_init(g, "/", FAST));
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts", -1));
	works(g, guestfs_aug_load(g));
	return g;
}

#define ok_text(call, want)                                                    \
	do {                                                                   \
		cleanup_free char *text_ = (call);                             \
		ok_str(text_, want);                                           \
	} while (0)

TEST(aug_get_and_set_change_the_file)
{
	guestfs_h *g = loaded();

	ok_text(guestfs_aug_get(g, "/files/etc/hosts/2/alias"), "uno");
	works(g, guestfs_aug_set(g, "/files/etc/hosts/2/canonical", "two"));
	ok(file_is(g, "/etc/hosts",
		   "# keep\n127.0.0.1 localhost\n10.0.0.1 one uno\n"));
	works(g, guestfs_aug_save(g));
	ok(file_is(g, "/etc/hosts",
		   "# keep\n127.0.0.1 localhost\n10.0.0.1 two uno\n"));
	works(g, guestfs_aug_close(g));
}

TEST(all_lenses_read_a_whole_guest)
{
	guestfs_h *g = hosts();

	put_text(g, "/etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n");
	works(g, guestfs_aug_init(g, "/", 0));
	ok_text(guestfs_aug_get(g, "/files/etc/fstab/1/spec"), "/dev/sda1");
	ok_text(guestfs_aug_get(g, "/files/etc/hosts/1/ipaddr"), "127.0.0.1");
	works(g, guestfs_aug_close(g));
}

TEST(aug_match_ls_and_label)
{
	guestfs_h *g = loaded();
	cleanup_strv char **all = guestfs_aug_match(g, "/files/etc/hosts/*/*");
	cleanup_strv char **none = guestfs_aug_match(g, "/files/nowhere");
	cleanup_strv char **ls = guestfs_aug_ls(g, "/files/etc/hosts/2");
	cleanup_strv char **top = guestfs_aug_ls(g, "/");

	ok_int(strv_len(all), 5);
	ok_int(strv_len(none), 0);
	ok_int(strv_len(ls), 3);
	ok_str(ls[0], "/files/etc/hosts/2/alias");
	ok_str(ls[2], "/files/etc/hosts/2/ipaddr");
	ok(strv_has(top, "/augeas") && strv_has(top, "/files"));
	ok_text(guestfs_aug_label(g, "/files/etc/hosts/2/alias"), "alias");
	ok(!guestfs_aug_match(g, "/files[broken"));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(aug_insert_clear_and_rm)
{
	guestfs_h *g = loaded();

	works(g, guestfs_aug_insert(g, "/files/etc/hosts/1", "01", 1));
	works(g, guestfs_aug_set(g, "/files/etc/hosts/01/ipaddr", "::1"));
	works(g, guestfs_aug_set(g, "/files/etc/hosts/01/canonical", "six"));
	ok_int(guestfs_aug_rm(g, "/files/etc/hosts/2"), 4);
	ok_int(guestfs_aug_rm(g, "/files/etc/hosts/2"), 0);
	works(g, guestfs_aug_clear(g, "/files/etc/hosts/1"));
	ok_text(guestfs_aug_get(g, "/files/etc/hosts/1"), "");
	works(g, guestfs_aug_save(g));
	ok(file_is(g, "/etc/hosts", "# keep\n::1\tsix\n127.0.0.1 localhost\n"));
	fails(g, guestfs_aug_insert(g, "/files/nowhere", "x", 0), ENOENT);
}

TEST(aug_mv_and_setm)
{
	guestfs_h *g = loaded();

	ok_int(guestfs_aug_setm(g, "/files/etc/hosts/*[ipaddr]", "canonical",
				"same"),
	       2);
	ok_int(guestfs_aug_setm(g, "/files/etc/hosts/2/alias", NULL, "a"), 1);
	works(g, guestfs_aug_mv(g, "/files/etc/hosts/2/alias",
				"/files/etc/hosts/1/alias"));
	works(g, guestfs_aug_save(g));
	ok(file_is(g, "/etc/hosts",
		   "# keep\n127.0.0.1 same a\n10.0.0.1 same\n"));
	fails(g, guestfs_aug_mv(g, "/files/nowhere", "/files/x"), ENOENT);
}

TEST(aug_defvar_and_defnode)
{
	guestfs_h *g = loaded();
	struct guestfs_int_bool *r;

	ok_int(guestfs_aug_defvar(g, "h", "/files/etc/hosts/*"), 3);
	ok_text(guestfs_aug_get(g, "$h[3]/canonical"), "one");
	ok_int(guestfs_aug_defvar(g, "h", NULL), 0);
	ok(!guestfs_aug_get(g, "$h[3]/canonical"));
	r = guestfs_aug_defnode(g, "n", "/files/etc/hosts/2/alias[2]", "eins");
	ok(r);
	ok_int(r->i, 1);
	ok_int(r->b, 1);
	guestfs_free_int_bool(r);
	r = guestfs_aug_defnode(g, "n", "/files/etc/hosts/2/alias", "x");
	ok(r);
	ok_int(r->i, 2);
	ok_int(r->b, 0);
	guestfs_free_int_bool(r);
	ok_int(guestfs_aug_defvar(g, "bad", "/files["), -1);
}

TEST(aug_get_of_what_is_not_there)
{
	guestfs_h *g = loaded();

	ok(!guestfs_aug_get(g, "/files/nowhere"));
	ok_int(guestfs_last_errno(g), ENOENT);
	ok(!guestfs_aug_get(g, "/files/etc/hosts/*"));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_aug_label(g, "/files/nowhere"));
	fails(g, guestfs_aug_set(g, "/files/etc/hosts/*", "x"), EINVAL);
}

TEST(aug_save_names_the_file_that_does_not_fit)
{
	guestfs_h *g = loaded();

	works(g, guestfs_aug_set(g, "/files/etc/hosts/9/ipaddr", "1.1.1.1"));
	fails(g, guestfs_aug_save(g), EIO);
	ok(strstr(guestfs_last_error(g), "/etc/hosts: put_failed"));
	ok_int(guestfs_aug_rm(g, "/files/etc/hosts/9"), 2);
	works(g, guestfs_aug_save(g));
}

TEST(aug_init_keeps_the_old_file_where_told_so)
{
	guestfs_h *g = hosts();

	works(g, guestfs_aug_init(g, "/", FAST | 1));
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts", -1));
	works(g, guestfs_aug_load(g));
	works(g, guestfs_aug_set(g, "/files/etc/hosts/2/canonical", "new"));
	works(g, guestfs_aug_save(g));
	ok_int(guestfs_exists(g, "/etc/hosts.augsave"), 1);
}

TEST(aug_init_below_another_root)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/tree/etc"));
	put_text(g, "/tree/etc/hosts", "1.2.3.4 deep\n");
	works(g, guestfs_aug_init(g, "/tree", FAST));
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts",
				       GUESTFS_AUG_TRANSFORM_REMOVE, 0, -1));
	works(g, guestfs_aug_load(g));
	ok_text(guestfs_aug_get(g, "/files/etc/hosts/1/canonical"), "deep");
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts",
				       GUESTFS_AUG_TRANSFORM_REMOVE, 1, -1));
	works(g, guestfs_aug_load(g));
	ok(!guestfs_aug_get(g, "/files/etc/hosts/1/canonical"));
	fails(g, guestfs_aug_init(g, "/nowhere", FAST), ENOENT);
	fails(g, guestfs_aug_load(g), EINVAL);
}

TEST(augeas_follows_links_inside_the_guest_only)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/etc/real"));
	put_text(g, "/etc/real/h", "1.1.1.1 inside\n");
	works(g, guestfs_ln_s(g, "../../../../etc/real/h", "/etc/hosts"));
	/* That file exists in the appliance */
	works(g, guestfs_ln_s(g, "/usr/share/misc/magic.mgc", "/etc/passwd"));
	works(g, guestfs_aug_init(g, "/", FAST));
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts", -1));
	works(g,
	      guestfs_aug_transform(g, "Simplelines.lns", "/etc/passwd", -1));
	works(g, guestfs_aug_load(g));
	ok_text(guestfs_aug_get(g, "/files/etc/hosts/1/canonical"), "inside");
	ok(!guestfs_aug_get(g, "/files/etc/passwd/1"));
}

TEST(augeas_does_not_wait_for_a_pipe)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/etc"));
	works(g, guestfs_mkfifo(g, 0600, "/etc/hosts"));
	works(g, guestfs_aug_init(g, "/", FAST));
	works(g, guestfs_aug_transform(g, "Hosts.lns", "/etc/hosts", -1));
	works(g, guestfs_aug_load(g));
	ok(!guestfs_aug_get(g, "/files/etc/hosts/1/canonical"));
}

TEST(calls_of_augeas_need_a_handle)
{
	guestfs_h *g = loaded();

	works(g, guestfs_aug_close(g));
	fails(g, guestfs_aug_close(g), EINVAL);
	ok(!guestfs_aug_match(g, "/files/*"));
	ok(strstr(guestfs_last_error(g), "call aug_init first"));
	fails(g, guestfs_aug_rm(g, "/x"), EINVAL);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_aug_init(g, "/", 0), EINVAL);
}

TEST(an_open_handle_does_not_keep_the_guest_busy)
{
	guestfs_h *g = loaded();

	works(g, guestfs_umount(g, "/"));
	fails(g, guestfs_aug_load(g), EINVAL);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	works(g, guestfs_aug_init(g, "/", FAST));
	works(g, guestfs_umount_all(g));
}

TEST(a_crash_of_augeas_closes_its_handle_and_nothing_else)
{
	guestfs_h *g = loaded();
	char *words[] = { "kill -SEGV $(grep -zlxe -[-]helper "
			  "/proc/[0-9]*/cmdline | cut -d/ -f3); sleep 1",
			  NULL };
	cleanup_free char *out = guestfs_debug(g, "sh", words);

	fails(g, guestfs_aug_load(g), EIO);
	ok(strstr(guestfs_last_error(g), "call aug_init again"));
	fails(g, guestfs_aug_load(g), EINVAL);
	ok_int(guestfs_exists(g, "/etc/hosts"), 1);
	works(g, guestfs_aug_init(g, "/", FAST));
	works(g, guestfs_aug_close(g));
}
