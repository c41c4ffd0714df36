// SPDX-License-Identifier: GPL-2.0-or-later
#include "guestfile.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "devname.h"
#include "guestfs_protocol.h"
#include "reply.h"
#include "sysroot.h"

#define ANSWER_MAX (GUESTFS_MESSAGE_MAX - 1024)

bool guestfile_is_device(const char *name)
{
	return !strncmp(name, "/dev/", 5);
}

char *guestfile_user_name(const char *name)
{
	return guestfile_is_device(name) ? devname_to_user(name) : strdup(name);
}

int guestfile_open(const char *path)
{
	int fd = sysroot_open(path, O_RDONLY, 0);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		errno = EISDIR;
		fd = -1;
	}
	if (fd < 0)
		reply_errno(errno, "%s", path);
	return fd;
}

int guestfile_open_either(const char *name, int flags)
{
	if (guestfile_is_device(name))
		return open(name, (flags & ~(O_CREAT | O_TRUNC)) | O_CLOEXEC);
	return sysroot_open(name, flags, 0666);
}

int guestfile_size(int fd, uint64_t *ret)
{
	struct stat st;

	*ret = 0;
	if (fstat(fd, &st) < 0)
		return -1;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (S_ISBLK(st.st_mode))
		return ioctl(fd, BLKGETSIZE64, ret);
	*ret = st.st_size;
	return 0;
}

static ssize_t read_at(int fd, char *buf, size_t count, int64_t offset)
{
	size_t done = 0;

	while (done < count) {
		ssize_t n = pread(fd, buf + done, count - done, offset + done);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += n;
	}
	return done;
}

char *guestfile_pread(const char *name, int count, int64_t offset,
		      size_t *ret_size)
{
	cleanup_free char *user = guestfile_user_name(name), *buf = NULL;
	cleanup_close int fd = -1;
	ssize_t n = -1;

	if (count < 0 || offset < 0) {
		reply_error(EINVAL, "%s: negative count or offset", user);
		return NULL;
	}
	if (count > ANSWER_MAX) {
		reply_error(EINVAL,
			    "%s: %d bytes are more than a message can hold",
			    user, count);
		return NULL;
	}
	fd = guestfile_is_device(name) ? open(name, O_RDONLY | O_CLOEXEC)
				       : guestfile_open(name);
	buf = malloc(count + 1);
	if (fd >= 0 && buf)
		n = read_at(fd, buf, count, offset);
	if (n < 0) {
		reply_errno(errno, "%s", user);
		return NULL;
	}
	*ret_size = n;
	return steal_ptr(&buf);
}

int guestfile_pwrite(const char *name, const char *content, size_t n,
		     int64_t offset)
{
	cleanup_free char *user = guestfile_user_name(name);
	cleanup_close int fd = -1;
	ssize_t r;

	if (offset < 0)
		return reply_error(EINVAL, "%s: negative offset", user);
	fd = guestfile_open_either(name, O_WRONLY);
	r = fd < 0 ? -1 : pwrite(fd, content, n, offset);
	if (r < 0 || (guestfile_is_device(name) && fsync(fd) < 0) ||
	    close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", user);
	return r;
}
