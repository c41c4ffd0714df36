// SPDX-License-Identifier: GPL-2.0-or-later
/* Modes, owners, times, and nodes that are neither file nor directory. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"

static int check_mode(int mode)
{
	if (mode < 0 || mode & ~07777)
		return reply_error(EINVAL,
				   "%#o: not a mode (permission bits "
				   "only)",
				   (unsigned int)mode);
	return 0;
}

/* An O_PATH descriptor has no fchmod(2), but a name in /proc. */
static void name_of(int fd, char *buf, size_t n)
{
	snprintf(buf, n, "/proc/self/fd/%d", fd);
}

int do_chmod(int mode, const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_PATH, 0);
	char name[64];

	if (check_mode(mode) < 0)
		return -1;
	if (fd < 0)
		return reply_errno(errno, "%s", path);
	name_of(fd, name, sizeof(name));
	if (chmod(name, mode) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

static int chown_fd(const char *path, int flags, int owner, int group)
{
	cleanup_close int fd = sysroot_open(path, O_PATH | flags, 0);

	if (fd < 0 || fchownat(fd, "", owner, group, AT_EMPTY_PATH) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_chown(int owner, int group, const char *path)
{
	return chown_fd(path, 0, owner, group);
}

int do_lchown(int owner, int group, const char *path)
{
	return chown_fd(path, O_NOFOLLOW, owner, group);
}

/* -1 and -2 in the nanoseconds: now, and leave as it is */
static int set_time(struct timespec *t, int64_t secs, int64_t nsecs)
{
	t->tv_sec = secs;
	if (nsecs == -1)
		t->tv_nsec = UTIME_NOW;
	else if (nsecs == -2)
		t->tv_nsec = UTIME_OMIT;
	else if (nsecs >= 0 && nsecs < 1000000000)
		t->tv_nsec = nsecs;
	else
		return reply_error(EINVAL, "%lld: not a number of nanoseconds",
				   (long long)nsecs);
	return 0;
}

int do_utimens(const char *path, int64_t atsecs, int64_t atnsecs,
	       int64_t mtsecs, int64_t mtnsecs)
{
	cleanup_close int fd = sysroot_open(path, O_PATH | O_NOFOLLOW, 0);
	struct timespec t[2];

	if (set_time(&t[0], atsecs, atnsecs) < 0 ||
	    set_time(&t[1], mtsecs, mtnsecs) < 0)
		return -1;
	if (fd < 0 || utimensat(fd, "", t, AT_EMPTY_PATH) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_umask(int mask)
{
	if (mask < 0 || mask > 0777)
		return reply_error(EINVAL, "%#o: not a umask",
				   (unsigned int)mask);
	return umask(mask);
}

int do_get_umask(void)
{
	mode_t old = umask(022);

	umask(old);
	return old;
}

static int make_node(const char *path, int mode, mode_t type, dev_t dev)
{
	cleanup_close int dir = -1;
	cleanup_free char *copy = NULL;
	const char *base = NULL;

	if (check_mode(mode & ~S_IFMT) < 0)
		return -1;
	copy = strdup(path);
	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0 || mknodat(dir, base, type | (mode & 07777), dev) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

bool optgroup_mknod_available(void)
{
	return true;
}

int do_mknod(int mode, int devmajor, int devminor, const char *path)
{
	if (mode < 0 || devmajor < 0 || devminor < 0)
		return reply_errno(EINVAL, "%s", path);
	return make_node(path, mode, mode & S_IFMT,
			 makedev(devmajor, devminor));
}

int do_mkfifo(int mode, const char *path)
{
	return make_node(path, mode, S_IFIFO, 0);
}

int do_mknod_b(int mode, int devmajor, int devminor, const char *path)
{
	return do_mknod(S_IFBLK | mode, devmajor, devminor, path);
}

int do_mknod_c(int mode, int devmajor, int devminor, const char *path)
{
	return do_mknod(S_IFCHR | mode, devmajor, devminor, path);
}
