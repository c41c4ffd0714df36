// SPDX-License-Identifier: GPL-2.0-or-later
#include "bulk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chunk.h"
#include "reply.h"
#include "session/dev.h"

/* Below this the page cache is faster than a disk request. */
#define DIRECT_MIN   (256u << 10)
#define DIRECT_ALIGN 4096u
/* Asking the file system and telling the library cost more than to read this
 * many zeros
 */
#define HOLE_MIN (512u << 10)
#define SCRATCH	 (1u << 20)
#define ZEROS	 (64u << 10)
/* Of a copy: as much as disks take at once, and progress is told */
#define COPY_PIECE (4u << 20)

static bool takes_direct(int fd)
{
	const struct dev *dev;
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &stx) < 0)
		return false;
	if (S_ISBLK(stx.stx_mode))
		return true;
	dev = S_ISREG(stx.stx_mode) ? dev_find(&stx, fd, "") : NULL;
	return dev && dev->direct;
}

void bulk_open(struct bulk *b, int fd)
{
	int flags = fcntl(fd, F_GETFL);
	char path[32];

	*b = (struct bulk){ .fd = fd, .direct = -1 };
	if (flags < 0 || !takes_direct(fd))
		return;
	/* Of our own making: a second description of the same file */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	b->direct = open(path, (flags & O_ACCMODE) | O_DIRECT | O_CLOEXEC);
}

void bulk_close(struct bulk *b)
{
	if (b->direct >= 0)
		close(b->direct);
	b->direct = -1;
}

/* How much of it can go past the page cache */
static size_t direct_part(const struct bulk *b, const void *buf, size_t n,
			  uint64_t off)
{
	if (b->direct < 0 || n < DIRECT_MIN || off % DIRECT_ALIGN ||
	    (uintptr_t)buf % DIRECT_ALIGN)
		return 0;
	return n - n % DIRECT_ALIGN;
}

/* Refused: it will be again. */
static void not_direct(struct bulk *b)
{
	if (errno == EINVAL || errno == EOPNOTSUPP)
		bulk_close(b);
}

ssize_t bulk_read(struct bulk *b, void *buf, size_t n, uint64_t off)
{
	size_t part = direct_part(b, buf, n, off), done = 0;
	ssize_t r;

	if (part) {
		r = pread(b->direct, buf, part, off);
		if (r < 0)
			not_direct(b);
		else
			done = r;
	}
	while (done < n) {
		r = pread(b->fd, (char *)buf + done, n - done, off + done);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0 && !done)
			return -1;
		/* An error after some bytes is met again by the next read */
		if (r <= 0)
			break;
		done += r;
	}
	return done;
}

static int write_buffered(const struct bulk *b, const char *buf, size_t n,
			  uint64_t off)
{
	while (n) {
		ssize_t r = pwrite(b->fd, buf, n, off);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		buf += r;
		n -= r;
		off += r;
	}
	return 0;
}

int bulk_write(struct bulk *b, const void *buf, size_t n, uint64_t off)
{
	size_t part = direct_part(b, buf, n, off);
	ssize_t r = 0;

	if (part) {
		r = pwrite(b->direct, buf, part, off);
		if (r < 0)
			not_direct(b);
	}
	/* The rest, and the words for what went wrong, are write(2)'s */
	r = r > 0 ? r : 0;
	return write_buffered(b, (const char *)buf + r, n - r, off + r);
}

static bool is_device(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISBLK(st.st_mode);
}

int bulk_zero(struct bulk *b, uint64_t off, uint64_t n)
{
	static const char zeros[ZEROS];
	struct stat st;

	if (fallocate(b->fd,
		      is_device(b->fd)
			      ? FALLOC_FL_ZERO_RANGE
			      : FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
		      off, n) == 0)
		return 0;
	if (errno == ENOSPC || errno == EIO || fstat(b->fd, &st) < 0)
		return -1;
	/* Past the end there is nothing to overwrite. */
	if (S_ISREG(st.st_mode) && (uint64_t)st.st_size < off + n)
		n = (uint64_t)st.st_size > off ? st.st_size - off : 0;
	while (n) {
		size_t piece = n < ZEROS ? n : ZEROS;

		if (write_buffered(b, zeros, piece, off) < 0)
			return -1;
		off += piece;
		n -= piece;
	}
	return 0;
}

uint64_t bulk_extent(struct bulk *b, uint64_t off, uint64_t max, bool *ret_hole)
{
	uint64_t end = off + max;
	off_t data, hole;

	*ret_hole = false;
	if (b->solid)
		return max;
	data = lseek(b->fd, off, SEEK_DATA);
	if (data < 0 && errno == ENXIO) {
		/* Nothing more, up to the end and beyond */
		hole = lseek(b->fd, 0, SEEK_END);
		*ret_hole = hole > 0 && (uint64_t)hole > off;
		return *ret_hole && (uint64_t)hole < end ? hole - off : max;
	}
	if (data < 0)
		return max;
	if ((uint64_t)data - off >= HOLE_MIN) {
		*ret_hole = true;
		return (uint64_t)data < end ? data - off : max;
	}
	for (;;) {
		hole = lseek(b->fd, data, SEEK_HOLE);
		if (hole < 0 || (uint64_t)hole >= end)
			return max;
		data = lseek(b->fd, hole, SEEK_DATA);
		if (data < 0 || data - hole >= HOLE_MIN)
			return hole - off;
		if ((uint64_t)data >= end)
			return max;
	}
}

/* Return: bytes copied, 0 at the end of the source, -1 */
static int64_t copy_extent(struct bulk *from, uint64_t from_off,
			   struct bulk *to, uint64_t to_off, uint64_t n,
			   char *buf, size_t size)
{
	bool hole;
	ssize_t r;

	n = bulk_extent(from, from_off, n, &hole);
	if (hole)
		return bulk_zero(to, to_off, n) < 0 ? -1 : (int64_t)n;
	r = bulk_read(from, buf, n < size ? n : size, from_off);
	if (r > 0 && bulk_write(to, buf, r, to_off) < 0)
		return -1;
	return r;
}

int bulk_copy(struct bulk *from, uint64_t from_off, struct bulk *to,
	      uint64_t to_off, uint64_t n, bool told, uint64_t *ret_done)
{
	cleanup_free char *own = NULL;
	size_t size;
	char *buf = chunk_scratch(&size);
	int64_t r;

	*ret_done = 0;
	if (!buf)
		buf = own = aligned_alloc(DIRECT_ALIGN, size = SCRATCH);
	if (!buf)
		return -1;
	if (size > COPY_PIECE)
		size = COPY_PIECE;
	while (*ret_done < n) {
		r = copy_extent(from, from_off + *ret_done, to,
				to_off + *ret_done, n - *ret_done, buf, size);
		if (r <= 0)
			return r < 0 ? -1 : 0;
		*ret_done += r;
		if (told)
			reply_progress(*ret_done, n);
	}
	return 0;
}
