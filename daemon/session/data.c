// SPDX-License-Identifier: GPL-2.0-or-later
/* FS_READ and FS_WRITE. */
#include <fcntl.h>

#include "attr.h"
#include "data.h"
#include "handle.h"
#include "ntfs.h"
#include "procs.h"

/* With O_DIRECT a disk request goes straight into the slot, or comes from it;
 * below this the page cache, with the kernel's read-ahead and write-behind, is
 * faster.
 */
#define DIRECT_MIN   (256u << 10)
#define DIRECT_ALIGN 4096u

static int direct_fd(struct handle *h)
{
	const struct dev *dev = dev_get(h->node->dev);
	int flags = fcntl(h->fd, F_GETFL) & (O_ACCMODE | O_SYNC | O_DSYNC);
	char path[ATTR_PATH_MAX];

	LOCK_SCOPE(&h->lock);
	if (h->no_direct || h->direct >= 0)
		return h->no_direct ? -1 : h->direct;
	if (dev && dev->direct)
		h->direct = open(attr_path(h->fd, path),
				 flags | O_DIRECT | O_CLOEXEC);
	h->no_direct = h->direct < 0;
	return h->direct;
}

/* Others may be reading by the descriptor just now. */
static void never_direct(struct handle *h)
{
	LOCK_SCOPE(&h->lock);
	h->no_direct = true;
}

static ssize_t read_buffered(const struct handle *h, char *buf, size_t size,
			     uint64_t offset)
{
	ssize_t r;

	/* A regular file gives less than asked for at its end only; or before
	 * an error, which the next request will meet.
	 */
	do
		r = pread(h->fd, buf, size, offset);
	while (r < 0 && errno == EINTR);
	return r;
}

/* Hosts ask for a window, however little of the file is left. */
static bool is_large(const struct handle *h, size_t size, uint64_t offset)
{
	struct stat st;

	return size >= DIRECT_MIN && fstat(h->fd, &st) == 0 &&
	       (uint64_t)st.st_size >= offset + DIRECT_MIN;
}

static struct ntfs_file *ntfs_of(struct handle *h)
{
	const struct dev *dev = dev_get(h->node->dev);

	LOCK_SCOPE(&h->lock);
	if (!h->ntfs_asked && dev && dev->ntfs)
		h->ntfs = ntfs_file(dev, h->node->ino);
	h->ntfs_asked = true;
	return h->ntfs;
}

/* Return: bytes read, 0 when it is better done buffered */
static size_t read_direct(struct handle *h, char *buf, size_t size,
			  uint64_t offset)
{
	size_t whole = size & ~(size_t)(DIRECT_ALIGN - 1);
	struct ntfs_file *ntfs;
	ssize_t r;
	int fd;

	if (offset % DIRECT_ALIGN || !is_large(h, size, offset))
		return 0;
	ntfs = ntfs_of(h);
	if (ntfs)
		return ntfs_file_read(ntfs, buf, whole, offset);
	fd = direct_fd(h);
	if (fd < 0)
		return 0;
	r = pread(fd, buf, whole, offset);
	if (r < 0 && (errno == EINVAL || errno == EOPNOTSUPP))
		never_direct(h);
	return r < 0 ? 0 : r;
}

PROC_FN(fs_do_read)
{
	const struct fs_read_args *a = args;
	struct fs_data_ret *out = ret;
	cleanup_handle struct handle *h = handle_get_file(a->handle);
	size_t size = a->size, done = 0;
	bool in_slot;
	ssize_t r;
	char *buf;

	if (!h)
		return -1;
	if (a->slot > 1 || a->offset > INT64_MAX - UINT32_MAX)
		return fs_fail(EINVAL);
	buf = serve_data(s, a->slot, &size, &in_slot);
	if (!buf)
		return -1;
	if (in_slot)
		done = read_direct(h, buf, size, a->offset);
	/* After a short direct read: the end of the file, or its last piece
	 * that no direct read may ask for.
	 */
	r = read_buffered(h, buf + done, size - done, a->offset + done);
	if (r < 0 && !done)
		return -1;
	out->count = done + (r > 0 ? r : 0);
	out->in_slot = in_slot;
	out->eof = out->count < size;
	if (!in_slot) {
		out->data.data_val = buf;
		out->data.data_len = out->count;
	}
	return 0;
}

/* Return: bytes written, 0 when it is better done buffered */
static size_t write_direct(struct handle *h, const char *buf, size_t size,
			   uint64_t offset)
{
	size_t whole = size & ~(size_t)(DIRECT_ALIGN - 1);
	ssize_t r;
	int fd;

	if (offset % DIRECT_ALIGN || size < DIRECT_MIN)
		return 0;
	fd = direct_fd(h);
	if (fd < 0)
		return 0;
	r = pwrite(fd, buf, whole, offset);
	if (r < 0 && (errno == EINVAL || errno == EOPNOTSUPP))
		never_direct(h);
	/* What else went wrong shows when it is tried again. */
	return r < 0 ? 0 : r;
}

ssize_t data_write(struct handle *h, const char *buf, size_t size,
		   uint64_t offset, bool direct)
{
	size_t done = direct ? write_direct(h, buf, size, offset) : 0;

	while (done < size) {
		ssize_t r =
			pwrite(h->fd, buf + done, size - done, offset + done);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0 && !done)
			return -1;
		if (r <= 0)
			break;
		done += r;
	}
	return done;
}

PROC_FN(fs_do_write)
{
	const struct fs_write_args *a = args;
	struct fs_count_ret *out = ret;
	cleanup_handle struct handle *h = handle_get_file(a->handle);
	const char *buf = a->in_slot ? s->slot : a->data.data_val;
	size_t max = a->in_slot ? s->slot_size : a->data.data_len;
	ssize_t r;

	if (!h)
		return -1;
	if (a->in_slot > 1 || a->count > max ||
	    a->offset > INT64_MAX - UINT32_MAX)
		return fs_fail(EINVAL);
	r = data_write(h, buf, a->count, a->offset, a->in_slot);
	if (r < 0)
		return -1;
	out->count = r;
	return 0;
}
