/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <errno.h>
#include <linux/fs.h>
#include <string.h>

#include "cleanup.h"
#include "file.h"
#include "hold.h"

#define GUEST_BLOCK_MAX (1u << 30)

/* Store what came and answer with it. */
static void reply_attr(fuse_req_t req, fuse_ino_t ino, const fs_attr *a,
		       uint64_t when)
{
	struct mount *m = mount_of(req);
	struct node *n = node_pin(m, ino);
	struct stat st;

	if (!n || !node_attr_ok(n, a)) {
		fuse_reply_err(req,
			       n ? mount_bad_reply(m, "impossible attributes")
				 : ESTALE);
		node_unpin(m, n);
		return;
	}
	node_store(m, ino, a, when);
	node_stat(m, ino, a, &st);
	node_unpin(m, n);
	fuse_reply_attr(req, &st, m->opts.attr_timeout);
}

void gm_getattr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	fs_getattr_args args = { .node = ino, .handle = file_handle_of(fi) };
	fs_attr_ret ret = { 0 };
	uint64_t when;
	int err;

	if (node_dir_attr(m, ino, &ret.attr)) {
		reply_attr(req, ino, &ret.attr, 0);
		return;
	}
	hold_settle(m, ino);
	when = nodes_now(m);
	err = CALL(conn_self(), FS_GETATTR, fs_getattr_args, &args, fs_attr_ret,
		   &ret);
	if (err)
		fuse_reply_err(req, err);
	else
		reply_attr(req, ino, &ret.attr, when);
}

static int setattr_args(struct mount *m, const struct stat *attr, int to_set,
			fs_setattr_args *a)
{
	static const struct {
		int fuse;
		unsigned int fs;
	} bits[] = {
		{ FUSE_SET_ATTR_MODE, FS_SET_MODE },
		{ FUSE_SET_ATTR_UID, FS_SET_UID },
		{ FUSE_SET_ATTR_GID, FS_SET_GID },
		{ FUSE_SET_ATTR_SIZE, FS_SET_SIZE },
		{ FUSE_SET_ATTR_ATIME, FS_SET_ATIME },
		{ FUSE_SET_ATTR_MTIME, FS_SET_MTIME },
		{ FUSE_SET_ATTR_ATIME_NOW, FS_SET_ATIME_NOW },
		{ FUSE_SET_ATTR_MTIME_NOW, FS_SET_MTIME_NOW },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bits); i++) {
		if (to_set & bits[i].fuse)
			a->valid |= bits[i].fs;
	}
	/* Both bits come with "now". */
	if (a->valid & FS_SET_ATIME_NOW)
		a->valid &= ~FS_SET_ATIME;
	if (a->valid & FS_SET_MTIME_NOW)
		a->valid &= ~FS_SET_MTIME;
	a->mode = attr->st_mode & 07777;
	a->size = attr->st_size;
	a->atime.sec = attr->st_atim.tv_sec;
	a->atime.nsec = attr->st_atim.tv_nsec;
	a->mtime.sec = attr->st_mtim.tv_sec;
	a->mtime.nsec = attr->st_mtim.tv_nsec;
	if ((a->valid & FS_SET_UID) &&
	    !opts_guest_uid(&m->opts, attr->st_uid, &a->uid))
		return EOVERFLOW;
	if ((a->valid & FS_SET_GID) &&
	    !opts_guest_gid(&m->opts, attr->st_gid, &a->gid))
		return EOVERFLOW;
	return 0;
}

/* With a writeback cache the kernel tells a file's times when it drops the
 * file, also where only the change time is another one, for a link was made or
 * removed. That the guest knows better.
 */
static bool nothing_new(struct mount *m, fuse_ino_t ino, int to_set,
			const fs_setattr_args *a, struct stat *st)
{
	struct node *n;
	bool same;

	if (!(to_set & FUSE_SET_ATTR_CTIME) || a->valid != FS_SET_MTIME)
		return false;
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	same = n && n->owner_ok && n->attr.mtime.sec == a->mtime.sec &&
	       n->attr.mtime.nsec == a->mtime.nsec && n->data <= n->read_at;
	if (same)
		node_stat(m, ino, &n->attr, st);
	return same;
}

/* A write was kept until the times come: this is all of them. What the guest
 * makes of it is asked when somebody wants to know.
 */
static bool set_held(fuse_req_t req, fuse_ino_t ino,
		     const fs_setattr_args *args)
{
	struct mount *m = mount_of(req);
	fs_attr_ret ret = { 0 };
	struct stat st;
	fs_attr a;
	int err;

	switch (hold_set(m, args, &ret, &err)) {
	case HOLD_NONE:
		return false;
	case HOLD_DONE:
		if (err)
			fuse_reply_err(req, err);
		else
			reply_attr(req, ino, &ret.attr, nodes_now(m));
		return true;
	case HOLD_LATER:
		break;
	}
	node_last_attr(m, ino, &a);
	a.mtime = args->mtime;
	node_stat(m, ino, &a, &st);
	fuse_reply_attr(req, &st, 0);
	return true;
}

/* The kernel's bit for "change time" has no counterpart: with a writeback
 * cache it tells its own idea of it, and the guest keeps its own.
 */
void gm_setattr(fuse_req_t req, fuse_ino_t ino, struct stat *attr, int to_set,
		struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	fs_setattr_args args = { .node = ino, .handle = file_handle_of(fi) };
	fs_attr_ret ret = { 0 };
	struct stat st;
	uint64_t when;
	int err = setattr_args(m, attr, to_set, &args);

	if (!err && !args.valid) {
		gm_getattr(req, ino, fi);
		return;
	}
	if (!err && nothing_new(m, ino, to_set, &args, &st)) {
		st.st_ctim = attr->st_ctim;
		fuse_reply_attr(req, &st, m->opts.attr_timeout);
		return;
	}
	if (!err && fi && args.valid == FS_SET_MTIME &&
	    set_held(req, ino, &args))
		return;
	if (!err)
		err = hold_error(m, ino);
	if (args.valid & (FS_SET_MTIME | FS_SET_MTIME_NOW))
		node_untimed(m, ino, false);
	if (args.valid & FS_SET_SIZE)
		node_data_changed(m, ino);
	else
		node_changed(m, ino);
	when = nodes_now(m);
	if (!err)
		err = CALL(conn_self(), FS_SETATTR, fs_setattr_args, &args,
			   fs_attr_ret, &ret);
	if (args.valid & FS_SET_SIZE)
		node_data_changed(m, ino);
	else
		node_changed(m, ino);
	if (err)
		fuse_reply_err(req, err);
	else
		reply_attr(req, ino, &ret.attr, when);
}

void gm_readlink(fuse_req_t req, fuse_ino_t ino)
{
	fs_node_args args = { .node = ino };
	fs_string_ret ret = { 0 };
	int err;

	err = CALL(conn_self(), FS_READLINK, fs_node_args, &args, fs_string_ret,
		   &ret);
	if (!err && !*ret.s)
		err = mount_bad_reply(mount_of(req), "an empty link");
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_readlink(req, ret.s);
	xdr_free(XDR_OF(fs_string_ret), &ret);
}

void gm_statfs(fuse_req_t req, fuse_ino_t ino)
{
	fs_node_args args = { .node = ino ? ino : NODE_ROOT };
	fs_statfs_ret ret = { 0 };
	int err;

	later_drain(mount_of(req));
	err = CALL(conn_self(), FS_STATFS, fs_node_args, &args, fs_statfs_ret,
		   &ret);
	if (!err && (ret.bsize == 0 || ret.bsize > GUEST_BLOCK_MAX ||
		     ret.frsize > GUEST_BLOCK_MAX))
		err = mount_bad_reply(mount_of(req), "an impossible size");
	if (err) {
		fuse_reply_err(req, err);
		return;
	}
	fuse_reply_statfs(
		req,
		&(struct statvfs){
			.f_bsize = ret.bsize,
			.f_frsize = ret.frsize ? ret.frsize : ret.bsize,
			.f_blocks = ret.blocks,
			.f_bfree = ret.bfree,
			.f_bavail = ret.bavail,
			.f_files = ret.files,
			.f_ffree = ret.ffree,
			.f_favail = ret.favail,
			.f_namemax = ret.namemax && ret.namemax < FS_NAME_MAX
					     ? ret.namemax
					     : FS_NAME_MAX,
		});
}

static int ask_flags(fuse_ino_t ino, uint32_t *ret_flags)
{
	fs_node_args args = { .node = ino };
	fs_flags_ret ret = { 0 };
	int err;

	err = CALL(conn_self(), FS_GETFLAGS, fs_node_args, &args, fs_flags_ret,
		   &ret);
	*ret_flags = ret.flags;
	return err;
}

static void get_flags(fuse_req_t req, fuse_ino_t ino)
{
	uint32_t flags;
	int err = ask_flags(ino, &flags);

	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_ioctl(req, 0, &flags, sizeof(flags));
}

/* The kernel asks for this form before it lets flags be set. */
static void get_xflags(fuse_req_t req, fuse_ino_t ino)
{
	static const struct {
		uint32_t flag, xflag;
	} bits[] = {
		{ FS_SYNC_FL, FS_XFLAG_SYNC },
		{ FS_IMMUTABLE_FL, FS_XFLAG_IMMUTABLE },
		{ FS_APPEND_FL, FS_XFLAG_APPEND },
		{ FS_NODUMP_FL, FS_XFLAG_NODUMP },
		{ FS_NOATIME_FL, FS_XFLAG_NOATIME },
		{ FS_PROJINHERIT_FL, FS_XFLAG_PROJINHERIT },
	};
	struct fsxattr x = { 0 };
	uint32_t flags;
	int err = ask_flags(ino, &flags);

	for (size_t i = 0; i < ARRAY_SIZE(bits); i++) {
		if (flags & bits[i].flag)
			x.fsx_xflags |= bits[i].xflag;
	}
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_ioctl(req, 0, &x, sizeof(x));
}

static void set_flags(fuse_req_t req, fuse_ino_t ino, const void *in)
{
	struct mount *m = mount_of(req);
	fs_flags_args args = { .node = ino };
	int err;

	memcpy(&args.flags, in, sizeof(args.flags));
	node_not_plain(m, ino);
	later_settle(m, ino);
	node_changed(m, ino);
	err = CALL0(conn_self(), FS_SETFLAGS, fs_flags_args, &args);
	node_changed(m, ino);
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_ioctl(req, 0, NULL, 0);
}

/* The flags are declared as a long but are an int. */
void gm_ioctl(fuse_req_t req, fuse_ino_t ino, unsigned int cmd, void *arg,
	      struct fuse_file_info *fi, unsigned int flags, const void *in,
	      size_t in_size, size_t out_size)
{
	(void)arg;
	(void)fi;
	(void)flags;
	if (cmd == (unsigned int)FS_IOC_GETFLAGS &&
	    out_size >= sizeof(unsigned int))
		get_flags(req, ino);
	else if (cmd == (unsigned int)FS_IOC_SETFLAGS &&
		 in_size >= sizeof(unsigned int))
		set_flags(req, ino, in);
	else if (cmd == (unsigned int)FS_IOC_FSGETXATTR &&
		 out_size >= sizeof(struct fsxattr))
		get_xflags(req, ino);
	else
		fuse_reply_err(req, ENOTTY);
}
