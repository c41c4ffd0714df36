// SPDX-License-Identifier: GPL-2.0-or-later
/* Procedures on attributes. */
#include <fcntl.h>
#include <string.h>
#include <sys/vfs.h>

#include "attr.h"
#include "data.h"
#include "handle.h"
#include "procs.h"
#include "setattr.h"

#define SET_ALL                                                                \
	(FS_SET_MODE | FS_SET_UID | FS_SET_GID | FS_SET_SIZE | FS_SET_ATIME |  \
	 FS_SET_MTIME | FS_SET_ATIME_NOW | FS_SET_MTIME_NOW)
#define SET_TIMES                                                              \
	(FS_SET_ATIME | FS_SET_MTIME | FS_SET_ATIME_NOW | FS_SET_MTIME_NOW)

static int reply_attr(const struct node *n, const struct statx *stx,
		      struct fs_attr *ret)
{
	const struct dev *dev = dev_get(n->dev);

	if (!dev)
		return fs_fail(ESTALE);
	attr_fill(ret, stx, dev);
	return 0;
}

static int get_attr(const struct node *n, int fd, struct fs_attr *ret)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0)
		return -1;
	return reply_attr(n, &stx, ret);
}

/* An open handle is the surest way to a file: use it where it is given. */
static int get_attr_of(uint64_t node, const struct handle *h,
		       struct fs_attr *ret)
{
	cleanup_node struct node *n = NULL;
	struct statx stx;

	if (h)
		return get_attr(h->node, h->fd, ret);
	n = node_get(node);
	return n && node_stat(n, &stx) == 0 ? reply_attr(n, &stx, ret) : -1;
}

/* 0 with *@ret NULL where the request names no handle */
static int get_handle(uint64_t node, uint64_t handle, struct handle **ret)
{
	if (!handle)
		return 0;
	*ret = handle_get(handle);
	if (!*ret)
		return -1;
	return (*ret)->node->id == node ? 0 : fs_fail(EINVAL);
}

PROC_FN(fs_do_getattr)
{
	const struct fs_getattr_args *a = args;
	struct fs_attr_ret *out = ret;
	cleanup_handle struct handle *h = NULL;

	if (get_handle(a->node, a->handle, &h) < 0)
		return -1;
	return get_attr_of(a->node, h, &out->attr);
}

/* 0, or -1 with EINVAL for what contradicts itself */
static int check_args(const struct fs_setattr_args *a)
{
	if (a->valid & ~SET_ALL)
		return fs_fail(EINVAL);
	if (a->valid & FS_SET_MODE && a->mode & ~(S_IFMT | 07777))
		return fs_fail(EINVAL);
	if (a->valid & FS_SET_SIZE && a->size > INT64_MAX)
		return fs_fail(EFBIG);
	if ((a->valid & FS_SET_ATIME && a->atime.nsec > 999999999) ||
	    (a->valid & FS_SET_MTIME && a->mtime.nsec > 999999999))
		return fs_fail(EINVAL);
	return 0;
}

static int set_owner(int fd, const struct fs_setattr_args *a)
{
	uid_t uid = a->valid & FS_SET_UID ? a->uid : (uid_t)-1;
	gid_t gid = a->valid & FS_SET_GID ? a->gid : (gid_t)-1;

	return fchownat(fd, "", uid, gid, AT_EMPTY_PATH);
}

static int set_size(const struct node *n, int fd, const struct handle *h,
		    uint64_t size)
{
	char path[ATTR_PATH_MAX];

	if (S_ISDIR(node_type(n)))
		return fs_fail(EISDIR);
	if (!S_ISREG(node_type(n)))
		return fs_fail(EINVAL);
	/* One opened for reading only does not do */
	if (h && ftruncate(h->fd, size) == 0)
		return 0;
	if (h && errno != EINVAL && errno != EBADF)
		return -1;
	return truncate(attr_path(fd, path), size);
}

static int set_mode(const struct node *n, int fd, mode_t mode)
{
	char path[ATTR_PATH_MAX];

	if (S_ISLNK(node_type(n)))
		return fs_fail(EOPNOTSUPP);
	return chmod(attr_path(fd, path), mode & 07777);
}

static struct timespec time_to_set(const struct fs_setattr_args *a,
				   unsigned int given, unsigned int now,
				   const struct fs_time *t)
{
	if (a->valid & now)
		return (struct timespec){ .tv_nsec = UTIME_NOW };
	if (a->valid & given)
		return (struct timespec){ .tv_sec = t->sec,
					  .tv_nsec = t->nsec };
	return (struct timespec){ .tv_nsec = UTIME_OMIT };
}

static int set_times(int fd, const struct fs_setattr_args *a)
{
	const struct timespec ts[2] = {
		time_to_set(a, FS_SET_ATIME, FS_SET_ATIME_NOW, &a->atime),
		time_to_set(a, FS_SET_MTIME, FS_SET_MTIME_NOW, &a->mtime),
	};

	return utimensat(fd, "", ts, AT_EMPTY_PATH);
}

/* The order is such that nothing undoes what was set before: chown(2) clears
 * mode bits, truncate(2) sets times.
 */
static int set_all(const struct node_use *u, const struct handle *h,
		   const struct fs_setattr_args *a)
{
	if (a->valid & (FS_SET_UID | FS_SET_GID) && set_owner(u->fd, a) < 0)
		return -1;
	if (a->valid & FS_SET_SIZE && set_size(u->n, u->fd, h, a->size) < 0)
		return -1;
	if (a->valid & FS_SET_MODE && set_mode(u->n, u->fd, a->mode) < 0)
		return -1;
	if (a->valid & SET_TIMES && set_times(u->fd, a) < 0)
		return -1;
	return 0;
}

PROC_FN(fs_do_setattr)
{
	const struct fs_setattr_args *a = args;
	struct fs_attr_ret *out = ret;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	cleanup_handle struct handle *h = NULL;

	if (check_args(a) < 0 || get_handle(a->node, a->handle, &h) < 0 ||
	    node_use(&u, a->node) < 0 || set_all(&u, h, a) < 0)
		return -1;
	return get_attr(u.n, u.fd, &out->attr);
}

PROC_FN(fs_do_write_set)
{
	struct fs_write_set_args *a = args;
	cleanup_handle struct handle *h = NULL;
	struct fs_count_ret done = { 0 };

	/* Nothing is written that would be refused afterwards. */
	if (a->write.handle != a->set.handle)
		return fs_fail(EINVAL);
	if (check_args(&a->set) < 0 ||
	    get_handle(a->set.node, a->set.handle, &h) < 0)
		return -1;
	if (fs_do_write(s, &a->write, &done) < 0)
		return -1;
	/* What else cuts a write of a file short */
	if (done.count < a->write.count)
		return fs_fail(ENOSPC);
	return fs_do_setattr(s, &a->set, ret);
}

int setattr_open(const struct handle *h, const struct fs_setattr_args *a)
{
	/* It may have no name: the descriptor is the way to it. */
	const struct node_use u = { .n = h->node, .fd = h->fd };

	if (check_args(a) < 0)
		return -1;
	return h->node->id == a->node ? set_all(&u, h, a) : fs_fail(EINVAL);
}

int setattr_write(struct session *s, const struct fs_write_one *one,
		  struct fs_attr *ret)
{
	const struct fs_setattr_args *a = &one->set;
	cleanup_handle struct handle *h = handle_get_file(a->handle);
	ssize_t r;

	/* Nothing is written that would be refused afterwards. */
	if (!h || check_args(a) < 0)
		return -1;
	if (h->node->id != a->node || one->offset > s->slot_size ||
	    one->count > s->slot_size - one->offset)
		return fs_fail(EINVAL);
	r = data_write(h, s->slot + one->offset, one->count, 0, false);
	if (r < 0)
		return -1;
	if (r < one->count)
		return fs_fail(ENOSPC);
	return setattr_open(h, a) < 0 ? -1 : get_attr(h->node, h->fd, ret);
}

PROC_FN(fs_do_statfs)
{
	const struct fs_node_args *a = args;
	struct fs_statfs_ret *out = ret;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	struct statfs sf;

	if (node_use(&u, a->node) < 0 || fstatfs(u.fd, &sf) < 0)
		return -1;
	*out = (struct fs_statfs_ret){
		.bsize = sf.f_bsize,
		.frsize = sf.f_frsize ? sf.f_frsize : sf.f_bsize,
		.blocks = sf.f_blocks,
		.bfree = sf.f_bfree,
		.bavail = sf.f_bavail,
		.files = sf.f_files,
		.ffree = sf.f_ffree,
		.favail = sf.f_ffree,
		.namemax = sf.f_namelen,
	};
	return 0;
}
