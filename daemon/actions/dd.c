// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes of files and devices. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/bulk.h"
#include "frame/checksum.h"
#include "frame/guestfile.h"
#include "frame/reply.h"
#include "io.h"

#define PIECE (1 << 20)

/**
 * struct copy - What to copy
 * @from:	What the user calls @src
 * @to:		What the user calls @dest
 * @size:	Bytes, or -1 for all up to the end
 * @append:	Keep what the destination has, and begin at its end
 * @sparse:	Do not write zeroes
 */
struct copy {
	const char *src;
	const char *dest;
	const char *from;
	const char *to;
	int64_t srcoffset;
	int64_t destoffset;
	int64_t size;
	bool append;
	bool sparse;
};

static bool all_zero(const char *buf, size_t n)
{
	return !n || (!buf[0] && !memcmp(buf, buf + 1, n - 1));
}

/* A file would be cut before it is read, a device has no two ends. */
static bool same(int a, int b)
{
	struct stat x, y;

	if (fstat(a, &x) < 0 || fstat(b, &y) < 0)
		return false;
	if (S_ISBLK(x.st_mode) && S_ISBLK(y.st_mode))
		return x.st_rdev == y.st_rdev;
	return x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int put(int fd, const struct copy *c, const char *buf, size_t n,
	       uint64_t at)
{
	while (n) {
		ssize_t r = c->sparse && all_zero(buf, n)
				    ? (ssize_t)n
				    : pwrite(fd, buf, n, at);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0) {
			errno = r < 0 ? errno : ENOSPC;
			return -1;
		}
		buf += r;
		at += r;
		n -= r;
	}
	return 0;
}

/* Copy @total bytes; where the source's size is not known, to its end. */
static int pump(int in, int out, const struct copy *c, uint64_t to,
		uint64_t total)
{
	cleanup_free char *buf = malloc(PIECE);
	uint64_t done = 0;

	if (!buf)
		return reply_errno(ENOMEM, "%s", c->from);
	while (done < total) {
		uint64_t n = total - done < PIECE ? total - done : PIECE;
		ssize_t r = pread(in, buf, n, c->srcoffset + done);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return reply_errno(errno, "%s", c->from);
		if (r == 0)
			return reply_error(EINVAL, "%s: it ends early",
					   c->from);
		if (put(out, c, buf, r, to + done) < 0)
			return reply_errno(errno, "%s", c->to);
		done += r;
		reply_progress(done, total);
	}
	return 0;
}

/* The same past the page cache, for different files */
static int pump_bulk(int in, int out, const struct copy *c, uint64_t to,
		     uint64_t total)
{
	cleanup_bulk struct bulk source = BULK_INIT, dest = BULK_INIT;
	uint64_t done;

	bulk_open(&source, in);
	/* Only sparse copies have holes. */
	source.solid = true;
	bulk_open(&dest, out);
	if (bulk_copy(&source, c->srcoffset, &dest, to, total, true, &done) < 0)
		return reply_errno(errno, "%s to %s", c->from, c->to);
	if (done < total)
		return reply_error(EINVAL, "%s: it ends early", c->from);
	return 0;
}

/* Zeroes at the end that were not written count for a file's size, too. */
static int finish(int fd, const struct copy *c, uint64_t end)
{
	struct stat st;

	if (fstat(fd, &st) < 0 ||
	    (S_ISREG(st.st_mode) && (uint64_t)st.st_size < end &&
	     ftruncate(fd, end) < 0) ||
	    (S_ISBLK(st.st_mode) && fsync(fd) < 0))
		return reply_errno(errno, "%s", c->to);
	if (S_ISBLK(st.st_mode) && !devname_partnum(c->dest))
		devname_rescan(c->dest);
	return 0;
}

static int how_much(int in, const struct copy *c, uint64_t *ret)
{
	uint64_t have;

	if (guestfile_size(in, &have) < 0)
		return reply_errno(errno, "%s", c->from);
	if ((uint64_t)c->srcoffset > have ||
	    (c->size >= 0 && (uint64_t)c->size > have - c->srcoffset))
		return reply_error(EINVAL,
				   "%s: it has %llu bytes, and so ends before "
				   "what is to be copied",
				   c->from, (unsigned long long)have);
	*ret = c->size >= 0 ? (uint64_t)c->size : have - c->srcoffset;
	return 0;
}

static int copy_open(int in, const struct copy *c)
{
	cleanup_close int out = -1;
	uint64_t total = 0, at = c->destoffset;
	bool to_device = guestfile_is_device(c->dest);

	if (how_much(in, c, &total) < 0)
		return -1;
	out = guestfile_open_either(c->dest, O_WRONLY | O_CREAT);
	if (out < 0)
		return reply_errno(errno, "%s", c->to);
	if (same(in, out) && !(to_device && c->srcoffset != c->destoffset))
		return reply_error(EINVAL, "%s: it would be copied to itself",
				   c->from);
	if ((!to_device && !c->append && ftruncate(out, 0) < 0) ||
	    (c->append && guestfile_size(out, &at) < 0))
		return reply_errno(errno, "%s", c->to);
	if ((c->sparse || same(in, out) ? pump : pump_bulk)(in, out, c, at,
							    total) < 0)
		return -1;
	return finish(out, c, at + total);
}

static int copy(struct copy *c)
{
	cleanup_free char *from = guestfile_user_name(c->src);
	cleanup_free char *to = guestfile_user_name(c->dest);
	cleanup_close int in = guestfile_open_either(c->src, O_RDONLY);

	if (in < 0)
		return reply_errno(errno, "%s", from);
	c->from = from;
	c->to = to;
	return copy_open(in, c);
}

int do_dd(const char *src, const char *dest)
{
	struct copy c = { .src = src, .dest = dest, .size = -1 };

	return copy(&c);
}

int do_copy_size(const char *src, const char *dest, int64_t size)
{
	struct copy c = { .src = src, .dest = dest, .size = size };

	if (size < 0)
		return reply_error(EINVAL, "%s: negative size", src);
	return copy(&c);
}

/* The optional arguments are the same for the four calls, and so are their
 * bits.
 */
int do_copy_device_to_device(const char *src, const char *dest,
			     int64_t srcoffset, int64_t destoffset,
			     int64_t size, int sparse, int append)
{
	uint64_t given = reply_optargs_bitmask();
	struct copy c = { .src = src, .dest = dest, .size = -1 };

	if (given & GUESTFS_COPY_DEVICE_TO_DEVICE_SRCOFFSET_BITMASK)
		c.srcoffset = srcoffset;
	if (given & GUESTFS_COPY_DEVICE_TO_DEVICE_DESTOFFSET_BITMASK)
		c.destoffset = destoffset;
	if (given & GUESTFS_COPY_DEVICE_TO_DEVICE_SIZE_BITMASK) {
		c.size = size;
		if (size < 0)
			return reply_error(EINVAL, "%s: negative size", src);
	}
	if (given & GUESTFS_COPY_DEVICE_TO_DEVICE_SPARSE_BITMASK)
		c.sparse = sparse;
	if (given & GUESTFS_COPY_DEVICE_TO_DEVICE_APPEND_BITMASK)
		c.append = append;
	if (c.srcoffset < 0 || c.destoffset < 0)
		return reply_error(EINVAL, "%s to %s: negative offset", src,
				   dest);
	if (c.append && guestfile_is_device(dest))
		return reply_error(EINVAL,
				   "%s: nothing can be appended to a "
				   "device",
				   dest);
	return copy(&c);
}

int do_copy_device_to_file(const char *src, const char *dest, int64_t srcoffset,
			   int64_t destoffset, int64_t size, int sparse,
			   int append)
{
	return do_copy_device_to_device(src, dest, srcoffset, destoffset, size,
					sparse, append);
}

int do_copy_file_to_device(const char *src, const char *dest, int64_t srcoffset,
			   int64_t destoffset, int64_t size, int sparse,
			   int append)
{
	return do_copy_device_to_device(src, dest, srcoffset, destoffset, size,
					sparse, append);
}

int do_copy_file_to_file(const char *src, const char *dest, int64_t srcoffset,
			 int64_t destoffset, int64_t size, int sparse,
			 int append)
{
	return do_copy_device_to_device(src, dest, srcoffset, destoffset, size,
					sparse, append);
}

char *do_pread_device(const char *device, int count, int64_t offset,
		      size_t *size_r)
{
	return guestfile_pread(device, count, offset, size_r);
}

int do_pwrite_device(const char *device, const char *content, size_t n,
		     int64_t offset)
{
	return guestfile_pwrite(device, content, n, offset);
}

int do_is_zero_device(const char *device)
{
	cleanup_free char *user = guestfile_user_name(device);
	cleanup_close int fd = guestfile_open_either(device, O_RDONLY);
	cleanup_free char *buf = malloc(PIECE);
	ssize_t n;

	if (fd < 0 || !buf)
		return reply_errno(errno, "%s", user);
	while ((n = io_read_full(fd, buf, PIECE)) > 0)
		if (!all_zero(buf, n))
			return 0;
	return n < 0 ? reply_errno(errno, "%s", user) : 1;
}

char *do_checksum_device(const char *csumtype, const char *device)
{
	cleanup_free char *user = guestfile_user_name(device);
	cleanup_close int fd = guestfile_open_either(device, O_RDONLY);

	if (fd < 0) {
		reply_errno(errno, "%s", user);
		return NULL;
	}
	return checksum_of(csumtype, fd, user);
}
