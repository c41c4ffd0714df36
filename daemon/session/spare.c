// SPDX-License-Identifier: GPL-2.0-or-later
#include "spare.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "fold.h"
#include "handle.h"
#include "procs.h"
#include "setattr.h"

#define PERMISSIONS 07777

static int give_owner(int fd, const struct statx *stx,
		      const struct fs_reserve *want)
{
	if (stx->stx_uid == want->uid && stx->stx_gid == want->gid)
		return 0;
	if (fchown(fd, want->uid, want->gid) < 0)
		return -1;
	/* chown(2) has cleared them */
	return want->mode & (S_ISUID | S_ISGID) ? fchmod(fd, want->mode) : 0;
}

static int make_one(const struct node_use *dir, const struct fs_reserve *want,
		    struct fs_spare *ret)
{
	cleanup_close int fd = openat(
		dir->fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, want->mode);
	cleanup_node struct node *n = NULL;
	struct statx stx;

	if (fd < 0 || statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0 ||
	    give_owner(fd, &stx, want) < 0 ||
	    node_ref_spare(&stx, dir->n->dev, fd, &ret->node) < 0)
		return -1;
	n = node_get(ret->node);
	ret->handle = n ? handle_new(fd, n, false) : 0;
	ret->ino = stx.stx_ino;
	if (!ret->handle) {
		node_forget(ret->node, 1);
		return -1;
	}
	steal_fd(&fd);
	return 0;
}

/* Flags that say how the directory itself is stored */
#define OWN_FLAGS                                                              \
	(FS_EXTENT_FL | FS_INDEX_FL | FS_INLINE_DATA_FL | FS_HUGE_FILE_FL |    \
	 FS_EA_INODE_FL | FS_TOPDIR_FL)

/* New files in it get no flag, project or extent size from it. */
static bool hands_nothing_on(const struct node_use *dir)
{
	cleanup_close int fd =
		openat(dir->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct fsxattr x;
	int flags;

	return fd >= 0 && ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
	       !(flags & ~OWN_FLAGS) && ioctl(fd, FS_IOC_FSGETXATTR, &x) == 0 &&
	       !(x.fsx_xflags & ~FS_XFLAG_HASATTR) && !x.fsx_projid &&
	       !x.fsx_extsize && !x.fsx_cowextsize;
}

unsigned int spare_make(struct session *s, const struct node_use *dir,
			const struct fs_reserve *want)
{
	const struct dev *dev = dev_get(dir->n->dev);
	unsigned int n = 0;

	if (!want->n || !dev || !dev->plain || want->mode & ~PERMISSIONS ||
	    !hands_nothing_on(dir))
		return 0;
	if (!s->spares)
		s->spares = malloc(FS_SPARE_MAX * sizeof(*s->spares));
	if (!s->spares)
		return 0;
	while (n < want->n && n < FS_SPARE_MAX &&
	       make_one(dir, want, &s->spares[n]) == 0)
		n++;
	return n;
}

unsigned int spare_make_in(struct session *s, uint64_t id,
			   const struct fs_reserve *want)
{
	cleanup_node_use struct node_use dir = NODE_USE_INIT;

	if (!want->n || node_use_dir(&dir, id) < 0)
		return 0;
	return spare_make(s, &dir, want);
}

int spare_name(struct session *s, const struct fs_link_one *one)
{
	cleanup_node_use struct node_use dir = NODE_USE_INIT;
	cleanup_handle struct handle *h = handle_get_file(one->set.handle);
	char existing[FOLD_NAME_MAX + 1];

	if (!h || fs_name_check(one->name) < 0 ||
	    node_use_dir(&dir, one->parent) < 0 ||
	    fold_find(s, &dir, one->name, existing) < 0)
		return -1;
	if (strcmp(existing, one->name))
		return fs_fail(EEXIST);
	/* Once it is to be seen, it is as it shall be. */
	if (setattr_open(h, &one->set) < 0 ||
	    linkat(h->fd, "", dir.fd, one->name, AT_EMPTY_PATH) < 0)
		return -1;
	fold_added(&dir, one->name);
	node_named(h->node, dir.n, one->name);
	return 0;
}
