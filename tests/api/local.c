/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's tree as a file system of the host. */
#include "appliance.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"

static pthread_t server;
static int served;

static void need_fuse(void)
{
	if (access("/dev/fuse", R_OK | W_OK) < 0)
		test_skip("no /dev/fuse here");
	if (geteuid() != 0 && access("/usr/bin/fusermount3", X_OK) < 0)
		test_skip("no fusermount3 here");
}

static void *serve(void *g)
{
	served = guestfs_mount_local_run(g);
	return NULL;
}

/* Mount on a directory of the test's own. */
static char *start(guestfs_h *g, const char *options)
{
	char *dir;

	need_fuse();
	ok(asprintf(&dir, "%s/mnt", test_dir()) > 0);
	mkdir(dir, 0700);
	works(g,
	      options ? guestfs_mount_local(g, dir, GUESTFS_MOUNT_LOCAL_OPTIONS,
					    options, -1)
		      : guestfs_mount_local(g, dir, -1));
	ok_int(pthread_create(&server, NULL, serve, g), 0);
	return dir;
}

static void stop(guestfs_h *g)
{
	works(g, guestfs_umount_local(g, GUESTFS_UMOUNT_LOCAL_RETRY, 1, -1));
	pthread_join(server, NULL);
	ok_int(served, 0);
}

static bool host_file_is(const char *dir, const char *name, const char *text)
{
	cleanup_free char *path = NULL, *got = NULL;

	ok(asprintf(&path, "%s/%s", dir, name) > 0);
	got = io_read_file(path, 1 << 20, NULL);
	return got && !strcmp(got, text);
}

static void host_put(const char *dir, const char *name, const char *text)
{
	cleanup_free char *path = NULL;

	ok(asprintf(&path, "%s/%s", dir, name) > 0);
	ok_int(io_write_file(path, text), 0);
}

TEST(files_go_both_ways)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL;

	put_text(g, "/from-guest", "guest");
	dir = start(g, NULL);
	ok(host_file_is(dir, "from-guest", "guest"));
	host_put(dir, "from-host", "host");
	ok(file_is(g, "/from-host", "host"));
	stop(g);
	ok(file_is(g, "/from-host", "host"));
}

TEST(calls_beside_the_mount_show_at_once)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL, *path = NULL;
	struct stat st;

	put_text(g, "/f", "one");
	works(g, guestfs_mkdir(g, "/d"));
	dir = start(g, NULL);
	ok(host_file_is(dir, "f", "one"));
	ok(asprintf(&path, "%s/d/new", dir) > 0);
	ok(stat(path, &st) < 0 && errno == ENOENT);

	put_text(g, "/f", "other");
	ok(host_file_is(dir, "f", "other"));
	put_text(g, "/d/new", "x");
	ok_int(stat(path, &st), 0);
	works(g, guestfs_chmod(g, 0600, "/d/new"));
	ok_int(stat(path, &st), 0);
	ok_int(st.st_mode & 07777, 0600);
	works(g, guestfs_rm(g, "/d/new"));
	ok(stat(path, &st) < 0 && errno == ENOENT);
	stop(g);
}

TEST(a_read_only_mount_refuses_changes)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL, *path = NULL;

	put_text(g, "/f", "one");
	dir = start(g, "ro");
	ok(host_file_is(dir, "f", "one"));
	ok(asprintf(&path, "%s/new", dir) > 0);
	ok(mkdir(path, 0777) < 0 && errno == EROFS);
	stop(g);
}

TEST(a_busy_mount_stays)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL;
	int fd;

	dir = start(g, NULL);
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	ok(fd >= 0);
	fails(g, guestfs_umount_local(g, -1), EBUSY);
	ok(strstr(guestfs_last_error(g), "in use by"));
	close(fd);
	stop(g);
}

TEST(wrong_calls_are_refused)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL, *missing = NULL;

	need_fuse();
	fails(g, guestfs_mount_local_run(g), EINVAL);
	fails(g, guestfs_umount_local(g, -1), EINVAL);
	ok(asprintf(&missing, "%s/missing", test_dir()) > 0);
	fails(g, guestfs_mount_local(g, missing, -1), ENOENT);
	fails(g,
	      guestfs_mount_local(g, test_dir(), GUESTFS_MOUNT_LOCAL_OPTIONS,
				  "bogus", -1),
	      EINVAL);
	ok(strstr(guestfs_last_error(g), "bogus"));
	dir = start(g, NULL);
	fails(g, guestfs_mount_local(g, dir, -1), EEXIST);
	stop(g);
}

TEST(it_can_be_mounted_again)
{
	guestfs_h *g = fresh_fs("ext4");

	for (int i = 0; i < 3; i++) {
		cleanup_free char *dir = start(g, NULL);

		host_put(dir, "f", "again");
		ok(host_file_is(dir, "f", "again"));
		stop(g);
	}
}

TEST(unmounting_may_come_before_serving)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dir = NULL;

	need_fuse();
	ok(asprintf(&dir, "%s/mnt", test_dir()) > 0);
	mkdir(dir, 0700);
	works(g, guestfs_mount_local(g, dir, -1));
	works(g, guestfs_umount_local(g, -1));
	ok_int(guestfs_mount_local_run(g), 0);
	fails(g, guestfs_mount_local_run(g), EINVAL);
}
