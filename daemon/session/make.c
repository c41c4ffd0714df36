// SPDX-License-Identifier: GPL-2.0-or-later
/* Procedures that make files. */
#include <fcntl.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "attr.h"
#include "file.h"
#include "fold.h"
#include "handle.h"
#include "procs.h"
#include "spare.h"

#define MODE_BITS 07777

/**
 * struct making - A file that is being made
 * @a:		The request
 * @dir:	Its directory
 * @existing:	Its name if it is there already
 */
struct making {
	const struct fs_make_args *a;
	struct node_use dir;
	char existing[FOLD_NAME_MAX + 1];
};

static void making_finish(struct making *m)
{
	node_use_finish(&m->dir);
}

DEFINE_CLEANUP(struct making, cleanup_making_, making_finish(p))
#define cleanup_making __attribute__((cleanup(cleanup_making_)))

static int making_begin(struct session *s, struct making *m,
			const struct fs_make_args *a)
{
	*m = (struct making){ .a = a, .dir = NODE_USE_INIT };
	if (fs_name_check(a->name) < 0 || node_use_dir(&m->dir, a->parent) < 0)
		return -1;
	return fold_find(s, &m->dir, a->name, m->existing);
}

/* The same, where something of that name must not be there. */
static int making_begin_new(struct session *s, struct making *m,
			    const struct fs_make_args *a)
{
	if (making_begin(s, m, a) < 0)
		return -1;
	return strcmp(m->existing, a->name) ? fs_fail(EEXIST) : 0;
}

/* File systems without owners refuse to store one. */
static bool has_no_owners(int err)
{
	return err == EPERM || err == EOPNOTSUPP || err == ENOSYS ||
	       err == EINVAL;
}

/* Made by us the file is root's. In a set-group-id directory it has the
 * directory's group, and keeps it.
 */
static int give_owner(const struct making *m)
{
	const struct fs_make_args *a = m->a;
	struct statx dir, stx;
	gid_t gid = a->gid;

	if (statx(m->dir.fd, a->name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS,
		  &stx) < 0 ||
	    statx(m->dir.fd, "", AT_EMPTY_PATH, STATX_MODE, &dir) < 0)
		return -1;
	if (dir.stx_mode & S_ISGID)
		gid = stx.stx_gid;
	if (stx.stx_uid == a->uid && stx.stx_gid == gid)
		return 0;
	if (fchownat(m->dir.fd, a->name, a->uid, gid, AT_SYMLINK_NOFOLLOW) < 0)
		return has_no_owners(errno) ? 0 : -1;
	/* chown(2) has cleared them */
	if (!S_ISLNK(stx.stx_mode) && stx.stx_mode & (S_ISUID | S_ISGID))
		return fchmodat(m->dir.fd, a->name, stx.stx_mode & MODE_BITS,
				0);
	return 0;
}

/* After the file is there: all of this, or no file. */
static int making_end(struct session *s, struct making *m, int unlink_flags,
		      struct fs_entry *ret)
{
	fold_added(&m->dir, m->a->name);
	if (give_owner(m) < 0 || attr_entry(s, &m->dir, m->a->name, ret) < 0) {
		int err = errno;

		unlinkat(m->dir.fd, m->a->name, unlink_flags);
		fold_removed(&m->dir, m->a->name);
		return fs_fail(err);
	}
	return 0;
}

PROC_FN(fs_do_mknod)
{
	const struct fs_make_args *a = args;
	cleanup_making struct making m = { .dir = NODE_USE_INIT };

	switch (a->mode & S_IFMT) {
	case 0:
	case S_IFREG:
	case S_IFIFO:
	case S_IFSOCK:
	case S_IFCHR:
	case S_IFBLK:
		break;
	default:
		return fs_fail(EINVAL);
	}
	if (a->mode & ~(S_IFMT | MODE_BITS))
		return fs_fail(EINVAL);
	if (making_begin_new(s, &m, a) < 0 ||
	    mknodat(m.dir.fd, a->name, a->mode,
		    makedev(a->rdev_major, a->rdev_minor)) < 0)
		return -1;
	return making_end(s, &m, 0, &((struct fs_make_ret *)ret)->entry);
}

PROC_FN(fs_do_mkdir)
{
	const struct fs_make_args *a = args;
	struct fs_make_ret *out = ret;
	cleanup_making struct making m = { .dir = NODE_USE_INIT };

	if (a->mode & ~(S_IFDIR | MODE_BITS))
		return fs_fail(EINVAL);
	if (making_begin_new(s, &m, a) < 0 ||
	    mkdirat(m.dir.fd, a->name, a->mode & MODE_BITS) < 0)
		return -1;
	if (making_end(s, &m, AT_REMOVEDIR, &out->entry) < 0)
		return -1;
	out->spares.spares_len = spare_make_in(s, out->entry.node, &a->spares);
	out->spares.spares_val = s->spares;
	return 0;
}

PROC_FN(fs_do_symlink)
{
	const struct fs_make_args *a = args;
	cleanup_making struct making m = { .dir = NODE_USE_INIT };

	if (making_begin_new(s, &m, a) < 0 ||
	    symlinkat(a->target, m.dir.fd, a->name) < 0)
		return -1;
	return making_end(s, &m, 0, &((struct fs_make_ret *)ret)->entry);
}

/* Never follows a link, nor opens a device or fifo: what is there already is
 * opened in create_existing().
 */
static int create_new(struct session *s, struct making *m, int flags,
		      struct fs_make_ret *ret)
{
	cleanup_close int fd =
		openat(m->dir.fd, m->a->name,
		       flags | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		       m->a->mode & MODE_BITS);
	struct node *n;

	if (fd < 0 || making_end(s, m, 0, &ret->entry) < 0)
		return -1;
	n = node_get(ret->entry.node);
	if (n)
		ret->handle = handle_new(fd, n, false);
	node_put(n);
	if (!ret->handle) {
		int err = errno;

		unlinkat(m->dir.fd, m->a->name, 0);
		fold_removed(&m->dir, m->a->name);
		node_forget(ret->entry.node, 1);
		return fs_fail(err);
	}
	steal_fd(&fd);
	ret->spares.spares_len = spare_make(s, &m->dir, &m->a->spares);
	ret->spares.spares_val = s->spares;
	return 0;
}

static int create_existing(struct session *s, struct making *m,
			   struct fs_make_ret *ret)
{
	if (attr_entry(s, &m->dir, m->existing, &ret->entry) < 0)
		return -1;
	if (file_open(ret->entry.node, m->a->flags, &ret->handle) < 0) {
		int err = errno;

		node_forget(ret->entry.node, 1);
		return fs_fail(err);
	}
	if (strcmp(m->existing, m->a->name)) {
		strcpy(s->text, m->existing);
		ret->entry.stored = s->text;
	}
	return 0;
}

PROC_FN(fs_do_create)
{
	const struct fs_make_args *a = args;
	cleanup_making struct making m = { .dir = NODE_USE_INIT };
	int flags;

	if (a->mode & ~(S_IFREG | MODE_BITS) ||
	    file_flags(a->flags, &flags) < 0)
		return fs_fail(EINVAL);
	if (making_begin(s, &m, a) < 0)
		return -1;
	if (!strcmp(m.existing, a->name)) {
		if (create_new(s, &m, flags, ret) == 0)
			return 0;
		if (errno != EEXIST)
			return -1;
	}
	if (a->flags & O_EXCL)
		return fs_fail(EEXIST);
	return create_existing(s, &m, ret);
}
