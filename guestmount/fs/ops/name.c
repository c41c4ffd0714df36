/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "hold.h"

void gm_link(fuse_req_t req, fuse_ino_t ino, fuse_ino_t newparent,
	     const char *newname)
{
	struct mount *m = mount_of(req);
	fs_link_args args = { .node = ino,
			      .newparent = newparent,
			      .newname = (char *)newname };
	fs_entry_ret ret = { 0 };
	struct node *n = NULL;
	uint64_t when;
	int err = strlen(newname) > FS_NAME_MAX ? ENAMETOOLONG : 0;

	hold_settle(m, ino);
	later_settle(m, newparent);
	node_changed(m, ino);
	node_changed(m, newparent);
	when = nodes_now(m);
	if (!err)
		err = CALL(conn_self(), FS_LINK, fs_link_args, &args,
			   fs_entry_ret, &ret);
	node_changed(m, ino);
	node_changed(m, newparent);
	if (!err) {
		err = ops_take(m, newparent, newname, &ret.entry, when, &n);
		xdr_free(XDR_OF(fs_entry_ret), &ret);
	}
	if (err) {
		node_incomplete(m, newparent);
		fuse_reply_err(req, err);
		return;
	}
	cache_added(m, newparent, newname, n->id);
	ops_reply_entry(req, newparent, n, &ret.entry.attr);
}

static void remove_name(fuse_req_t req, enum fs_proc proc, fuse_ino_t parent,
			const char *name)
{
	struct mount *m = mount_of(req);
	fs_name_args args = { .node = parent, .name = (char *)name };
	int err;

	if (strlen(name) > FS_NAME_MAX) {
		fuse_reply_err(req, ENAMETOOLONG);
		return;
	}
	if (proc == FS_UNLINK ? later_unlink(m, parent, name)
			      : later_rmdir_empty(m, parent, name)) {
		node_name_gone(m, parent, name);
		fuse_reply_err(req, 0);
		return;
	}
	node_changed(m, parent);
	node_name_changed(m, parent, name);
	if (proc != FS_RMDIR || !later_rmdir(m, parent, name, &err)) {
		later_settle(m, parent);
		err = CALL0(conn_self(), proc, fs_name_args, &args);
	}
	node_changed(m, parent);
	if (err) {
		node_name_changed(m, parent, name);
	} else {
		node_name_gone(m, parent, name);
		cache_removed(m, parent, name);
	}
	fuse_reply_err(req, err);
}

void gm_unlink(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	remove_name(req, FS_UNLINK, parent, name);
}

void gm_rmdir(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	remove_name(req, FS_RMDIR, parent, name);
}

static void rename_stamp(struct mount *m, const fs_rename_args *a)
{
	node_changed(m, a->parent);
	node_changed(m, a->newparent);
	node_name_changed(m, a->parent, a->name);
	node_name_changed(m, a->newparent, a->newname);
}

void gm_rename(fuse_req_t req, fuse_ino_t parent, const char *name,
	       fuse_ino_t newparent, const char *newname, unsigned int flags)
{
	struct mount *m = mount_of(req);
	fs_rename_args args = {
		.parent = parent,
		.name = (char *)name,
		.newparent = newparent,
		.newname = (char *)newname,
		.flags = flags,
	};
	int err;

	if (strlen(name) > FS_NAME_MAX || strlen(newname) > FS_NAME_MAX) {
		fuse_reply_err(req, ENAMETOOLONG);
		return;
	}
	/* The name that it must not replace is its own. */
	if ((flags & RENAME_NOREPLACE) && parent == newparent &&
	    node_folds(m, parent) && cache_same_name(name, newname))
		args.flags &= ~RENAME_NOREPLACE;
	/* A file that was written takes another's place with all its data. */
	later_drain(m);
	rename_stamp(m, &args);
	err = CALL0(conn_self(), FS_RENAME, fs_rename_args, &args);
	rename_stamp(m, &args);
	if (err) {
		node_incomplete(m, newparent);
		node_incomplete(m, parent);
	} else {
		node_name_moved(m, parent, name, newparent, newname,
				flags & RENAME_EXCHANGE);
		/* Which spelling went where is the guest's affair. */
		cache_forget_dir(m, parent);
		cache_forget_dir(m, newparent);
	}
	fuse_reply_err(req, err);
}
