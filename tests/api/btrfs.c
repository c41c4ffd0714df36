/* SPDX-License-Identifier: GPL-2.0-or-later */
/* btrfs: subvolumes. */
#include "appliance.h"

static guestfs_h *with_sub(void)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_btrfs_subvolume_create(g, "/sub"));
	put_text(g, "/sub/f", "in it");
	return g;
}

TEST(subvolumes_are_listed)
{
	guestfs_h *g = with_sub();
	struct guestfs_btrfssubvolume_list *l;

	works(g, guestfs_mkdir(g, "/sub/d"));
	works(g, guestfs_btrfs_subvolume_create(g, "/sub/d/with space"));
	l = guestfs_btrfs_subvolume_list(g, "/");
	ok(l && l->len == 2);
	ok_str(l->val[0].btrfssubvolume_path, "sub");
	ok_int(l->val[0].btrfssubvolume_top_level_id, 5);
	ok_str(l->val[1].btrfssubvolume_path, "sub/d/with space");
	ok_int(l->val[1].btrfssubvolume_top_level_id,
	       l->val[0].btrfssubvolume_id);
	guestfs_free_btrfssubvolume_list(l);
	works(g, guestfs_umount_all(g));
	l = guestfs_btrfs_subvolume_list(g, DISK_FS);
	ok(l && l->len == 2);
	guestfs_free_btrfssubvolume_list(l);
	fails(g, guestfs_exists(g, "/"), EINVAL);
}

TEST(snapshots_keep_what_was)
{
	guestfs_h *g = with_sub();

	works(g, guestfs_btrfs_subvolume_snapshot(g, "/sub", "/snap"));
	works(g, guestfs_btrfs_subvolume_snapshot_opts(
			 g, "/sub", "/ro",
			 GUESTFS_BTRFS_SUBVOLUME_SNAPSHOT_OPTS_RO, 1, -1));
	put_text(g, "/sub/f", "changed");
	ok(file_is(g, "/snap/f", "in it"));
	put_text(g, "/snap/g", "writable");
	fails(g, guestfs_touch(g, "/ro/g"), EROFS);
	fails(g, guestfs_btrfs_subvolume_snapshot(g, "/none", "/x"), ENOENT);
}

TEST(the_default_is_what_a_mount_shows)
{
	guestfs_h *g = with_sub();
	int64_t id;
	struct guestfs_btrfssubvolume_list *l =
		guestfs_btrfs_subvolume_list(g, "/");
	cleanup_strv char **fses = NULL;

	ok(l && l->len == 1);
	id = l->val[0].btrfssubvolume_id;
	guestfs_free_btrfssubvolume_list(l);
	ok_int(guestfs_btrfs_subvolume_get_default(g, "/"), 5);
	works(g, guestfs_btrfs_subvolume_set_default(g, id, "/"));
	ok_int(guestfs_btrfs_subvolume_get_default(g, "/"), id);
	works(g, guestfs_btrfs_filesystem_sync(g, "/"));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(file_is(g, "/f", "in it"));
	works(g, guestfs_umount_all(g));
	ok_int(guestfs_btrfs_subvolume_get_default(g, DISK_FS), id);
	fses = guestfs_list_filesystems(g);
	ok(strv_has(fses, DISK_FS));
	ok(!strv_has(fses, "btrfsvol:" DISK_FS "/sub"));
}

TEST(links_do_not_lead_subvolumes_out)
{
	guestfs_h *g = fresh_fs("btrfs");

	works(g, guestfs_ln_s(g, "/tmp", "/link"));
	fails(g, guestfs_btrfs_subvolume_create(g, "/link/sub"), ENOENT);
	works(g, guestfs_mkdir(g, "/tmp"));
	works(g, guestfs_btrfs_subvolume_create(g, "/link/sub"));
	ok_int(guestfs_is_dir(g, "/tmp/sub"), 1);
}

static const char *value(char **hash, const char *key)
{
	for (size_t i = 0; hash && hash[i]; i += 2)
		if (!strcmp(hash[i], key))
			return hash[i + 1];
	return NULL;
}

TEST(subvolumes_are_shown)
{
	guestfs_h *g = with_sub();
	cleanup_strv char **sub = NULL, **top = NULL;

	works(g, guestfs_btrfs_subvolume_snapshot(g, "/sub", "/one"));
	works(g, guestfs_btrfs_subvolume_snapshot(g, "/sub", "/two"));
	sub = guestfs_btrfs_subvolume_show(g, "/sub");
	works(g, sub);
	ok_str(value(sub, "Name"), "sub");
	ok_str(value(sub, "Parent ID"), "5");
	ok_str(value(sub, "Snapshot(s)"), "one,two");
	ok(value(sub, "UUID") && strlen(value(sub, "UUID")) == 36);
	top = guestfs_btrfs_subvolume_show(g, "/");
	works(g, top);
	ok_str(value(top, "Subvolume ID"), "5");
	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_btrfs_subvolume_show(g, "/d"), EINVAL);
	fails(g, guestfs_btrfs_subvolume_show(g, "/none"), ENOENT);
}

TEST(subvolumes_are_deleted)
{
	guestfs_h *g = with_sub();

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_btrfs_subvolume_create(g, "/sub/inner"));
	fails(g, guestfs_btrfs_subvolume_delete(g, "/sub"), ENOTEMPTY);
	works(g, guestfs_btrfs_subvolume_delete(g, "/sub/inner"));
	works(g, guestfs_btrfs_subvolume_delete(g, "/sub"));
	ok_int(guestfs_exists(g, "/sub"), 0);
	fails(g, guestfs_btrfs_subvolume_delete(g, "/d"), EINVAL);
	fails(g, guestfs_btrfs_subvolume_delete(g, "/none"), ENOENT);
}

TEST(new_subvolumes_join_a_quota_group)
{
	guestfs_h *g = with_sub();

	works(g, guestfs_btrfs_quota_enable(g, "/", 1));
	works(g, guestfs_btrfs_qgroup_create(g, "1/7", "/"));
	works(g,
	      guestfs_btrfs_subvolume_create_opts(
		      g, "/new", GUESTFS_BTRFS_SUBVOLUME_CREATE_OPTS_QGROUPID,
		      "1/7", -1));
	works(g, guestfs_btrfs_subvolume_snapshot_opts(
			 g, "/sub", "/snap",
			 GUESTFS_BTRFS_SUBVOLUME_SNAPSHOT_OPTS_QGROUPID, "1/7",
			 -1));
	/* It has members */
	ok(guestfs_btrfs_qgroup_destroy(g, "1/7", "/") == -1);
	ok(guestfs_btrfs_subvolume_create_opts(
		   g, "/other", GUESTFS_BTRFS_SUBVOLUME_CREATE_OPTS_QGROUPID,
		   "x", -1) == -1);
}

TEST(where_there_are_no_subvolumes)
{
	guestfs_h *g = fresh_fs("ext4");

	ok(!guestfs_btrfs_subvolume_list(g, "/"));
	ok(guestfs_btrfs_subvolume_get_default(g, "/") == -1);
	ok(guestfs_btrfs_subvolume_set_default(g, 5, "/") == -1);
	fails(g, guestfs_btrfs_subvolume_list(g, "/none"), ENOENT);
	fails(g, guestfs_btrfs_subvolume_get_default(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_btrfs_filesystem_sync(g, "/none"), ENOENT);
	g = fresh_fs("btrfs");
	ok(guestfs_btrfs_subvolume_set_default(g, 4711, "/") == -1);
	ok_int(guestfs_btrfs_subvolume_get_default(g, "/"), 5);
}
