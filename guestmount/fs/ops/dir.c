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

#include "ahead.h"
#include "batch.h"
#include "cleanup.h"

#define FIRST_BATCH (128u << 10)
#define READERS_MAX 16
#define MIN_PLUS    128 /* the kernel's form of an entry is larger */

/**
 * struct dir - A directory that is being read
 * @prev:	Used after it
 * @next:	Used before it
 * @busy:	A request has it
 * @at:		Cookie that its reader will ask for next
 * @node:	Pinned
 * @handle:	The daemon's, or 0 while not needed
 * @batch:	Entries at hand
 * @size:	Bytes to ask for next time
 * @pos:	Entry of the batch that the kernel will want next
 * @run:	Everything was read from the start without a break so far
 * @run_when:	Clock when that was begun
 * @run_losses:	node_losses() then
 * @listing:	What is gathered meanwhile for the cache of a folding directory
 *
 * The kernel opens and closes directories without asking, and keeps what it has
 * read: so a reader is known by the place where it goes on. The first four are
 * guarded by the lock of struct readers, the others belong to the request.
 */
struct dir {
	struct dir *prev;
	struct dir *next;
	bool busy;
	uint64_t at;
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

static void dir_free(struct mount *m, struct dir *d)
{
	if (d->handle)
		keeper_release(m, d->handle);
	batch_drop(m, &d->batch);
	listing_drop(m, d->listing);
	node_unpin(m, d->node);
	free(d);
}

static void unlink_dir(struct readers *r, struct dir *d)
{
	*(d->prev ? &d->prev->next : &r->first) = d->next;
	*(d->next ? &d->next->prev : &r->last) = d->prev;
	d->prev = d->next = NULL;
	r->n--;
}

static void link_dir(struct readers *r, struct dir *d)
{
	d->next = r->first;
	*(r->first ? &r->first->prev : &r->last) = d;
	r->first = d;
	r->n++;
}

static bool has_all(const struct dir *d)
{
	return d->batch.n && d->batch.start == 0 && d->batch.eof;
}

/* One that has all of it may also begin anew: rm(1) opens each directory to see
 * whether it is empty, and then again to read it.
 */
static struct dir *find_reader(struct readers *r, uint64_t ino, uint64_t at)
{
	LOCK_SCOPE(&r->lock);
	for (struct dir *d = r->first; d; d = d->next) {
		if (d->busy || d->node->id != ino ||
		    (at ? d->at != at : !has_all(d)))
			continue;
		d->busy = true;
		return d;
	}
	return NULL;
}

/* The reader that goes on at @at, or a new one; *ret_err is set for NULL */
static struct dir *dir_take(struct mount *m, uint64_t ino, uint64_t at,
			    int *ret_err)
{
	struct dir *d = find_reader(&m->readers, ino, at);
	struct node *n;

	if (d)
		return d;
	n = node_pin(m, ino);
	d = calloc(1, sizeof(*d));
	if (!n || !d) {
		node_unpin(m, n);
		free(d);
		*ret_err = n ? ENOMEM : ESTALE;
		return NULL;
	}
	d->node = n;
	d->busy = true;
	pthread_mutex_lock(&m->readers.lock);
	link_dir(&m->readers, d);
	pthread_mutex_unlock(&m->readers.lock);
	return d;
}

/* Those that did not come back for the longest time are let go. */
static void dir_give(struct mount *m, struct dir *d, bool ended)
{
	struct readers *r = &m->readers;
	struct dir *old = NULL;

	pthread_mutex_lock(&r->lock);
	unlink_dir(r, d);
	d->busy = false;
	if (ended) {
		old = d;
	} else {
		link_dir(r, d);
		for (old = r->last; old && old->busy; old = old->prev)
			;
		if (r->n <= READERS_MAX)
			old = NULL;
		if (old)
			unlink_dir(r, old);
	}
	pthread_mutex_unlock(&r->lock);
	if (old)
		dir_free(m, old);
}

/* After the end of the session, when there are no handles any more */
void readers_finish(struct mount *m)
{
	struct readers *r = &m->readers;

	while (r->first) {
		struct dir *d = r->first;

		unlink_dir(r, d);
		d->handle = 0;
		dir_free(m, d);
	}
	pthread_mutex_destroy(&r->lock);
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

/* Directories that came along leave shared memory in one copy, too. */
static int take_more(struct mount *m, const struct batch *b, size_t more)
{
	const struct fs_slot *slot = &conn_self()->slot;
	cleanup_free char *raw = NULL;

	if (!slot->base || b->len > slot->size || more > slot->size - b->len)
		return mount_bad_reply(m, "more data than asked for");
	raw = malloc(more);
	if (!raw)
		return ENOMEM;
	memcpy(raw, slot->base + b->len, more);
	return ahead_store(m, raw, more, b->when);
}

/* One request lists a directory that fits; nothing stays open for it. */
static int first_batch(struct mount *m, struct dir *d, uint64_t cookie,
		       size_t size, fs_data_ret *ret, uint32_t *ret_more)
{
	fs_open_read_args args = { .node = d->node->id,
				   .offset = cookie,
				   .size = size,
				   .slot = conn_self()->slot.base != NULL };
	fs_open_read_ret r = { 0 };
	int err;

	if (args.slot && !cookie)
		args.ahead = ahead_window(m, d->node);
	err = CALL(conn_self(), FS_OPEN_READ, fs_open_read_args, &args,
		   fs_open_read_ret, &r);
	if (err)
		return err;
	d->handle = r.handle;
	*ret = r.data;
	*ret_more = r.more;
	if (r.more <= args.ahead && (r.handle || ret->eof))
		return 0;
	xdr_free(XDR_OF(fs_data_ret), ret);
	return mount_bad_reply(m, r.handle ? "more data than asked for"
					   : "no handle");
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

static int ask_batch(struct mount *m, struct dir *d, uint64_t cookie,
		     uint32_t *ret_more)
{
	fs_data_ret ret = { 0 };
	struct batch *b = &d->batch;
	size_t size = next_size(d);
	int err;

	b->start = cookie;
	b->when = nodes_now(m);
	err = d->handle ? next_batch(d, cookie, size, &ret)
			: first_batch(m, d, cookie, size, &ret, ret_more);
	if (!err) {
		err = batch_copy(m, b, &ret, size);
		xdr_free(XDR_OF(fs_data_ret), &ret);
	}
	if (!err)
		err = batch_parse(m, d->node, b);
	if (!err && !b->n && !b->eof)
		err = mount_bad_reply(m, "an empty directory batch");
	return err;
}

static int batch_fetch(struct mount *m, struct dir *d, uint64_t cookie)
{
	struct batch *b = &d->batch;
	uint32_t more = 0;
	int err;

	batch_drop(m, b);
	d->pos = 0;
	if (!cookie && !d->handle && ahead_take(m, d->node, b)) {
		d->run_losses = b->losses;
		return 0;
	}
	err = ask_batch(m, d, cookie, &more);
	if (!err && more)
		err = take_more(m, b, more);
	if (err)
		batch_drop(m, b);
	return err;
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
	char name[BATCH_NAME_SIZE];

	if (b->start == 0)
		run_start(m, d);
	for (size_t i = 0; d->run && i < b->n; i++) {
		batch_get(b, i, &rec, name);
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
	char name[BATCH_NAME_SIZE];
	int err;

	if (!cookie && has_all(d) && node_unchanged(m, d->node, b->when)) {
		d->pos = 0;
		return 0;
	}
	if (d->pos > 0 && cookie) {
		batch_get(b, d->pos - 1, &rec, name);
		if (rec.cookie == cookie && (d->pos < b->n || b->eof))
			return 0;
	}
	for (size_t i = 0; cookie && i < b->n; i++) {
		batch_get(b, i, &rec, name);
		if (rec.cookie != cookie || (i + 1 == b->n && !b->eof))
			continue;
		d->pos = i + 1;
		return 0;
	}
	if (cookie && d->run) {
		bool next = b->n > 0;

		if (next) {
			batch_get(b, b->n - 1, &rec, name);
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

	batch_entry(rec, &ent);
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
		char name[BATCH_NAME_SIZE];
		bool given;

		batch_get(&d->batch, d->pos, &rec, name);
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

/* Return: whether the reader has come to the end, or to grief */
static bool answer(fuse_req_t req, off_t off, struct dir *d, bool plus,
		   struct answer *a)
{
	struct mount *m = mount_of(req);
	int err = seek(m, d, off);

	if (err) {
		fuse_reply_err(req, err);
		return true;
	}
	fill(req, d, a, plus);
	d->at = d->pos ? batch_cookie(&d->batch, d->pos - 1) : (uint64_t)off;
	if (fuse_reply_buf(req, a->buf, a->used) != 0) {
		for (size_t i = 0; i < a->n; i++)
			node_forget(m, a->ids[i], 1);
	}
	return a->used == 0;
}

static void read_entries(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
			 bool plus)
{
	struct mount *m = mount_of(req);
	cleanup_free char *buf = malloc(size);
	cleanup_free uint64_t *ids = calloc(size / MIN_PLUS + 1, sizeof(*ids));
	struct answer a = { .buf = buf, .size = size, .ids = ids };
	int err = ENOMEM;
	struct dir *d;

	later_settle(m, ino);
	d = buf && ids ? dir_take(m, ino, off, &err) : NULL;
	if (d)
		dir_give(m, d, answer(req, off, d, plus, &a));
	else
		fuse_reply_err(req, err);
}

void gm_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		struct fuse_file_info *fi)
{
	(void)fi;
	read_entries(req, ino, size, off, false);
}

void gm_readdirplus(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		    struct fuse_file_info *fi)
{
	(void)fi;
	read_entries(req, ino, size, off, true);
}

/* There is nothing to say: the kernel then does without asking, neither here
 * nor at the end, and keeps entries from one listing to the next. It drops
 * those when names change.
 */
void gm_opendir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi)
{
	(void)ino;
	if (mount_of(req)->no_opendir) {
		fuse_reply_err(req, ENOSYS);
		return;
	}
	fi->keep_cache = 1;
	fi->cache_readdir = 1;
	fuse_reply_open(req, fi);
}

static int sync_dir(fuse_ino_t ino, bool datasync)
{
	fs_node_args args = { .node = ino };
	fs_open_ret ret = { 0 };
	fs_handle_args sync = { .datasync = datasync };
	int err;

	err = CALL(conn_self(), FS_OPENDIR, fs_node_args, &args, fs_open_ret,
		   &ret);
	if (err)
		return err;
	sync.handle = ret.handle;
	err = CALL0(conn_self(), FS_FSYNC, fs_handle_args, &sync);
	keeper_release(conn_self()->mount, ret.handle);
	return err;
}

void gm_fsyncdir(fuse_req_t req, fuse_ino_t ino, int datasync,
		 struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	int err = later_error(m);

	(void)fi;
	if (!err && !m->readonly)
		err = sync_dir(ino, datasync);
	fuse_reply_err(req, err);
}
