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
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define LINES	   10 /* of head and tail */
#define ANSWER_MAX (GUESTFS_MESSAGE_MAX - 1024)

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

static int open_to_read(const char *path)
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

/* At most @max bytes from where @fd stands; NUL-terminated */
static char *read_some(int fd, size_t max, size_t *ret_len)
{
	char *buf = malloc(max + 1);
	ssize_t n = buf ? io_read_full(fd, buf, max) : -1;

	if (n < 0) {
		free(buf);
		return NULL;
	}
	buf[n] = '\0';
	*ret_len = n;
	return buf;
}

/* Lines end at a NUL, as strings do. */
static void add_line(struct strv *sv, const char *from, const char *to)
{
	strv_take(sv, strndup(from, to - from));
}

char **do_head(const char *path)
{
	cleanup_close int fd = open_to_read(path);
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_free char *buf = NULL;
	char *p, *end;
	size_t len;

	if (fd < 0)
		return NULL;
	buf = read_some(fd, ANSWER_MAX, &len);
	if (!buf) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	for (p = buf; sv.n < LINES && p < buf + len; p = end + 1) {
		end = memchr(p, '\n', buf + len - p);
		if (!end)
			end = buf + len;
		add_line(&sv, p, end);
	}
	return strv_steal(&sv);
}

char **do_tail(const char *path)
{
	cleanup_close int fd = open_to_read(path);
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_free char *buf = NULL;
	char *p, *end, *starts[LINES];
	size_t len, n = 0;
	struct stat st;

	if (fd < 0)
		return NULL;
	/* More could not be answered anyway */
	if (fstat(fd, &st) == 0 && st.st_size > ANSWER_MAX)
		lseek(fd, st.st_size - ANSWER_MAX, SEEK_SET);
	buf = read_some(fd, ANSWER_MAX, &len);
	if (!buf) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	end = buf + len;
	if (len && end[-1] == '\n')
		end--;
	for (p = end; n < LINES && len; p = starts[n++] - 1) {
		char *nl = p > buf ? memrchr(buf, '\n', p - buf) : NULL;

		starts[n] = nl ? nl + 1 : buf;
		if (!nl) {
			n++;
			break;
		}
	}
	while (n--) {
		p = memchr(starts[n], '\n', end - starts[n]);
		add_line(&sv, starts[n], p ? p : end);
	}
	return strv_steal(&sv);
}

char *do_pread(const char *path, int count, int64_t offset, size_t *size_r)
{
	cleanup_close int fd = -1;
	cleanup_free char *buf = NULL;
	size_t done = 0;

	if (count < 0 || offset < 0) {
		reply_error(EINVAL, "%s: negative count or offset", path);
		return NULL;
	}
	if (count > ANSWER_MAX) {
		reply_error(EINVAL,
			    "%s: %d bytes are more than a message can "
			    "hold",
			    path, count);
		return NULL;
	}
	fd = open_to_read(path);
	if (fd < 0)
		return NULL;
	buf = malloc(count + 1);
	while (buf && done < (size_t)count) {
		ssize_t n = pread(fd, buf + done, count - done, offset + done);

		if (n < 0) {
			reply_errno(errno, "%s", path);
			return NULL;
		}
		if (n == 0)
			break;
		done += n;
	}
	*size_r = done;
	return steal_ptr(&buf);
}

int do_pwrite(const char *path, const char *content, size_t n, int64_t offset)
{
	cleanup_close int fd = -1;
	ssize_t r;

	if (offset < 0)
		return reply_error(EINVAL, "%s: negative offset", path);
	fd = sysroot_open(path, O_WRONLY, 0);
	r = fd < 0 ? -1 : pwrite(fd, content, n, offset);
	if (r < 0 || close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", path);
	return r;
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
	if (err)
		return reply_errno(err, "%s", path);
	return 0;
}

int do_fill(int c, int len, const char *path)
{
	cleanup_close int fd = -1;
	char buf[65536];

	if (c < 0 || c > 255 || len < 0)
		return reply_error(EINVAL, "%s: %d bytes of value %d", path,
				   len, c);
	fd = sysroot_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0)
		return reply_errno(errno, "%s", path);
	memset(buf, c, sizeof(buf));
	for (int done = 0; done < len;) {
		int n = len - done < (int)sizeof(buf) ? len - done
						      : (int)sizeof(buf);

		if (io_write_full(fd, buf, n) < 0)
			return reply_errno(errno, "%s", path);
		done += n;
		reply_progress(done, len);
	}
	if (close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
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

static const char *const sums[][2] = {
	{ "crc", "cksum" },	   { "md5", "md5sum" },
	{ "sha1", "sha1sum" },	   { "sha224", "sha224sum" },
	{ "sha256", "sha256sum" }, { "sha384", "sha384sum" },
	{ "sha512", "sha512sum" },
};

char *do_checksum(const char *csumtype, const char *path)
{
	cleanup_close int fd = -1;
	cleanup_run struct run r = { 0 };
	const char *program = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(sums); i++)
		if (!strcmp(csumtype, sums[i][0]))
			program = sums[i][1];
	if (!program) {
		reply_error(EINVAL, "%s: unknown type of checksum", csumtype);
		return NULL;
	}
	fd = open_to_read(path);
	if (fd < 0)
		return NULL;
	r.argv = ARGV(program);
	r.in_fd = fd;
	if (reply_run(&r, path) < 0)
		return NULL;
	return strndup(r.out, strcspn(r.out, " "));
}

int64_t do_filesize(const char *file)
{
	struct stat st;

	if (sysroot_stat(file, &st) < 0)
		return reply_errno(errno, "%s", file);
	return st.st_size;
}
