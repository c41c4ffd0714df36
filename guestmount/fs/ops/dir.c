/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Directories. The daemon sends entries with attributes in batches as large as
 * the slot; the kernel is answered from the batch, a page at a time. The
 * batch pins its nodes, so that references of entries which the kernel never
 * takes go back when it is freed. One batch is all that a directory of any
 * size costs.
 */
#include "ops.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "fsdir.h"

#define FIRST_BATCH (128u << 10)
#define NAME_SIZE   256
#define MIN_PLUS    128 /* the kernel's form of an entry is larger */

/**
 * struct dent - An entry of a batch
 * @rec:	Where its record starts in the batch
 * @node:	Its node, pinned, or NULL for "." and ".." and where the
 *		attributes could not be read
 */
struct dent {
	size_t rec;
	struct node *node;
};

/**
 * struct batch - Entries as the daemon sent them
 * @raw:	Private copy of the records
 * @len:	Their bytes
 * @ents:	The entries
 * @n:		Their number
 * @start:	Cookie where the batch begins
 * @eof:	The directory ends with it
 * @when:	Clock when it was read
 */
struct batch {
	char *raw;
	size_t len;
	struct dent *ents;
	size_t n;
	uint64_t start;
	bool eof;
	uint64_t when;
};

/**
 * struct dir - An open directory; fi->fh points to it
 * @refs:	The kernel's one and those of requests that still touch it after
 *		their answer, when the kernel may release it
 * @lock:	Guards what follows but @node
 * @node:	Pinned
 * @handle:	The daemon's, or 0 while not needed
 * @batch:	Entries at hand
 * @size:	Bytes to ask for next time
 * @pos:	Entry of the batch that the kernel will want next
 * @run:	Everything was read from the start without a break so far
 * @run_when:	Clock when that was begun
 * @run_losses:	node_losses() then
 * @listing:	What is gathered meanwhile for the cache of a folding directory
 */
struct dir {
	_Atomic unsigned int refs;
	pthread_mutex_t lock;
	struct node *node;
	uint64_t handle;
	struct batch batch;
	size_t size;
	size_t pos;
	bool run;
	uint64_t run_when;
	uint32_t run_losses;
	struct listing *listing;
};

static struct dir *dir_of(const struct fuse_file_info *fi)
{
	return (struct dir *)(uintptr_t)fi->fh;
}

static void batch_drop(struct mount *m, struct batch *b)
{
	pthread_mutex_lock(&m->nodes.lock);
	for (size_t i = 0; i < b->n; i++) {
		if (b->ents[i].node)
			node_unpin_locked(m, b->ents[i].node);
	}
	pthread_mutex_unlock(&m->nodes.lock);
	free(b->raw);
	free(b->ents);
	memset(b, 0, sizeof(*b));
}

static void entry_of(const struct fsdir_rec *r, fs_entry *ent)
{
	*ent = (fs_entry){
		.node = r->node,
		.flags = r->flags,
		.stored = (char *)"",
		.attr = {
			.ino = r->ino,
			.size = r->size,
			.blocks = r->blocks,
			.atime = { r->atime, r->atime_nsec },
			.mtime = { r->mtime, r->mtime_nsec },
			.ctime = { r->ctime, r->ctime_nsec },
			.mode = r->mode,
			.nlink = r->nlink,
			.uid = r->uid,
			.gid = r->gid,
			.rdev_major = r->rdev_major,
			.rdev_minor = r->rdev_minor,
			.blksize = r->blksize,
			.dev = r->dev,
		},
	};
}

/* Checks and counts the references of the whole batch, so that none is lost
 * whatever the kernel will ask for.
 */
static int batch_parse(struct mount *m, struct dir *d)
{
	struct batch *b = &d->batch;
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0, at = 0;
	int r;

	b->ents = calloc(b->len / sizeof(rec) + 1, sizeof(*b->ents));
	if (!b->ents)
		return ENOMEM;
	while ((r = fsdir_next(b->raw, b->len, &pos, &rec, &name)) > 0) {
		struct dent *e = &b->ents[b->n];
		char copy[NAME_SIZE];
		fs_entry ent;
		int err = 0;

		e->rec = at;
		at = pos;
		if (rec.node) {
			entry_of(&rec, &ent);
			memcpy(copy, name, rec.namelen);
			copy[rec.namelen] = '\0';
			err = node_take(m, d->node->id, copy, &ent, b->when,
					&e->node);
		}
		if (err)
			return err;
		b->n++;
	}
	return r < 0 ? mount_bad_reply(m, "an impossible directory") : 0;
}

static int dir_open(struct mount *m, struct dir *d)
{
	fs_node_args args = { .node = d->node->id };
	fs_open_ret ret = { 0 };
	int err;

	if (d->handle)
		return 0;
	err = CALL(conn_self(), FS_OPENDIR, fs_node_args, &args, fs_open_ret,
		   &ret);
	if (!err && !ret.handle)
		err = mount_bad_reply(m, "no handle");
	d->handle = ret.handle;
	return err;
}

static void dir_put(struct mount *m, struct dir *d)
{
	fs_handle_args args = { .handle = d->handle };

	if (--d->refs)
		return;
	if (d->handle)
		conn_tell(conn_self(), FS_RELEASE, XDR_OF(fs_handle_args),
			  &args);
	batch_drop(m, &d->batch);
	listing_drop(m, d->listing);
	node_unpin(m, d->node);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

/* The batch leaves shared memory in one copy, before anything looks at it. */
static int batch_copy(struct mount *m, struct batch *b, const fs_data_ret *ret,
		      size_t max)
{
	const struct fs_slot *slot = &conn_self()->slot;

	if (ret->count > max || (ret->in_slot && !slot->base) ||
	    (!ret->in_slot && ret->count != ret->data.data_len))
		return mount_bad_reply(m, "more data than asked for");
	b->raw = malloc(ret->count + 1);
	if (!b->raw)
		return ENOMEM;
	memcpy(b->raw, ret->in_slot ? slot->base : ret->data.data_val,
	       ret->count);
	b->len = ret->count;
	b->eof = ret->eof;
	return 0;
}

static size_t next_size(struct dir *d)
{
	const struct fs_slot *slot = &conn_self()->slot;
	size_t max = slot->base ? slot->size : FS_INLINE_MAX;

	d->size = d->size ? d->size * 4 : FIRST_BATCH;
	if (d->size > max)
		d->size = max;
	return d->size;
}

/* One request lists a directory that fits; nothing stays open for it. */
static int first_batch(struct mount *m, struct dir *d, uint64_t cookie,
		       size_t size, fs_data_ret *ret)
{
	fs_open_read_args args = { .node = d->node->id,
				   .offset = cookie,
				   .size = size,
				   .slot = conn_self()->slot.base != NULL };
	fs_open_read_ret r = { 0 };
	int err = CALL(conn_self(), FS_OPEN_READ, fs_open_read_args, &args,
		       fs_open_read_ret, &r);

	if (err)
		return err;
	d->handle = r.handle;
	*ret = r.data;
	if (r.handle || ret->eof)
		return 0;
	xdr_free(XDR_OF(fs_data_ret), ret);
	return mount_bad_reply(m, "no handle");
}

static int next_batch(struct dir *d, uint64_t cookie, size_t size,
		      fs_data_ret *ret)
{
	fs_read_args args = { .handle = d->handle,
			      .offset = cookie,
			      .size = size,
			      .slot = conn_self()->slot.base != NULL };

	return CALL(conn_self(), FS_READDIR, fs_read_args, &args, fs_data_ret,
		    ret);
}

static int batch_fetch(struct mount *m, struct dir *d, uint64_t cookie)
{
	fs_data_ret ret = { 0 };
	struct batch *b = &d->batch;
	size_t size = next_size(d);
	int err;

	batch_drop(m, b);
	d->pos = 0;
	b->start = cookie;
	b->when = nodes_now(m);
	err = d->handle ? next_batch(d, cookie, size, &ret)
			: first_batch(m, d, cookie, size, &ret);
	if (!err) {
		err = batch_copy(m, b, &ret, size);
		xdr_free(XDR_OF(fs_data_ret), &ret);
	}
	if (!err)
		err = batch_parse(m, d);
	if (!err && !b->n && !b->eof)
		err = mount_bad_reply(m, "an empty directory batch");
	if (err)
		batch_drop(m, b);
	return err;
}

static void dent_get(const struct batch *b, size_t i, struct fsdir_rec *rec,
		     char *name)
{
	memcpy(rec, b->raw + b->ents[i].rec, sizeof(*rec));
	memcpy(name, b->raw + b->ents[i].rec + sizeof(*rec), rec->namelen);
	name[rec->namelen] = '\0';
}

static void run_break(struct mount *m, struct dir *d)
{
	d->run = false;
	listing_drop(m, steal_ptr(&d->listing));
}

static void run_start(struct mount *m, struct dir *d)
{
	listing_drop(m, d->listing);
	d->listing = node_folds(m, d->node->id) ? listing_new() : NULL;
	d->run = true;
	d->run_when = d->batch.when;
}

/* A directory read from its start to its end is known whole: what it lacks,
 * and where it folds case also what is in it.
 */
static void run_feed(struct mount *m, struct dir *d)
{
	struct batch *b = &d->batch;
	struct fsdir_rec rec;
	char name[NAME_SIZE];

	if (b->start == 0)
		run_start(m, d);
	for (size_t i = 0; d->run && i < b->n; i++) {
		dent_get(b, i, &rec, name);
		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (!b->ents[i].node ||
		    (d->listing &&
		     !listing_add(m, d->listing, name, b->ents[i].node)))
			run_break(m, d);
	}
	if (!d->run || !b->eof)
		return;
	d->run = false;
	node_listed(m, d->node, d->run_when, d->run_losses);
	if (d->listing)
		listing_finish(m, d->node, steal_ptr(&d->listing), d->run_when);
}

/* Make d->pos the entry after @cookie. Mostly it is already. */
static int seek(struct mount *m, struct dir *d, uint64_t cookie)
{
	struct batch *b = &d->batch;
	struct fsdir_rec rec;
	char name[NAME_SIZE];
	int err;

	if (d->pos > 0 && cookie) {
		dent_get(b, d->pos - 1, &rec, name);
		if (rec.cookie == cookie && (d->pos < b->n || b->eof))
			return 0;
	}
	for (size_t i = 0; cookie && i < b->n; i++) {
		dent_get(b, i, &rec, name);
		if (rec.cookie != cookie || (i + 1 == b->n && !b->eof))
			continue;
		d->pos = i + 1;
		return 0;
	}
	if (cookie && d->run) {
		bool next = b->n > 0;

		if (next) {
			dent_get(b, b->n - 1, &rec, name);
			next = rec.cookie == cookie;
		}
		if (!next)
			run_break(m, d);
	}
	if (!cookie)
		d->run_losses = node_losses(m, d->node);
	err = batch_fetch(m, d, cookie);
	if (!err)
		run_feed(m, d);
	return err;
}

/* An entry changed since the batch was read goes without attributes: the
 * kernel looks it up if it wants them. In a directory whose names changed, no
 * entry of an old batch may make a name known.
 */
static bool give(struct mount *m, struct dir *d, const struct dent *e,
		 struct fuse_entry_param *p)
{
	bool ok;

	if (!e->node)
		return false;
	pthread_mutex_lock(&m->nodes.lock);
	ok = d->node->stamp <= d->batch.when &&
	     node_fresh_locked(m, e->node, d->batch.when);
	if (ok)
		node_give_locked(m, e->node, p);
	if (ok && d->node->folds)
		p->entry_timeout = 0;
	pthread_mutex_unlock(&m->nodes.lock);
	return ok;
}

static void bare(struct mount *m, const struct fsdir_rec *rec,
		 struct fuse_entry_param *p)
{
	fs_entry ent;

	entry_of(rec, &ent);
	memset(p, 0, sizeof(*p));
	node_stat(m, rec->node, &ent.attr, &p->attr);
}

static size_t add(fuse_req_t req, char *buf, size_t room, const char *name,
		  const struct fuse_entry_param *p, uint64_t cookie, bool plus)
{
	if (plus)
		return fuse_add_direntry_plus(req, buf, room, name, p, cookie);
	return fuse_add_direntry(req, buf, room, name, &p->attr, cookie);
}

/**
 * struct answer - What one request gets
 * @buf:	Entries in the kernel's form
 * @size:	Room there
 * @used:	Bytes in it
 * @ids:	Nodes of which the kernel is given a reference
 * @n:		Their number
 */
struct answer {
	char *buf;
	size_t size;
	size_t used;
	uint64_t *ids;
	size_t n;
};

static void fill(fuse_req_t req, struct dir *d, struct answer *a, bool plus)
{
	struct mount *m = mount_of(req);

	for (; d->pos < d->batch.n; d->pos++) {
		struct dent *e = &d->batch.ents[d->pos];
		size_t room = a->size - a->used, need;
		struct fuse_entry_param p;
		struct fsdir_rec rec;
		char name[NAME_SIZE];
		bool given;

		dent_get(&d->batch, d->pos, &rec, name);
		given = plus && give(m, d, e, &p);
		if (!given)
			bare(m, &rec, &p);
		need = add(req, a->buf + a->used, room, name, &p, rec.cookie,
			   plus);
		if (need > room) {
			/* It did not fit, so it was never received. */
			if (given)
				node_forget(m, p.ino, 1);
			break;
		}
		if (given)
			a->ids[a->n++] = p.ino;
		a->used += need;
	}
}

static void answer(fuse_req_t req, off_t off, struct dir *d, bool plus,
		   struct answer *a)
{
	struct mount *m = mount_of(req);
	int err;

	LOCK_SCOPE(&d->lock);
	err = seek(m, d, off);
	if (err) {
		fuse_reply_err(req, err);
		return;
	}
	fill(req, d, a, plus);
	if (fuse_reply_buf(req, a->buf, a->used) == 0)
		return;
	for (size_t i = 0; i < a->n; i++)
		node_forget(m, a->ids[i], 1);
}

static void read_entries(fuse_req_t req, size_t size, off_t off, struct dir *d,
			 bool plus)
{
	struct mount *m = mount_of(req);
	cleanup_free char *buf = malloc(size);
	cleanup_free uint64_t *ids = calloc(size / MIN_PLUS + 1, sizeof(*ids));
	struct answer a = { .buf = buf, .size = size, .ids = ids };

	if (!buf || !ids) {
		fuse_reply_err(req, ENOMEM);
		return;
	}
	d->refs++;
	answer(req, off, d, plus, &a);
	dir_put(m, d);
}

void gm_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		struct fuse_file_info *fi)
{
	(void)ino;
	read_entries(req, size, off, dir_of(fi), false);
}

void gm_readdirplus(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		    struct fuse_file_info *fi)
{
	(void)ino;
	read_entries(req, size, off, dir_of(fi), true);
}

void gm_opendir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	struct node *n = node_pin(m, ino);
	struct dir *d = calloc(1, sizeof(*d));

	if (!n || !d) {
		node_unpin(m, n);
		free(d);
		fuse_reply_err(req, n ? ENOMEM : ESTALE);
		return;
	}
	pthread_mutex_init(&d->lock, NULL);
	d->refs = 1;
	d->node = n;
	/* The daemon is told when entries are wanted that the kernel has not
	 * kept from an earlier listing. It drops those when names change.
	 */
	fi->fh = (uintptr_t)d;
	fi->keep_cache = 1;
	fi->cache_readdir = 1;
	if (fuse_reply_open(req, fi) < 0)
		dir_put(m, d);
}

void gm_releasedir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	(void)ino;
	dir_put(mount_of(req), dir_of(fi));
	fuse_reply_err(req, 0);
}

static int sync_dir(struct mount *m, struct dir *d, bool datasync)
{
	fs_handle_args args = { .datasync = datasync };
	int err;

	LOCK_SCOPE(&d->lock);
	err = dir_open(m, d);
	args.handle = d->handle;
	return err ? err : CALL0(conn_self(), FS_FSYNC, fs_handle_args, &args);
}

void gm_fsyncdir(fuse_req_t req, fuse_ino_t ino, int datasync,
		 struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);

	(void)ino;
	fuse_reply_err(req,
		       m->readonly ? 0 : sync_dir(m, dir_of(fi), datasync));
}
