// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/guestfile.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "run.h"

#define PIECE (1 << 20)

bool optgroup_scrub_available(void)
{
	return toolpath_have("scrub");
}

int do_scrub_device(const char *device)
{
	cleanup_free char *user = guestfile_user_name(device);

	return reply_cmd(user, ARGV("scrub", "-f", device));
}

int do_scrub_file(const char *file)
{
	/* scrub would remove a link in place of what it leads to */
	cleanup_free char *path = sysroot_realpath(file);
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	struct stat st;

	if (!path || sysroot_lstat(path, &st) < 0)
		return reply_errno(errno, "%s", file);
	if (!S_ISREG(st.st_mode))
		return reply_error(EINVAL, "%s: not a regular file", file);
	if (toolpath_open_new(&t, path) < 0)
		return -1;
	return reply_cmd(file, ARGV("scrub", "-f", "-r", t.path));
}

int do_scrub_freespace(const char *dir)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	struct stat st;

	if (sysroot_lstat(dir, &st) == 0)
		return reply_errno(EEXIST, "%s", dir);
	if (toolpath_open_new(&t, dir) < 0)
		return -1;
	return reply_cmd(dir, ARGV("scrub", "-X", t.path));
}

/* Until nothing fits any more */
static int fill_up(int fd, const char *what)
{
	cleanup_free char *zeros = calloc(1, PIECE);
	size_t piece = PIECE;
	uint64_t done = 0;
	struct statvfs v;

	if (!zeros || fstatvfs(fd, &v) < 0)
		return reply_errno(errno, "%s", what);
	while (piece) {
		ssize_t n = write(fd, zeros, piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != ENOSPC && errno != EFBIG)
			return reply_errno(errno, "%s", what);
		/* A smaller piece may fit yet. */
		if (n <= 0) {
			piece /= 2;
			continue;
		}
		done += n;
		if (done < (uint64_t)v.f_bfree * v.f_frsize)
			reply_progress(done, v.f_bfree * v.f_frsize);
	}
	if (fsync(fd) < 0)
		return reply_errno(errno, "%s", what);
	return 0;
}

int do_zero_free_space(const char *directory)
{
	cleanup_close int dir =
		sysroot_open(directory, O_RDONLY | O_DIRECTORY, 0);
	cleanup_close int fd = -1;
	char name[64];
	int r;

	if (dir < 0)
		return reply_errno(errno, "%s", directory);
	snprintf(name, sizeof(name), ".guestfs-zero-%08lx%08lx", random(),
		 random());
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return reply_errno(errno, "%s", directory);
	r = fill_up(fd, directory);
	if (unlinkat(dir, name, 0) < 0)
		return reply_errno(errno, "%s/%s", directory, name);
	return r;
}
