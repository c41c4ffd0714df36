/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

/* The umask counts unless the directory has a default ACL, which then decides:
 * acl(5). The kernel leaves it to us (FUSE_CAP_DONT_MASK).
 */
static mode_t masked(struct mount *m, fuse_ino_t parent, mode_t mode,
		     mode_t umask)
{
	if (!(mode & umask & 0777))
		return mode;
	if (xattr_absent(m, parent, "system.posix_acl_default"))
		return mode & ~umask;
	return mode;
}

/* A set-group-id directory hands its group on: the daemon only knows the ids
 * that we send.
 */
static void inherit_group(struct mount *m, fs_make_args *a)
{
	fs_attr dir;

	if (node_owner(m, a->parent, &dir) && (dir.mode & S_ISGID))
		a->gid = dir.gid;
}

int make_args(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	      fs_make_args *ret)
{
	struct mount *m = mount_of(req);
	const struct fuse_ctx *ctx = fuse_req_ctx(req);

	*ret = (fs_make_args){
		.parent = parent,
		.name = (char *)name,
		.target = (char *)"",
	};
	if (strlen(name) > FS_NAME_MAX)
		return ENAMETOOLONG;
	if (!opts_guest_uid(&m->opts, ctx->uid, &ret->uid) ||
	    !opts_guest_gid(&m->opts, ctx->gid, &ret->gid))
		return EOVERFLOW;
	inherit_group(m, ret);
	ret->mode = masked(m, parent, mode, ctx->umask);
	return 0;
}

bool make_is_plain(struct mount *m, uint64_t parent)
{
	return xattr_absent(m, parent, "system.posix_acl_default");
}

void make_new(struct mount *m, uint64_t parent, struct node *n)
{
	/* It may have been there where case is ignored. */
	if (!node_folds(m, parent) && make_is_plain(m, parent))
		xattr_none(m, n->id);
}

/* Of a directory without flags a new one has none. */
static void inherit_usual(struct mount *m, uint64_t parent, uint64_t id)
{
	struct node *dir, *n;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	n = node_find_locked(&m->nodes, id);
	if (dir && n && dir->usual == NODE_USUAL &&
	    dir->attr.dev == n->attr.dev)
		n->usual = NODE_USUAL;
}

static void make(fuse_req_t req, enum fs_proc proc, fs_make_args *args, int err)
{
	struct mount *m = mount_of(req);
	fs_make_ret ret = { 0 };
	struct node *n = NULL;
	uint64_t when;

	later_settle_name(m, args->parent, args->name);
	later_spend(m, 0);
	if (proc == FS_MKDIR && make_is_plain(m, args->parent))
		args->spares = spare_ask_new(m, args);
	node_changed(m, args->parent);
	when = nodes_now(m);
	if (!err)
		err = CALL(conn_self(), proc, fs_make_args, args, fs_make_ret,
			   &ret);
	node_changed(m, args->parent);
	if (!err) {
		err = ops_take(m, args->parent, args->name, &ret.entry, when,
			       &n);
		if (!err)
			cache_added(m, args->parent,
				    *ret.entry.stored ? ret.entry.stored
						      : args->name,
				    n->id);
	}
	if (err) {
		xdr_free(XDR_OF(fs_make_ret), &ret);
		node_incomplete(m, args->parent);
		fuse_reply_err(req, err);
		return;
	}
	make_new(m, args->parent, n);
	if (proc == FS_MKDIR) {
		node_listed(m, n, when, node_losses(m, n));
		spare_keep(m, n->id, &args->spares, ret.entry.attr.blksize,
			   ret.spares.spares_val, ret.spares.spares_len);
		inherit_usual(m, args->parent, n->id);
	}
	xdr_free(XDR_OF(fs_make_ret), &ret);
	ops_reply_entry(req, args->parent, n, &ret.entry.attr);
}

void gm_mknod(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	      dev_t rdev)
{
	fs_make_args args;
	int err = make_args(req, parent, name, mode, &args);

	args.rdev_major = major(rdev);
	args.rdev_minor = minor(rdev);
	make(req, FS_MKNOD, &args, err);
}

void gm_mkdir(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode)
{
	fs_make_args args;
	int err = make_args(req, parent, name, mode, &args);

	make(req, FS_MKDIR, &args, err);
}

void gm_symlink(fuse_req_t req, const char *link, fuse_ino_t parent,
		const char *name)
{
	fs_make_args args;
	int err = make_args(req, parent, name, 0777, &args);

	if (!err && strlen(link) > FS_PATH_MAX)
		err = ENAMETOOLONG;
	args.target = (char *)link;
	make(req, FS_SYMLINK, &args, err);
}
