/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of the guest's files. */
#include "appliance.h"

#include <sys/inotify.h>

static guestfs_h *watching(int max, int64_t *ret_wd, int mask)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_inotify_init(g, max));
	*ret_wd = guestfs_inotify_add_watch(g, "/d", mask);
	ok(*ret_wd > 0);
	return g;
}

TEST(inotify_read_tells_what_happened)
{
	int64_t wd;
	guestfs_h *g = watching(0, &wd, IN_CREATE | IN_DELETE | IN_MOVE);
	struct guestfs_inotify_event_list *l;

	works(g, guestfs_touch(g, "/d/a"));
	works(g, guestfs_mv(g, "/d/a", "/d/b"));
	works(g, guestfs_mkdir(g, "/d/dir"));
	works(g, guestfs_rm(g, "/d/b"));
	l = guestfs_inotify_read(g);
	ok(l != NULL);
	ok_int(l->len, 5);
	ok_int(l->val[0].in_wd, wd);
	ok_int(l->val[0].in_mask, IN_CREATE);
	ok_str(l->val[0].in_name, "a");
	ok_int(l->val[1].in_mask, IN_MOVED_FROM);
	ok_int(l->val[2].in_mask, IN_MOVED_TO);
	ok(l->val[1].in_cookie && l->val[1].in_cookie == l->val[2].in_cookie);
	ok_int(l->val[3].in_mask, IN_CREATE | IN_ISDIR);
	ok_int(l->val[4].in_mask, IN_DELETE);
	guestfs_free_inotify_event_list(l);
	l = guestfs_inotify_read(g);
	ok(l != NULL);
	ok_int(l->len, 0);
	guestfs_free_inotify_event_list(l);
	works(g, guestfs_inotify_close(g));
}

TEST(inotify_files_names_each_once)
{
	int64_t wd;
	guestfs_h *g = watching(0, &wd, IN_ALL_EVENTS);
	cleanup_strv char **v = NULL, **none = NULL;

	put_text(g, "/d/b", "x");
	put_text(g, "/d/a", "x");
	put_text(g, "/d/b", "y");
	v = guestfs_inotify_files(g);
	ok(v != NULL);
	ok_int(strv_len(v), 2);
	ok_str(v[0], "a");
	ok_str(v[1], "b");
	none = guestfs_inotify_files(g);
	ok_int(strv_len(none), 0);
}

TEST(a_watch_that_is_removed_is_silent)
{
	int64_t wd;
	guestfs_h *g = watching(0, &wd, IN_CREATE);
	cleanup_strv char **v = NULL;

	works(g, guestfs_inotify_rm_watch(g, wd));
	fails(g, guestfs_inotify_rm_watch(g, wd), EINVAL);
	works(g, guestfs_touch(g, "/d/a"));
	v = guestfs_inotify_files(g);
	ok_int(strv_len(v), 0);
}

static void touch_four(guestfs_h *g)
{
	for (int i = 0; i < 4; i++) {
		char name[8];

		snprintf(name, sizeof(name), "/d/%d", i);
		works(g, guestfs_touch(g, name));
	}
}

TEST(a_full_queue_says_so)
{
	int64_t wd;
	guestfs_h *g = watching(2, &wd, IN_CREATE);
	struct guestfs_inotify_event_list *l;

	touch_four(g);
	l = guestfs_inotify_read(g);
	ok(l != NULL);
	ok(l->len >= 2);
	ok_int(l->val[l->len - 1].in_mask, IN_Q_OVERFLOW);
	ok_int(l->val[l->len - 1].in_wd, -1);
	guestfs_free_inotify_event_list(l);
	/* The next one has its own limit again */
	g = watching(0, &wd, IN_CREATE);
	touch_four(g);
	l = guestfs_inotify_read(g);
	ok(l && l->len == 4);
	guestfs_free_inotify_event_list(l);
}

TEST(watches_follow_links_inside_the_guest)
{
	int64_t wd, link;
	guestfs_h *g = watching(0, &wd, IN_CREATE);

	works(g, guestfs_ln_s(g, "/d", "/link"));
	ok_int(guestfs_inotify_add_watch(g, "/link", IN_CREATE), wd);
	link = guestfs_inotify_add_watch(g, "/link",
					 IN_ATTRIB | IN_DONT_FOLLOW);
	ok(link > 0 && link != wd);
	works(g, guestfs_ln_s(g, "/sysroot", "/out"));
	fails(g, guestfs_inotify_add_watch(g, "/out", IN_CREATE), ENOENT);
	fails(g, guestfs_inotify_add_watch(g, "/d", 0), EINVAL);
}

TEST(inotify_needs_a_handle)
{
	int64_t wd;
	guestfs_h *g = watching(0, &wd, IN_CREATE);

	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_inotify_close(g));
	fails(g, guestfs_inotify_close(g), EINVAL);
	fails(g, guestfs_inotify_rm_watch(g, 1), EINVAL);
	ok(!guestfs_inotify_read(g));
	ok(strstr(guestfs_last_error(g), "call inotify_init first"));
	ok(!guestfs_inotify_files(g));
	fails(g, guestfs_inotify_init(g, -1), EINVAL);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	fails(g, guestfs_inotify_add_watch(g, "/", IN_CREATE), EINVAL);
}
