/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overwriting. */
#include "appliance.h"

static guestfs_h *small_fs(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_mount(g, DISK_SMALL, "/"));
	return g;
}

TEST(the_group_is_there)
{
	guestfs_h *g = appliance();

	works(g, guestfs_available(g, (char *[]){ (char *)"scrub", NULL }));
}

TEST(scrub_file_removes_what_the_links_lead_to)
{
	guestfs_h *g = small_fs();

	put_text(g, "/secret", "content");
	put_text(g, "/other", "content");
	works(g, guestfs_ln_s(g, "secret", "/link"));
	works(g, guestfs_scrub_file(g, "/other"));
	ok_int(guestfs_exists(g, "/other"), 0);
	works(g, guestfs_scrub_file(g, "/link"));
	ok_int(guestfs_exists(g, "/secret"), 0);
	ok_int(guestfs_is_symlink(g, "/link"), 1);
	fails(g, guestfs_scrub_file(g, "/link"), ENOENT);
	fails(g, guestfs_scrub_file(g, "/lost+found"), EINVAL);
	works(g, guestfs_mkfifo(g, 0600, "/pipe"));
	fails(g, guestfs_scrub_file(g, "/pipe"), EINVAL);
}

TEST(scrub_freespace_leaves_nothing)
{
	guestfs_h *g = small_fs();

	put_text(g, "/keep", "me");
	works(g, guestfs_scrub_freespace(g, "/tmp"));
	ok_int(guestfs_exists(g, "/tmp"), 0);
	ok(file_is(g, "/keep", "me"));
	fails(g, guestfs_scrub_freespace(g, "/keep"), EEXIST);
	fails(g, guestfs_scrub_freespace(g, "/no/dir"), ENOENT);
}

TEST(zero_free_space_leaves_zeroes)
{
	guestfs_h *g = small_fs();
	cleanup_strv char **names = NULL;
	struct guestfs_statvfs *v;

	put_text(g, "/keep", "me");
	works(g, guestfs_fill(g, 'x', 20 << 20, "/big"));
	works(g, guestfs_rm(g, "/big"));
	works(g, guestfs_zero_free_space(g, "/"));
	names = guestfs_ls(g, "/");
	ok_int(strv_len(names), 2);
	ok(file_is(g, "/keep", "me"));
	v = guestfs_statvfs(g, "/");
	ok(v && v->bfree * v->bsize > 20 << 20);
	guestfs_free_statvfs(v);
	fails(g, guestfs_zero_free_space(g, "/keep"), ENOTDIR);
	fails(g, guestfs_zero_free_space(g, "/none"), ENOENT);
	/* The old content is gone from the disk: no long run of x */
	works(g, guestfs_umount(g, "/"));
	for (int64_t at = 0; at < DISK_SMALL_SIZE; at += 1 << 20) {
		size_t n;
		cleanup_free char *piece =
			guestfs_pread_device(g, DISK_SMALL, 1 << 20, at, &n);

		ok(piece && n == 1 << 20);
		ok(!memmem(piece, n, "xxxxxxxxxxxxxxxx", 16));
	}
}

TEST(scrub_device_overwrites)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero_device(g, DISK_SMALL));
	works(g, guestfs_scrub_device(g, DISK_SMALL));
	ok_int(guestfs_is_zero_device(g, DISK_SMALL), 0);
	fails(g, guestfs_scrub_device(g, "/dev/sdz"), ENOENT);
}
