// SPDX-License-Identifier: GPL-2.0-or-later
#include "attr.h"

#include <fcntl.h>
#include <stdio.h>

#include "fold.h"

#define RETRIES 8

static struct fs_time wire_time(const struct statx_timestamp *t)
{
	return (struct fs_time){ .sec = t->tv_sec, .nsec = t->tv_nsec };
}

void attr_fill(struct fs_attr *a, const struct statx *stx,
	       const struct dev *dev)
{
	*a = (struct fs_attr){
		.ino = stx->stx_ino,
		.size = stx->stx_size,
		.blocks = stx->stx_blocks,
		.atime = wire_time(&stx->stx_atime),
		.mtime = wire_time(&stx->stx_mtime),
		.ctime = wire_time(&stx->stx_ctime),
		.mode = stx->stx_mode,
		.nlink = stx->stx_nlink,
		.uid = stx->stx_uid,
		.gid = stx->stx_gid,
		.rdev_major = stx->stx_rdev_major,
		.rdev_minor = stx->stx_rdev_minor,
		.blksize = stx->stx_blksize,
		.dev = dev->index,
	};
}

unsigned int attr_entry_flags(const struct session *s, const struct statx *stx,
			      const struct dev *dev)
{
	unsigned int flags = 0;

	if (S_ISDIR(stx->stx_mode) && fold_kind(s, dev) != DEV_CASE_EXACT)
		flags |= FS_ENTRY_FOLDS;
	if (dev->plain &&
	    !(stx->stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)))
		flags |= FS_ENTRY_PLAIN;
	return flags;
}

int attr_look(const struct node_use *dir, const char *name, struct statx *stx,
	      const struct dev **ret_dev, uint64_t *ret_id)
{
	for (int i = 0; i < RETRIES; i++) {
		uint64_t epoch = node_epoch();

		if (statx(dir->fd, name, AT_SYMLINK_NOFOLLOW, NODE_STATX_MASK,
			  stx) < 0)
			return -1;
		*ret_dev = dev_find(stx, dir->fd, name);
		if (!*ret_dev)
			return -1;
		if (node_ref(dir->n, name, stx, (*ret_dev)->index, epoch,
			     ret_id) == 0)
			return 0;
		if (errno != EAGAIN)
			return -1;
	}
	/* Names change faster than we look: what moves it now puts it right */
	return node_ref(dir->n, name, stx, (*ret_dev)->index, node_epoch(),
			ret_id);
}

int attr_look_as(const struct node_use *dir, const char *name,
		 const struct statx *stx, const struct dev *dev,
		 uint64_t *ret_id)
{
	return node_ref(dir->n, name, stx, dev->index, node_epoch(), ret_id);
}

int attr_entry(const struct session *s, const struct node_use *dir,
	       const char *name, struct fs_entry *ret)
{
	const struct dev *dev;
	struct statx stx;
	uint64_t id;

	if (attr_look(dir, name, &stx, &dev, &id) < 0)
		return -1;
	ret->node = id;
	attr_fill(&ret->attr, &stx, dev);
	ret->flags = attr_entry_flags(s, &stx, dev);
	ret->stored = "";
	return 0;
}

const char *attr_path(int fd, char buf[ATTR_PATH_MAX])
{
	snprintf(buf, ATTR_PATH_MAX, "/proc/self/fd/%d", fd);
	return buf;
}
