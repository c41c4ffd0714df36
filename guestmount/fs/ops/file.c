/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "hold.h"

/* The caller goes on after a short copy; a worker is not kept too long. */
#define COPY_MAX (256u << 20)

uint64_t file_handle_of(const struct fuse_file_info *fi)
{
	return fi && fi->fh ? file_handle(file_of(fi)) : 0;
}

uint64_t file_handle(struct file *f)
{
	LOCK_SCOPE(&f->lock);
	return f->handle;
}

static int open_handle(uint64_t node, unsigned int flags, uint64_t *ret_handle)
{
	fs_open_args args = { .node = node, .flags = flags };
	fs_open_ret ret = { 0 };
	int err;

	err = CALL(conn_self(), FS_OPEN, fs_open_args, &args, fs_open_ret,
		   &ret);
	if (!err && !ret.handle)
		err = mount_bad_reply(conn_self()->mount, "no handle");
	*ret_handle = ret.handle;
	return err;
}

int file_get_handle(struct mount *m, struct file *f, uint64_t *ret_handle)
{
	int err = 0;

	(void)m;
	LOCK_SCOPE(&f->lock);
	if (!f->handle)
		err = open_handle(f->node->id, O_RDONLY, &f->handle);
	*ret_handle = f->handle;
	return err;
}

static void release_handle(struct mount *m, uint64_t handle)
{
	if (handle && !later_release(m, handle))
		keeper_release(m, handle);
}

void file_set_handle(struct mount *m, struct file *f, uint64_t handle)
{
	pthread_mutex_lock(&f->lock);
	if (!f->handle) {
		f->handle = handle;
		handle = 0;
	}
	pthread_mutex_unlock(&f->lock);
	release_handle(m, handle);
}

void file_put(struct mount *m, struct file *f)
{
	if (--f->refs)
		return;
	release_handle(m, f->handle);
	if (!--f->node->n_files && m->writeback)
		hold_forget(m, f->node->id);
	file_drop_ra(m, f);
	free(f->map);
	node_unpin(m, f->node);
	pthread_mutex_destroy(&f->lock);
	free(f);
}

static struct file *file_new(struct node *n, uint64_t handle)
{
	struct file *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	pthread_mutex_init(&f->lock, NULL);
	f->refs = 1;
	f->node = n;
	n->n_files++;
	f->handle = handle;
	return f;
}

void files_drop(struct mount *m)
{
	struct file *v[FILES_SHARED];
	unsigned int n;

	pthread_mutex_lock(&m->files.lock);
	n = m->files.n;
	memcpy(v, m->files.v, n * sizeof(v[0]));
	m->files.n = 0;
	pthread_mutex_unlock(&m->files.lock);
	for (unsigned int i = 0; i < n; i++)
		file_put(m, v[i]);
}

/* With the lock held */
static struct file *find_shared(struct files *fs, fuse_ino_t ino)
{
	for (unsigned int i = 0; i < fs->n; i++) {
		struct file *f = fs->v[i];

		if (f->node->id != ino)
			continue;
		memmove(&fs->v[1], &fs->v[0], i * sizeof(fs->v[0]));
		fs->v[0] = f;
		f->refs++;
		return f;
	}
	return NULL;
}

/* In front; the one used longest ago goes. With the lock held; @f has a second
 * reference for its place there. Return: what is to be let go, or NULL
 */
static struct file *enter_shared(struct files *fs, struct file *f)
{
	struct file *old = NULL;

	if (fs->n == FILES_SHARED)
		old = fs->v[--fs->n];
	memmove(&fs->v[1], &fs->v[0], fs->n * sizeof(fs->v[0]));
	fs->v[0] = f;
	fs->n++;
	return old;
}

static struct file *share(struct mount *m, fuse_ino_t ino)
{
	struct node *n = node_pin(m, ino);
	struct file *f = n ? file_new(n, 0) : NULL, *other, *old = NULL;

	if (!f) {
		node_unpin(m, n);
		errno = n ? ENOMEM : ESTALE;
		return NULL;
	}
	f->refs = 2;
	pthread_mutex_lock(&m->files.lock);
	other = find_shared(&m->files, ino);
	if (!other)
		old = enter_shared(&m->files, f);
	pthread_mutex_unlock(&m->files.lock);
	if (other) {
		f->refs = 1;
		old = f;
	}
	if (old)
		file_put(m, old);
	return other ? other : f;
}

struct file *file_use(struct mount *m, fuse_ino_t ino,
		      const struct fuse_file_info *fi)
{
	struct file *f = file_of(fi);

	if (f) {
		f->refs++;
		return f;
	}
	pthread_mutex_lock(&m->files.lock);
	f = find_shared(&m->files, ino);
	pthread_mutex_unlock(&m->files.lock);
	return f ? f : share(m, ino);
}

/* With a writeback cache the kernel reads to fill pages it writes in part, and
 * works out where appended data goes by itself; without, it still tells us
 * the offset.
 */
static unsigned int guest_flags(const struct mount *m, int flags)
{
	unsigned int keep = flags & (O_TRUNC | O_EXCL);
	int acc = flags & O_ACCMODE;

	if (m->writeback && acc == O_WRONLY)
		acc = O_RDWR;
	return keep | acc;
}

/* We are the only writer, so pages from an earlier open are still right. */
static void fill_info(const struct mount *m, struct file *f,
		      struct fuse_file_info *fi)
{
	f->writes = (fi->flags & O_ACCMODE) != O_RDONLY;
	fi->fh = (uintptr_t)f;
	fi->keep_cache = 1;
	fi->direct_io = m->opts.direct_io;
}

void gm_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	struct node *n;
	struct file *f;
	int err = 0;

	/* It does so by itself from now on. */
	if (m->no_open) {
		fuse_reply_err(req, ENOSYS);
		return;
	}
	n = node_pin(m, ino);
	f = n ? file_new(n, 0) : NULL;
	if (!f) {
		node_unpin(m, n);
		fuse_reply_err(req, n ? ENOMEM : ESTALE);
		return;
	}
	later_settle(m, ino);
	/* What is kept goes before, and is nobody's concern any more. */
	if (fi->flags & O_TRUNC) {
		hold_settle(m, ino);
		hold_forget(m, ino);
		node_data_changed(m, ino);
	}
	/* Nothing can unlink the file on a read-only mount: it can be opened
	 * when data is wanted that the kernel does not have.
	 */
	if (!m->readonly)
		err = open_handle(ino, guest_flags(m, fi->flags), &f->handle);
	if (fi->flags & O_TRUNC)
		node_data_changed(m, ino);
	fill_info(m, f, fi);
	if (err)
		fuse_reply_err(req, err);
	if (err || fuse_reply_open(req, fi) < 0)
		file_put(m, f);
}

static void reply_create(fuse_req_t req, fuse_ino_t parent, struct node *n,
			 const fs_attr *attr, struct file *f,
			 struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	struct fuse_entry_param e;

	fill_info(m, f, fi);
	node_give_new(m, n, &e);
	node_stat(m, n->id, attr, &e.attr);
	if (node_folds(m, parent))
		e.entry_timeout = 0;
	if (fuse_reply_create(req, &e, fi) < 0) {
		node_forget(m, e.ino, 1);
		file_put(m, f);
	}
}

/* At once: the guest has made the file before, and the rest comes later. */
static bool create_from_spare(fuse_req_t req, const fs_make_args *a,
			      struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	uint64_t when = nodes_now(m);
	struct node *n = NULL;
	struct file *f = NULL;
	fs_setattr_args set;
	fs_spare sp;
	fs_entry ent;

	if (!m->spares.n || !make_is_plain(m, a->parent) ||
	    !later_space(m, a->parent) || !spare_take(m, a, &sp, &set, &ent))
		return false;
	if (node_take(m, a->parent, a->name, &ent, when, &n) == 0)
		f = file_new(n, sp.handle);
	if (!f) {
		release_handle(m, sp.handle);
		node_unpin(m, n);
		return false;
	}
	if (!later_name(m, &set, a->parent, a->name)) {
		file_put(m, f);
		return false;
	}
	make_new(m, a->parent, n);
	reply_create(req, a->parent, n, &ent.attr, f, fi);
	return true;
}

void gm_create(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	       struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	fs_make_ret ret = { 0 };
	struct file *f = NULL;
	struct node *n = NULL;
	fs_make_args args;
	uint64_t when;
	int err = make_args(req, parent, name, mode, &args);

	if (!err && create_from_spare(req, &args, fi))
		return;
	later_settle_name(m, parent, name);
	node_changed(m, parent);
	when = nodes_now(m);
	args.flags = guest_flags(m, fi->flags) | O_CREAT;
	later_spend(m, 0);
	if (!err && make_is_plain(m, parent))
		args.spares = spare_ask(m, &args);
	if (!err)
		err = CALL(conn_self(), FS_CREATE, fs_make_args, &args,
			   fs_make_ret, &ret);
	node_changed(m, parent);
	if (!err) {
		err = ops_take(m, parent, name, &ret.entry, when, &n);
		if (!err)
			cache_added(m, parent,
				    *ret.entry.stored ? ret.entry.stored : name,
				    n->id);
		f = err ? NULL : file_new(n, ret.handle);
		if (!f)
			release_handle(m, ret.handle);
		if (!f && !err)
			err = ENOMEM;
		if (!err)
			spare_keep(
				m, parent, &args.spares, ret.entry.attr.blksize,
				ret.spares.spares_val, ret.spares.spares_len);
		xdr_free(XDR_OF(fs_make_ret), &ret);
	}
	/* It may have been there: another spelling, or another's file. */
	if (!err && (fi->flags & O_TRUNC))
		node_data_changed(m, n->id);
	if (!err) {
		make_new(m, parent, n);
		reply_create(req, parent, n, &ret.entry.attr, f, fi);
		return;
	}
	node_incomplete(m, parent);
	node_unpin(m, n);
	fuse_reply_err(req, err);
}

/* The kernel has written its own pages before. Where no write is ever kept, it
 * need not ask at each close(2). Readers are not told of what writers did.
 */
void gm_flush(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	int err = m->writeback ? 0 : ENOSYS;

	if (!err && file_of(fi)->writes)
		err = hold_close(m, ino);
	/* The data are there: times are not worth an error of close(2) */
	if (!err && file_of(fi)->writes)
		hold_time(m, ino, file_handle_of(fi));
	fuse_reply_err(req, err);
}

void gm_release(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);

	if (!m->readonly)
		hold_let_go(m, ino);
	file_put(m, file_of(fi));
	fuse_reply_err(req, 0);
}

void gm_fsync(fuse_req_t req, fuse_ino_t ino, int datasync,
	      struct fuse_file_info *fi)
{
	fs_handle_args args = { .handle = file_handle_of(fi),
				.datasync = datasync != 0 };
	int err = hold_error(mount_of(req), ino);

	if (err || !args.handle) {
		fuse_reply_err(req, err);
		return;
	}
	fuse_reply_err(req,
		       CALL0(conn_self(), FS_FSYNC, fs_handle_args, &args));
}

void gm_fallocate(fuse_req_t req, fuse_ino_t ino, int mode, off_t offset,
		  off_t length, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	fs_fallocate_args args = {
		.handle = file_handle_of(fi),
		.mode = mode,
		.offset = offset,
		.length = length,
	};
	int err;

	hold_settle(m, ino);
	later_spend(m, length);
	node_data_changed(m, ino);
	err = CALL0(conn_self(), FS_FALLOCATE, fs_fallocate_args, &args);
	node_data_changed(m, ino);
	fuse_reply_err(req, err);
}

void gm_lseek(fuse_req_t req, fuse_ino_t ino, off_t off, int whence,
	      struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	fs_lseek_args args = { .offset = off, .whence = whence };
	struct file *f = file_use(m, ino, fi);
	fs_count_ret ret = { 0 };
	uint64_t handle;
	int err = f ? 0 : errno;

	if (f) {
		hold_settle(m, ino);
		err = file_get_handle(m, f, &handle);
	}
	if (!err)
		args.handle = handle;
	if (!err)
		err = CALL(conn_self(), FS_LSEEK, fs_lseek_args, &args,
			   fs_count_ret, &ret);
	if (!err && (ret.count > INT64_MAX || (off_t)ret.count < off))
		err = mount_bad_reply(m, "an impossible offset");
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_lseek(req, ret.count);
	if (f)
		file_put(m, f);
}

void gm_copy_file_range(fuse_req_t req, fuse_ino_t ino_in, off_t off_in,
			struct fuse_file_info *fi_in, fuse_ino_t ino_out,
			off_t off_out, struct fuse_file_info *fi_out,
			size_t len, int flags)
{
	struct mount *m = mount_of(req);
	fs_copy_range_args args = {
		.in = file_handle_of(fi_in),
		.in_offset = off_in,
		.out = file_handle_of(fi_out),
		.out_offset = off_out,
		.length = len < COPY_MAX ? len : COPY_MAX,
	};
	fs_count_ret ret = { 0 };
	int err;

	if (flags) {
		fuse_reply_err(req, EINVAL);
		return;
	}
	hold_settle(m, ino_in);
	hold_settle(m, ino_out);
	later_spend(m, len);
	node_data_changed(m, ino_out);
	err = CALL(conn_self(), FS_COPY_RANGE, fs_copy_range_args, &args,
		   fs_count_ret, &ret);
	node_data_changed(m, ino_out);
	if (!err && ret.count > args.length)
		err = mount_bad_reply(m, "an impossible count");
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_write(req, ret.count);
}
