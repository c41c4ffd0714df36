// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and archives between host and guest. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/call.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "frame/sysroot.h"
#include "frame/tarhelper.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define PIECE (1 << 20)
#define LZOP  "lzop"

static bool is_device(const char *name)
{
	return !strncmp(name, "/dev/", 5);
}

static int open_either(const char *name, int flags)
{
	if (is_device(name))
		return open(name, (flags & ~(O_CREAT | O_TRUNC)) | O_CLOEXEC);
	return sysroot_open(name, flags, 0666);
}

static char *user_name(const char *name)
{
	return is_device(name) ? devname_to_user(name) : strdup(name);
}

/* Where an upload goes to, and how far it is */
struct upload {
	int fd;
	uint64_t done;
	uint64_t total;
};

static int write_piece(void *opaque, const void *buf, size_t n)
{
	struct upload *u = opaque;

	if (io_write_full(u->fd, buf, n) < 0)
		return -1;
	u->done += n;
	if (u->done <= u->total)
		reply_progress(u->done, u->total);
	return 0;
}

static int upload_to(const char *name, int flags, int64_t offset)
{
	cleanup_close int fd = open_either(name, O_WRONLY | O_CREAT | flags);
	cleanup_free char *user = user_name(name);
	struct upload u = { .fd = fd,
			    .total = call_current()->head.progress_hint };
	int r;

	if (fd < 0 || (offset && lseek(fd, offset, SEEK_SET) < 0))
		return reply_errno(errno, "%s", user);
	r = filein_receive(write_piece, &u);
	if (r == -1)
		return reply_errno(errno, "%s", user);
	if (r < 0)
		return -1;
	/* A device's own cache is not the file system's to flush */
	if ((is_device(name) && fsync(fd) < 0) || close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", user);
	/* It may have a partition table now */
	if (is_device(name) && !devname_partnum(name))
		devname_rescan(name);
	return 0;
}

int do_upload(const char *remotefilename)
{
	return upload_to(remotefilename, O_TRUNC, 0);
}

int do_upload_offset(const char *remotefilename, int64_t offset)
{
	if (offset < 0)
		return reply_error(EINVAL, "%s: negative offset",
				   remotefilename);
	return upload_to(remotefilename, 0, offset);
}

/* Bytes that a progress bar can count with; 0 where unknown */
static int size_of(int fd, uint64_t *ret)
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

/* The reply goes out with the first bytes that were read: what fails before
 * can be told in words. Return: bytes sent, or -1
 */
static int64_t send_all(int fd, const char *user, uint64_t max, uint64_t total)
{
	cleanup_free char *buf = malloc(PIECE);
	uint64_t done = 0;
	ssize_t n;

	if (!buf)
		return reply_errno(ENOMEM, "%s", user);
	do {
		n = read(fd, buf, max - done < PIECE ? max - done : PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return reply_errno(errno, "%s", user);
		if (!done)
			fileout_begin();
		if (fileout_send(buf, n) < 0)
			return -1;
		done += n;
		if (n && done <= total)
			reply_progress(done, total);
	} while (n && done < max);
	return done;
}

static int send_file(int fd, const char *user, uint64_t max, uint64_t total)
{
	int64_t sent = send_all(fd, user, max, total);

	if (sent < 0 && !call_current()->replied)
		return -1;
	return fileout_end(sent >= 0 &&
			   (max == UINT64_MAX || (uint64_t)sent == max));
}

static int open_download(const char *name, const char *user, uint64_t *ret_size)
{
	int fd = open_either(name, O_RDONLY);

	if (fd < 0 || size_of(fd, ret_size) < 0) {
		reply_errno(errno, "%s", user);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return fd;
}

int do_download(const char *remotefilename)
{
	cleanup_free char *user = user_name(remotefilename);
	uint64_t size;
	cleanup_close int fd = open_download(remotefilename, user, &size);

	if (fd < 0)
		return -1;
	return send_file(fd, user, UINT64_MAX, size);
}

int do_download_offset(const char *remotefilename, int64_t offset, int64_t size)
{
	cleanup_free char *user = user_name(remotefilename);
	uint64_t have;
	cleanup_close int fd = -1;

	if (offset < 0 || size < 0)
		return reply_error(EINVAL, "%s: negative offset or size",
				   remotefilename);
	fd = open_download(remotefilename, user, &have);
	if (fd < 0)
		return -1;
	if ((uint64_t)offset > have || (uint64_t)size > have - offset)
		return reply_error(EINVAL, "%s: ends before byte %lld", user,
				   (long long)offset + size);
	if (lseek(fd, offset, SEEK_SET) < 0)
		return reply_errno(errno, "%s", user);
	return send_file(fd, user, size, size);
}

static void add_flag(char *flags, bool on, char letter)
{
	size_t n = strlen(flags);

	if (on) {
		flags[n] = letter;
		flags[n + 1] = '\0';
	}
}

/* The one compression that libarchive leaves to a program: it runs here, not
 * with the guest's files as its own.
 */
static bool is_lzop(const char *compress)
{
	return compress && !strcmp(compress, LZOP);
}

static const char *inner_filter(const char *compress)
{
	return compress && !is_lzop(compress) ? compress : "";
}

static int check_tar(const char *directory, const char *compress)
{
	struct stat st;

	if (directory[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path",
				   directory);
	if (compress && !is_lzop(compress) &&
	    (!*compress || !tarhelper_is_filter(compress)))
		return reply_error(EINVAL, "%s: unknown compression", compress);
	if (sysroot_stat(directory, &st) < 0)
		return reply_errno(errno, "%s", directory);
	if (!S_ISDIR(st.st_mode))
		return reply_errno(ENOTDIR, "%s", directory);
	return 0;
}

int do_tar_in(const char *directory, const char *compress, int xattrs,
	      int selinux, int acls)
{
	uint64_t given = reply_optargs_bitmask();
	char flags[8] = "-";

	if (check_tar(directory, compress) < 0)
		return -1;
	add_flag(flags, given & GUESTFS_TAR_IN_OPTS_XATTRS_BITMASK && xattrs,
		 TAR_XATTRS);
	add_flag(flags, given & GUESTFS_TAR_IN_OPTS_SELINUX_BITMASK && selinux,
		 TAR_SELINUX);
	add_flag(flags, given & GUESTFS_TAR_IN_OPTS_ACLS_BITMASK && acls,
		 TAR_ACLS);
	return stream_in(directory,
			 ARGV("/proc/self/exe", TARHELPER_IN, directory,
			      inner_filter(compress), flags),
			 is_lzop(compress) ? ARGV(LZOP, "-dc") : NULL);
}

int do_tar_out(const char *directory, const char *compress, int numericowner,
	       char *const *excludes, int xattrs, int selinux, int acls)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };
	char flags[8] = "-";

	if (check_tar(directory, compress) < 0)
		return -1;
	add_flag(flags,
		 given & GUESTFS_TAR_OUT_OPTS_NUMERICOWNER_BITMASK &&
			 numericowner,
		 TAR_NUMERIC);
	add_flag(flags, given & GUESTFS_TAR_OUT_OPTS_XATTRS_BITMASK && xattrs,
		 TAR_XATTRS);
	add_flag(flags, given & GUESTFS_TAR_OUT_OPTS_SELINUX_BITMASK && selinux,
		 TAR_SELINUX);
	add_flag(flags, given & GUESTFS_TAR_OUT_OPTS_ACLS_BITMASK && acls,
		 TAR_ACLS);
	strv_add(&argv, "/proc/self/exe");
	strv_add(&argv, TARHELPER_OUT);
	strv_add(&argv, directory);
	strv_add(&argv, inner_filter(compress));
	strv_add(&argv, flags);
	for (size_t i = 0; excludes && excludes[i]; i++)
		strv_add(&argv, excludes[i]);
	return stream_out(directory, (const char *const *)argv.v,
			  is_lzop(compress) ? ARGV(LZOP, "-c") : NULL);
}
