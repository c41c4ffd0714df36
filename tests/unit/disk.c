/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disk images on the host: made and looked at through qemu-img. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guestfs.h"
#include "test.h"

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

static char *in_dir(const char *name)
{
	static char path[4][200];
	static int n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof(path[n]), "%s/%s", test_dir(), name);
	return path[n];
}

TEST(raw_images_are_sparse_or_full)
{
	guestfs_h *g = create();
	struct stat st;

	ok_int(guestfs_disk_create(g, in_dir("a"), "raw", 1 << 20, -1), 0);
	ok_int(stat(in_dir("a"), &st), 0);
	ok_int(st.st_size, 1 << 20);
	ok_int(st.st_blocks, 0);
	ok_int(guestfs_disk_create(g, in_dir("a"), "raw", 1 << 20,
				   GUESTFS_DISK_CREATE_PREALLOCATION, "full",
				   -1),
	       0);
	ok_int(stat(in_dir("a"), &st), 0);
	ok(st.st_blocks >= 2048);
	guestfs_close(g);
}

TEST(qcow2_images_say_what_they_are)
{
	guestfs_h *g = create();
	char *s;

	ok_int(guestfs_disk_create(g, in_dir("base,x"), "qcow2", 5 << 20,
				   GUESTFS_DISK_CREATE_CLUSTERSIZE, 4096,
				   GUESTFS_DISK_CREATE_PREALLOCATION,
				   "metadata", -1),
	       0);
	s = guestfs_disk_format(g, in_dir("base,x"));
	ok_str(s, "qcow2");
	free(s);
	ok_int(guestfs_disk_virtual_size(g, in_dir("base,x")), 5 << 20);
	ok_int(guestfs_disk_has_backing_file(g, in_dir("base,x")), 0);
	ok_int(guestfs_disk_create(
		       g, in_dir("over"), "qcow2", -1,
		       GUESTFS_DISK_CREATE_BACKINGFILE, in_dir("base,x"),
		       GUESTFS_DISK_CREATE_BACKINGFORMAT, "qcow2", -1),
	       0);
	ok_int(guestfs_disk_has_backing_file(g, in_dir("over")), 1);
	ok_int(guestfs_disk_virtual_size(g, in_dir("over")), 5 << 20);
	/* Without a format the one below is settled now, not by qemu later */
	ok_int(guestfs_disk_create(g, in_dir("over2"), "qcow2", -1,
				   GUESTFS_DISK_CREATE_BACKINGFILE, "base,x",
				   -1),
	       0);
	ok_int(guestfs_disk_virtual_size(g, in_dir("over2")), 5 << 20);
	ok_int(guestfs_disk_create(g, in_dir("over3"), "qcow2", -1,
				   GUESTFS_DISK_CREATE_BACKINGFILE, "none", -1),
	       -1);
	ok_int(guestfs_last_errno(g), ENOENT);
	guestfs_close(g);
}

TEST(wrong_wishes_are_refused)
{
	guestfs_h *g = create();
	char *f = in_dir("x");

	ok_int(guestfs_disk_create(g, f, "vmdk", 1, -1), -1);
	ok_int(guestfs_disk_create(g, f, "raw", -1, -1), -1);
	ok_int(guestfs_disk_create(g, f, "raw", -2, -1), -1);
	ok_int(guestfs_disk_create(g, f, "raw", 1, GUESTFS_DISK_CREATE_COMPAT,
				   "1.1", -1),
	       -1);
	ok_int(guestfs_disk_create(g, f, "raw", 1,
				   GUESTFS_DISK_CREATE_PREALLOCATION,
				   "metadata", -1),
	       -1);
	ok_int(guestfs_disk_create(g, f, "qcow2", 1, GUESTFS_DISK_CREATE_COMPAT,
				   "9", -1),
	       -1);
	ok_int(guestfs_disk_create(g, f, "qcow2", 1,
				   GUESTFS_DISK_CREATE_CLUSTERSIZE, 1000, -1),
	       -1);
	ok_int(guestfs_disk_create(g, f, "qcow2", 1,
				   GUESTFS_DISK_CREATE_BACKINGFORMAT, "raw",
				   -1),
	       -1);
	ok_int(guestfs_last_errno(g), EINVAL);
	ok_int(guestfs_disk_create(g, "/no/dir/x", "raw", 1, -1), -1);
	ok_int(guestfs_last_errno(g), ENOENT);
	ok_int(guestfs_disk_create(g, test_dir(), "raw", 1, -1), -1);
	guestfs_close(g);
}

TEST(a_missing_or_broken_image_is_an_error)
{
	guestfs_h *g = create();
	int fd;

	ok(!guestfs_disk_format(g, in_dir("none")));
	ok_int(guestfs_last_errno(g), ENOENT);
	ok_int(guestfs_disk_create(g, in_dir("q"), "qcow2", 1 << 20, -1), 0);
	fd = open(in_dir("q"), O_WRONLY);
	ok_int(pwrite(fd, "\xff", 1, 23), 1); /* cluster_bits */
	close(fd);
	ok_int(guestfs_disk_virtual_size(g, in_dir("q")), -1);
	ok(strstr(guestfs_last_error(g), in_dir("q")));
	guestfs_close(g);
}
