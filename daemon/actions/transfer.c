// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and archives between host and guest. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/bulk.h"
#include "frame/call.h"
#include "frame/guestfile.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "frame/sysroot.h"
#include "frame/tarhelper.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define LZOP "lzop"

/**
 * struct upload - Where an upload goes to
 * @pos:	The next byte's place
 * @written:	End of what was written; holes may lie behind it
 * @fresh:	It was empty: holes need no work
 */
struct upload {
	struct bulk bulk;
	uint64_t pos, written;
	uint64_t done, total;
	bool fresh;
};

static void advance(struct upload *u, uint64_t n)
{
	u->pos += n;
	u->done += n;
	if (u->done <= u->total)
		reply_progress(u->done, u->total);
}

static int write_piece(void *opaque, const void *buf, size_t n)
{
	struct upload *u = opaque;

	if (n > INT64_MAX - u->pos) {
		errno = EFBIG;
		return -1;
	}
	if (bulk_write(&u->bulk, buf, n, u->pos) < 0)
		return -1;
	u->written = u->pos + n;
	advance(u, n);
	return 0;
}

static int write_hole(void *opaque, uint64_t n)
{
	struct upload *u = opaque;

	if (n > INT64_MAX - u->pos) {
		errno = EFBIG;
		return -1;
	}
	if (!u->fresh && bulk_zero(&u->bulk, u->pos, n) < 0)
		return -1;
	advance(u, n);
	return 0;
}

/* A hole at the end makes the file as long as it is. */
static int end_upload(struct upload *u)
{
	struct stat st;

	if (fstat(u->bulk.fd, &st) < 0)
		return -1;
	if (u->pos > u->written && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size < u->pos && ftruncate(u->bulk.fd, u->pos) < 0)
		return -1;
	/* A device's own cache is not the file system's to flush */
	return S_ISBLK(st.st_mode) ? fsync(u->bulk.fd) : 0;
}

static int upload_to(const char *name, int flags, int64_t offset)
{
	cleanup_close int fd =
		guestfile_open_either(name, O_WRONLY | O_CREAT | flags);
	cleanup_free char *user = guestfile_user_name(name);
	struct upload u = { .pos = offset,
			    .total = call_current()->head.progress_hint,
			    .fresh = flags & O_TRUNC &&
				     !guestfile_is_device(name) };
	int r;

	if (fd < 0)
		return reply_errno(errno, "%s", user);
	bulk_open(&u.bulk, fd);
	r = filein_take(&(struct filein){ write_piece, write_hole, &u });
	if (r == 0)
		r = end_upload(&u);
	bulk_close(&u.bulk);
	if (r == -1)
		return reply_errno(errno, "%s", user);
	if (r < 0)
		return -1;
	if (close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", user);
	/* It may have a partition table now */
	if (guestfile_is_device(name) && !devname_partnum(name))
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

/**
 * struct download - What a download sends
 * @pos:	The next byte
 * @end:	The last one, UINT64_MAX for wherever the file ends
 * @begun:	The reply is sent. It goes out with the first bytes that were
 *		read: what fails before can be told in words
 */
struct download {
	struct bulk bulk;
	uint64_t pos, end;
	uint64_t done, total;
	bool begun;
};

static void begin(struct download *d)
{
	if (!d->begun)
		fileout_begin();
	d->begun = true;
}

/* FIFOs and the like, too, have a beginning */
static ssize_t read_next(struct download *d, void *buf, size_t n)
{
	ssize_t r = bulk_read(&d->bulk, buf, n, d->pos);

	return r < 0 && errno == ESPIPE ? io_read_full(d->bulk.fd, buf, n) : r;
}

/* Return: bytes sent, 0 at the end, -1 */
static int64_t send_first(struct download *d)
{
	char buf[4096];
	uint64_t left = d->end - d->pos;
	ssize_t n = read_next(d, buf, left < sizeof(buf) ? left : sizeof(buf));

	if (n < 0)
		return -1;
	begin(d);
	return fileout_send(buf, n) < 0 ? -1 : n;
}

static int64_t send_extent(struct download *d, uint64_t left)
{
	bool hole;
	size_t size;
	char *buf;
	ssize_t n;

	left = bulk_extent(&d->bulk, d->pos, left, &hole);
	if (hole) {
		begin(d);
		return fileout_hole(left) < 0 ? -1 : (int64_t)left;
	}
	if (!d->begun)
		return send_first(d);
	buf = fileout_room(&size);
	n = buf ? read_next(d, buf, left < size ? left : size) : -1;
	return n < 0 || fileout_send(buf, n) < 0 ? -1 : n;
}

static int send_file(struct download *d, const char *user)
{
	int64_t n = 0;

	while (d->pos < d->end) {
		n = send_extent(d, d->end - d->pos);
		if (n <= 0)
			break;
		d->pos += n;
		d->done += n;
		if (d->done <= d->total)
			reply_progress(d->done, d->total);
	}
	if (n < 0 && !d->begun)
		return reply_errno(errno, "%s", user);
	begin(d);
	return fileout_end(n >= 0 &&
			   (d->end == UINT64_MAX || d->pos == d->end));
}

static int open_download(const char *name, const char *user, uint64_t *ret_size)
{
	int fd = guestfile_open_either(name, O_RDONLY);

	if (fd < 0 || guestfile_size(fd, ret_size) < 0) {
		reply_errno(errno, "%s", user);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return fd;
}

static int download_from(int fd, const char *user, uint64_t begin_at,
			 uint64_t end, uint64_t total)
{
	struct download d = { .pos = begin_at, .end = end, .total = total };
	int r;

	bulk_open(&d.bulk, fd);
	r = send_file(&d, user);
	bulk_close(&d.bulk);
	return r;
}

int do_download(const char *remotefilename)
{
	cleanup_free char *user = guestfile_user_name(remotefilename);
	uint64_t size;
	cleanup_close int fd = open_download(remotefilename, user, &size);

	if (fd < 0)
		return -1;
	return download_from(fd, user, 0, UINT64_MAX, size);
}

int do_download_offset(const char *remotefilename, int64_t offset, int64_t size)
{
	cleanup_free char *user = guestfile_user_name(remotefilename);
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
	return download_from(fd, user, offset, offset + size, size);
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
