/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <string.h>

#define MIB (1u << 20)

static void init(void *userdata, struct fuse_conn_info *conn)
{
	struct mount *m = userdata;
	unsigned int want = FUSE_CAP_ASYNC_READ | FUSE_CAP_PARALLEL_DIROPS |
			    FUSE_CAP_CACHE_SYMLINKS | FUSE_CAP_READDIRPLUS |
			    FUSE_CAP_ATOMIC_O_TRUNC | FUSE_CAP_IOCTL_DIR |
			    FUSE_CAP_DONT_MASK | FUSE_CAP_ASYNC_DIO |
			    FUSE_CAP_EXPLICIT_INVAL_DATA;

	/* Not wanted: READDIRPLUS_AUTO, which reads the rest of a large
	 * directory without attributes, each then costing a lookup; splicing,
	 * since data moves between a slot or a request and user memory that
	 * is there already; HANDLE_KILLPRIV, for the daemon is root, whose
	 * writes do not clear set-user-id bits.
	 */
	if (m->writeback && (conn->capable & FUSE_CAP_WRITEBACK_CACHE))
		want |= FUSE_CAP_WRITEBACK_CACHE;
	else
		m->writeback = false;
	if (m->opts.default_permissions)
		want |= FUSE_CAP_POSIX_ACL;
	conn->want = conn->capable & want;
	/* Nothing can change a file, or remove it, while it is read. */
	m->no_open = m->readonly && !m->opts.direct_io &&
		     conn->capable & FUSE_CAP_NO_OPEN_SUPPORT;
	m->no_opendir = conn->capable & FUSE_CAP_NO_OPENDIR_SUPPORT;
	conn->max_write = MIB;
	conn->max_readahead = MIB;
	conn->max_background = 64;
	conn->congestion_threshold = 48;
}

/* access, getlk, setlk and flock are left out on purpose: the kernel then
 * does them by itself, without asking.
 */
const struct fuse_lowlevel_ops ops_table = {
	.init = init,
	.lookup = gm_lookup,
	.forget = gm_forget,
	.forget_multi = gm_forget_multi,
	.getattr = gm_getattr,
	.setattr = gm_setattr,
	.readlink = gm_readlink,
	.mknod = gm_mknod,
	.mkdir = gm_mkdir,
	.unlink = gm_unlink,
	.rmdir = gm_rmdir,
	.symlink = gm_symlink,
	.rename = gm_rename,
	.link = gm_link,
	.open = gm_open,
	.create = gm_create,
	.read = gm_read,
	.write = gm_write,
	.flush = gm_flush,
	.release = gm_release,
	.fsync = gm_fsync,
	.opendir = gm_opendir,
	.readdir = gm_readdir,
	.readdirplus = gm_readdirplus,
	.fsyncdir = gm_fsyncdir,
	.statfs = gm_statfs,
	.setxattr = gm_setxattr,
	.getxattr = gm_getxattr,
	.listxattr = gm_listxattr,
	.removexattr = gm_removexattr,
	.fallocate = gm_fallocate,
	.lseek = gm_lseek,
	.copy_file_range = gm_copy_file_range,
	.ioctl = gm_ioctl,
};

void ops_reply_entry(fuse_req_t req, fuse_ino_t parent, struct node *n,
		     const fs_attr *attr)
{
	struct mount *m = mount_of(req);
	struct fuse_entry_param e;

	node_give_new(m, n, &e);
	node_stat(m, n->id, attr, &e.attr);
	/* The kernel compares names byte by byte: it must ask again. */
	if (node_folds(m, parent))
		e.entry_timeout = 0;
	if (fuse_reply_entry(req, &e) < 0)
		node_forget(m, e.ino, 1);
	node_unpin(m, n);
}

static bool name_ok(const char *s)
{
	return *s && !strchr(s, '/') && strcmp(s, ".") && strcmp(s, "..");
}

int ops_take(struct mount *m, uint64_t parent, const char *name,
	     const fs_entry *ent, uint64_t when, struct node **ret_node)
{
	if (ent->stored && *ent->stored) {
		if (!name_ok(ent->stored))
			return mount_bad_reply(m, "an impossible name");
		name = ent->stored;
	}
	return node_take(m, parent, name, ent, when, ret_node);
}
