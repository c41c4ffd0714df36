// SPDX-License-Identifier: GPL-2.0-or-later
/* Procedures on open files, but for their data. */
#include "file.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include "attr.h"
#include "procs.h"

#define KEPT_FLAGS (O_TRUNC | O_SYNC | O_DSYNC | O_NOATIME | O_LARGEFILE)
/* What a kernel may pass on, and what changes nothing for us */
#define DROPPED_FLAGS                                                          \
	(O_CREAT | O_EXCL | O_NOCTTY | O_APPEND | O_NONBLOCK | O_DIRECT |      \
	 O_NOFOLLOW | O_CLOEXEC | O_ASYNC | 0100000 | 040)

#define FALLOC_MODES                                                           \
	(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE |                          \
	 FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_ZERO_RANGE |                     \
	 FALLOC_FL_INSERT_RANGE | FALLOC_FL_UNSHARE_RANGE)

/* So long a copy that other requests of the port need not wait forever */
#define COPY_MAX (64u << 20)

int file_flags(unsigned int wanted, int *ret)
{
	unsigned int mode = wanted & O_ACCMODE;

	if (mode == O_ACCMODE ||
	    wanted & ~(O_ACCMODE | KEPT_FLAGS | DROPPED_FLAGS))
		return fs_fail(EINVAL);
	*ret = (wanted & KEPT_FLAGS) | (mode == O_WRONLY ? O_RDWR : mode);
	return 0;
}

int file_reopen(struct node *n, int flags)
{
	switch (node_type(n)) {
	case S_IFREG:
	case S_IFDIR:
		return node_open_file(n, flags);
	case S_IFLNK:
		return fs_fail(ELOOP);
	default:
		return fs_fail(ENXIO);
	}
}

/* An append-only file (chattr +a) can be opened in no other way for writing.
 * Nor may one on a file system that is write-only to us be read.
 */
static int open_as_possible(struct node *n, unsigned int wanted, int flags)
{
	int r = file_reopen(n, flags);

	if (r < 0 && errno == EPERM && wanted & O_APPEND)
		r = file_reopen(n, flags | O_APPEND);
	if (r < 0 && errno == EACCES && (wanted & O_ACCMODE) == O_WRONLY)
		r = file_reopen(n, (flags & ~O_ACCMODE) | O_WRONLY);
	return r;
}

int file_open(uint64_t id, unsigned int wanted, uint64_t *ret_handle)
{
	cleanup_node struct node *n = node_get(id);
	cleanup_close int fd = -1;
	int flags;

	if (!n || file_flags(wanted, &flags) < 0)
		return -1;
	if (S_ISDIR(node_type(n)))
		return fs_fail(EISDIR);
	fd = open_as_possible(n, wanted, flags);
	if (fd < 0)
		return -1;
	*ret_handle = handle_new(fd, n, false);
	if (!*ret_handle)
		return -1;
	steal_fd(&fd);
	return 0;
}

PROC_FN(fs_do_open)
{
	const struct fs_open_args *a = args;
	struct fs_open_ret *out = ret;

	if (s->readonly &&
	    ((a->flags & O_ACCMODE) != O_RDONLY || a->flags & O_TRUNC))
		return fs_fail(EROFS);
	return file_open(a->node, a->flags, &out->handle);
}

PROC_FN(fs_do_release)
{
	handle_release(((struct fs_handle_args *)args)->handle);
	return 0;
}

PROC_FN(fs_do_release_many)
{
	const struct fs_release_many_args *a = args;

	for (unsigned int i = 0; i < a->handles.handles_len; i++)
		handle_release(a->handles.handles_val[i]);
	return 0;
}

PROC_FN(fs_do_fsync)
{
	const struct fs_handle_args *a = args;
	cleanup_handle struct handle *h = handle_get(a->handle);

	if (!h)
		return -1;
	if (a->datasync > 1)
		return fs_fail(EINVAL);
	return a->datasync ? fdatasync(h->fd) : fsync(h->fd);
}

PROC_FN(fs_do_fallocate)
{
	const struct fs_fallocate_args *a = args;
	cleanup_handle struct handle *h = handle_get_file(a->handle);

	if (!h)
		return -1;
	if (a->mode & ~FALLOC_MODES || a->offset > INT64_MAX ||
	    a->length > INT64_MAX)
		return fs_fail(EINVAL);
	return fallocate(h->fd, a->mode, a->offset, a->length);
}

PROC_FN(fs_do_lseek)
{
	const struct fs_lseek_args *a = args;
	struct fs_count_ret *out = ret;
	cleanup_handle struct handle *h = handle_get_file(a->handle);
	off_t r;

	if (!h)
		return -1;
	if (a->whence != SEEK_DATA && a->whence != SEEK_HOLE)
		return fs_fail(EINVAL);
	if (a->offset > INT64_MAX)
		return fs_fail(ENXIO);
	r = lseek(h->fd, a->offset, a->whence);
	if (r < 0)
		return -1;
	out->count = r;
	return 0;
}

PROC_FN(fs_do_copy_range)
{
	const struct fs_copy_range_args *a = args;
	struct fs_count_ret *out = ret;
	cleanup_handle struct handle *from = handle_get_file(a->in);
	cleanup_handle struct handle *to = NULL;
	size_t len = a->length < COPY_MAX ? a->length : COPY_MAX;
	loff_t from_off = a->in_offset, to_off = a->out_offset;
	ssize_t r;

	if (!from)
		return -1;
	to = handle_get_file(a->out);
	if (!to)
		return -1;
	if (a->in_offset > INT64_MAX || a->out_offset > INT64_MAX)
		return fs_fail(EINVAL);
	r = copy_file_range(from->fd, &from_off, to->fd, &to_off, len, 0);
	if (r < 0)
		return -1;
	out->count = r;
	return 0;
}

/* What O_PATH descriptors cannot do: regular files and directories only. */
static int open_plain(uint64_t id)
{
	cleanup_node struct node *n = node_get(id);

	if (!n)
		return -1;
	if (!S_ISREG(node_type(n)) && !S_ISDIR(node_type(n)))
		return fs_fail(ENOTTY);
	return file_reopen(n, O_RDONLY);
}

PROC_FN(fs_do_getflags)
{
	const struct fs_node_args *a = args;
	struct fs_flags_ret *out = ret;
	cleanup_close int fd = open_plain(a->node);

	return fd < 0 ? -1 : ioctl(fd, FS_IOC_GETFLAGS, &out->flags);
}

PROC_FN(fs_do_setflags)
{
	const struct fs_flags_args *a = args;
	cleanup_close int fd = open_plain(a->node);
	unsigned int flags = a->flags;

	return fd < 0 ? -1 : ioctl(fd, FS_IOC_SETFLAGS, &flags);
}

PROC_FN(fs_do_sync)
{
	cleanup_node_use struct node_use root = NODE_USE_INIT;
	cleanup_close int fd = -1;

	if (node_use(&root, NODE_ROOT) < 0)
		return -1;
	fd = openat(root.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	/* syncfs(2) tells of errors, sync(2) reaches the other mounts. */
	sync();
	return syncfs(fd);
}
