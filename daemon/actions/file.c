// SPDX-License-Identifier: GPL-2.0-or-later
/* What is in files; copying and removing is in copy.c. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/checksum.h"
#include "frame/guestfile.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "io.h"
#include "run.h"

int do_touch(const char *path)
{
	cleanup_close int fd = -1;
	struct stat st;

	/* Opening a device node or a pipe would do more than touch it. */
	if (sysroot_stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return reply_error(EINVAL,
				   "%s: touch can only be used on "
				   "regular files",
				   path);
	fd = sysroot_open(path, O_WRONLY | O_CREAT, 0666);
	if (fd < 0 || futimens(fd, NULL) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

static int write_to(const char *path, int flags, const char *content, size_t n)
{
	cleanup_close int fd =
		sysroot_open(path, O_WRONLY | O_CREAT | flags, 0666);

	if (fd < 0 || io_write_full(fd, content, n) < 0 ||
	    close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_write_file(const char *path, const char *content, int size)
{
	/* What comes over the wire as a string has no NUL */
	if (size < 0 || (size_t)size > strlen(content))
		return reply_error(EINVAL, "%s: bad size %d", path, size);
	return write_to(path, O_TRUNC, content,
			size ? (size_t)size : strlen(content));
}

int do_internal_write(const char *path, const char *content, size_t n)
{
	return write_to(path, O_TRUNC, content, n);
}

int do_internal_write_append(const char *path, const char *content, size_t n)
{
	return write_to(path, O_APPEND, content, n);
}

char *do_pread(const char *path, int count, int64_t offset, size_t *size_r)
{
	return guestfile_pread(path, count, offset, size_r);
}

int do_pwrite(const char *path, const char *content, size_t n, int64_t offset)
{
	return guestfile_pwrite(path, content, n, offset);
}

int do_truncate(const char *path)
{
	return do_truncate_size(path, 0);
}

int do_truncate_size(const char *path, int64_t size)
{
	cleanup_close int fd = sysroot_open(path, O_WRONLY, 0);

	if (fd < 0 || ftruncate(fd, size) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_fallocate64(const char *path, int64_t len)
{
	cleanup_close int fd = -1;
	int err;

	if (len < 0)
		return reply_error(EINVAL, "%s: negative length", path);
	fd = sysroot_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0)
		return reply_errno(errno, "%s", path);
	err = len ? posix_fallocate(fd, 0, len) : 0;
	if (!err)
		return 0;
	/* It may have taken all the space that there was. */
	if (ftruncate(fd, 0) < 0)
		return reply_errno(errno, "%s", path);
	return reply_errno(err, "%s", path);
}

int do_fallocate(const char *path, int len)
{
	return do_fallocate64(path, len);
}

/* A file of @len bytes, @size of @block again and again */
static int fill(const char *path, const char *block, int size, int len)
{
	cleanup_close int fd =
		sysroot_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0)
		return reply_errno(errno, "%s", path);
	for (int done = 0; done < len;) {
		int n = len - done < size ? len - done : size;

		if (io_write_full(fd, block, n) < 0)
			return reply_errno(errno, "%s", path);
		done += n;
		reply_progress(done, len);
	}
	if (close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_fill(int c, int len, const char *path)
{
	char buf[65536];

	if (c < 0 || c > 255 || len < 0)
		return reply_error(EINVAL, "%s: %d bytes of value %d", path,
				   len, c);
	memset(buf, c, sizeof(buf));
	return fill(path, buf, sizeof(buf), len);
}

int do_fill_pattern(const char *pattern, int len, const char *path)
{
	size_t n = strlen(pattern), size = 0;
	cleanup_free char *block = NULL;

	if (!n || len < 0)
		return reply_error(EINVAL,
				   "%s: %d bytes of a pattern of length %zu",
				   path, len, n);
	/* As many whole patterns as make a decent write */
	block = malloc(n + 65536);
	if (!block)
		return reply_errno(ENOMEM, "%s", path);
	do {
		memcpy(block + size, pattern, n);
		size += n;
	} while (size + n <= 65536);
	return fill(path, block, size, len);
}

/* What is no regular file libmagic would open by name */
static const char *special(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "directory";
	case S_IFCHR:
		return "character device";
	case S_IFBLK:
		return "block device";
	case S_IFIFO:
		return "FIFO";
	case S_IFLNK:
		return "symbolic link";
	case S_IFSOCK:
		return "socket";
	default:
		return NULL;
	}
}

char *do_file(const char *path)
{
	bool is_dev = !strncmp(path, "/dev/", 5);
	cleanup_close int fd = -1;
	const char *text = NULL;
	char *ret = NULL;
	struct stat st;
	magic_t m;

	if (!is_dev && sysroot_lstat(path, &st) == 0 && special(st.st_mode))
		return strdup(special(st.st_mode));
	fd = is_dev ? open(path, O_RDONLY | O_CLOEXEC)
		    : sysroot_open(path, O_RDONLY | O_NOFOLLOW, 0);
	if (fd < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	m = magic_open(MAGIC_NONE);
	if (m && magic_load(m, NULL) == 0)
		text = magic_descriptor(m, fd);
	if (text)
		ret = strdup(text);
	else
		reply_error(EIO, "%s: %s", path,
			    m ? magic_error(m) : "libmagic");
	if (m)
		magic_close(m);
	return ret;
}

char *do_checksum(const char *csumtype, const char *path)
{
	cleanup_close int fd = guestfile_open(path);

	return fd < 0 ? NULL : checksum_of(csumtype, fd, path);
}

int64_t do_filesize(const char *file)
{
	struct stat st;

	if (sysroot_stat(file, &st) < 0)
		return reply_errno(errno, "%s", file);
	return st.st_size;
}
