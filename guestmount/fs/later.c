/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "later.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "mount.h"

#define ITEMS_MAX 1024
#define BYTES_MAX (8u << 20)
/* Those that come one after another share a request. */
#define ENOUGH	64
#define WAIT_MS 10
/* What is known of the guest's space holds that long, and for a part of it. */
#define SPACE_SEC  2
#define SPACE_PART 4
#define SPACE_MAX  (256u << 20)
#define INODE_COST 16384 /* bytes: metadata of a file that grows */

/**
 * struct later_item - One request
 * @next:	The one after it
 * @proc:	FS_LINK, FS_WRITE_SET, FS_UNLINK or FS_RMDIR
 * @file:	File that is written, or the directory; pinned
 * @victim:	File whose name is made or removed, pinned, or NULL
 * @set:	What to set
 * @entered:	Clock when that was done
 * @release:	The handle is to be closed afterwards
 * @releasing:	The guest has been told to
 * @ret_err:	Somebody waits for the result
 * @size:	Bytes of data
 * @data:	Data, or the name
 */
struct later_item {
	struct later_item *next;
	enum fs_proc proc;
	struct node *file;
	struct node *victim;
	fs_setattr_args set;
	uint64_t entered;
	bool release;
	bool releasing;
	int *ret_err;
	size_t size;
	char data[];
};

void later_init(struct mount *m)
{
	struct later *l = &m->later;
	pthread_condattr_t attr;

	memset(l, 0, sizeof(*l));
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&l->wake, &attr);
	pthread_cond_init(&l->room, &attr);
	pthread_condattr_destroy(&attr);
}

void later_finish(struct mount *m)
{
	struct later *l = &m->later;

	pthread_mutex_destroy(&l->lock);
	pthread_cond_destroy(&l->wake);
	pthread_cond_destroy(&l->room);
}

static void soon(struct timespec *ts, unsigned int msec)
{
	clock_gettime(CLOCK_MONOTONIC, ts);
	ts->tv_sec += msec / 1000;
	ts->tv_nsec += msec % 1000 * 1000000L;
	if (ts->tv_nsec >= 1000000000L) {
		ts->tv_sec++;
		ts->tv_nsec -= 1000000000L;
	}
}

static struct later_item *item_new(enum fs_proc proc, const char *data,
				   size_t size)
{
	struct later_item *it = calloc(1, sizeof(*it) + size + 1);

	if (!it)
		return NULL;
	it->proc = proc;
	it->size = size;
	memcpy(it->data, data, size);
	return it;
}

static void count(struct node *n, int by)
{
	if (!n)
		return;
	n->later += by;
	n->pins += by;
}

/* What it concerns waits from now on. With the table's lock held. */
static void enter(struct mount *m, struct later_item *it)
{
	uint64_t now = atomic_fetch_add(&m->nodes.clock, 1) + 1;

	count(it->file, 1);
	count(it->victim, 1);
	it->entered = now;
	it->file->stamp = now;
	if (it->victim)
		it->victim->stamp = now;
	if (it->proc == FS_WRITE_SET)
		it->file->data = now;
}

/* With the table's lock held; @attr NULL: not known */
static void leave(struct mount *m, struct later_item *it, const fs_attr *attr)
{
	uint64_t now = atomic_fetch_add(&m->nodes.clock, 1) + 1;
	struct node *nodes[] = { it->file, it->victim };
	bool changed = it->file->stamp != it->entered;

	if (it->proc == FS_WRITE_SET)
		it->file->data = now;
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (!nodes[i])
			continue;
		nodes[i]->stamp = now;
		nodes[i]->later--;
	}
	if (attr && !changed && !it->file->later && !it->file->hold)
		node_store_locked(m, it->file, attr, now);
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (nodes[i])
			node_unpin_locked(m, nodes[i]);
	}
}

static bool is_removal(const struct later_item *it)
{
	return it->proc == FS_UNLINK || it->proc == FS_RMDIR;
}

/* Behind all others; waits while there are too many. */
static void append(struct mount *m, struct later_item *it)
{
	struct later *l = &m->later;

	LOCK_SCOPE(&l->lock);
	while (l->n >= ITEMS_MAX || l->bytes > BYTES_MAX) {
		l->hurry = true;
		pthread_cond_signal(&l->wake);
		pthread_cond_wait(&l->room, &l->lock);
	}
	*(l->last ? &l->last->next : &l->first) = it;
	l->last = it;
	l->n++;
	l->removals += is_removal(it);
	l->bytes += it->size;
	if (it->ret_err)
		l->hurry = true;
	pthread_cond_signal(&l->wake);
}

static void hurry(struct later *l)
{
	LOCK_SCOPE(&l->lock);
	l->hurry = true;
	pthread_cond_signal(&l->wake);
}

static int64_t seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static uint64_t ask_space(struct mount *m, uint64_t node)
{
	fs_node_args args = { .node = node };
	fs_statfs_ret ret = { 0 };
	uint64_t space;

	if (CALL(conn_self(), FS_STATFS, fs_node_args, &args, fs_statfs_ret,
		 &ret))
		return 0;
	space = ret.bfree < ret.bavail ? ret.bfree : ret.bavail;
	if (space > SPACE_MAX)
		space = SPACE_MAX;
	if (ret.frsize > 65536 || !ret.frsize)
		return 0;
	space = space * ret.frsize / SPACE_PART;
	return space < SPACE_MAX ? space : SPACE_MAX;
}

/* Part of what was free a moment ago, whoever else writes. There is one budget:
 * a file of another file system than the root's does not wait.
 */
static bool take_space(struct mount *m, uint64_t node, size_t size)
{
	struct later *l = &m->later;
	uint64_t space, need = size + INODE_COST;
	int64_t now = seconds();

	pthread_mutex_lock(&l->lock);
	if (l->asked + SPACE_SEC > now && l->space >= need) {
		l->space -= need;
		pthread_mutex_unlock(&l->lock);
		return true;
	}
	/* So little there is: ask for each */
	if (l->asked == now && !l->space) {
		pthread_mutex_unlock(&l->lock);
		return false;
	}
	pthread_mutex_unlock(&l->lock);
	/* What is queued is not taken from it yet. */
	later_drain(m);
	space = ask_space(m, node);
	LOCK_SCOPE(&l->lock);
	l->asked = now;
	l->space = space > need ? space - need : 0;
	return l->space;
}

void later_spend(struct mount *m, uint64_t bytes)
{
	struct later *l = &m->later;

	LOCK_SCOPE(&l->lock);
	bytes += INODE_COST;
	l->space -= bytes < l->space ? bytes : l->space;
}

bool later_space(struct mount *m, uint64_t node)
{
	return m->later.running && take_space(m, node, 0);
}

bool later_name(struct mount *m, const fs_setattr_args *set, uint64_t parent,
		const char *name)
{
	struct later_item *it = item_new(FS_LINK, name, strlen(name));

	if (!it)
		return false;
	it->set = *set;
	pthread_mutex_lock(&m->nodes.lock);
	it->file = node_find_locked(&m->nodes, parent);
	it->victim = node_find_locked(&m->nodes, set->node);
	if (it->file && it->victim)
		enter(m, it);
	pthread_mutex_unlock(&m->nodes.lock);
	if (!it->file || !it->victim) {
		free(it);
		return false;
	}
	append(m, it);
	return true;
}

bool later_write(struct mount *m, const fs_setattr_args *set, const char *data,
		 size_t size)
{
	struct later_item *it;
	struct node *n;

	if (!m->later.running || size > m->later.conn->slot.size ||
	    !take_space(m, set->node, size))
		return false;
	it = item_new(FS_WRITE_SET, data, size);
	if (!it)
		return false;
	it->set = *set;
	pthread_mutex_lock(&m->nodes.lock);
	n = node_find_locked(&m->nodes, set->node);
	if (n && !n->attr.dev) {
		it->file = n;
		enter(m, it);
	}
	pthread_mutex_unlock(&m->nodes.lock);
	if (!it->file) {
		free(it);
		return false;
	}
	append(m, it);
	return true;
}

static struct later_item *last_with(struct later_item *it, uint64_t handle)
{
	struct later_item *last = NULL;

	for (; it; it = it->next) {
		if (!is_removal(it) && it->set.handle == handle)
			last = it;
	}
	return last;
}

bool later_release(struct mount *m, uint64_t handle)
{
	struct later *l = &m->later;
	struct later_item *it;

	if (!l->n)
		return false;
	LOCK_SCOPE(&l->lock);
	it = last_with(l->first, handle);
	if (!it)
		it = last_with(l->under_way, handle);
	if (it)
		it->release = true;
	return it;
}

/* The directory and the file, if nothing but an I/O error can keep them. */
static bool find_plain(struct mount *m, struct later_item *it, uint64_t parent)
{
	struct node *dir, *n;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	n = node_by_name_locked(&m->nodes, parent, it->data);
	if (!dir || !n || !dir->plain || !n->plain || dir->folds ||
	    !n->owner_ok || !dir->owner_ok || S_ISDIR(n->attr.mode) ||
	    n->attr.dev != dir->attr.dev)
		return false;
	it->file = dir;
	it->victim = n;
	enter(m, it);
	return true;
}

bool later_unlink(struct mount *m, uint64_t parent, const char *name)
{
	struct later_item *it;

	if (!m->later.running)
		return false;
	it = item_new(FS_UNLINK, name, strlen(name));
	if (!it)
		return false;
	if (!find_plain(m, it, parent)) {
		free(it);
		return false;
	}
	append(m, it);
	return true;
}

/* A directory with nothing in it, or nothing that is not being removed */
static bool find_empty(struct mount *m, struct later_item *it, uint64_t parent)
{
	struct node *dir, *n;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	n = node_by_name_locked(&m->nodes, parent, it->data);
	if (!dir || !n || !dir->plain || !n->plain || dir->folds || n->folds ||
	    !n->complete || n->n_inside || !S_ISDIR(n->attr.mode) ||
	    n->attr.dev != dir->attr.dev)
		return false;
	it->file = dir;
	it->victim = n;
	enter(m, it);
	return true;
}

bool later_rmdir_empty(struct mount *m, uint64_t parent, const char *name)
{
	struct later_item *it;

	if (!m->later.running)
		return false;
	it = item_new(FS_RMDIR, name, strlen(name));
	if (!it)
		return false;
	if (!find_empty(m, it, parent)) {
		free(it);
		return false;
	}
	append(m, it);
	return true;
}

bool later_rmdir(struct mount *m, uint64_t parent, const char *name,
		 int *ret_err)
{
	struct later *l = &m->later;
	struct later_item *it;

	if (!l->running || !l->n)
		return false;
	it = item_new(FS_RMDIR, name, strlen(name));
	if (!it)
		return false;
	pthread_mutex_lock(&m->nodes.lock);
	it->file = node_find_locked(&m->nodes, parent);
	it->victim = node_by_name_locked(&m->nodes, parent, name);
	if (it->file)
		enter(m, it);
	pthread_mutex_unlock(&m->nodes.lock);
	if (!it->file) {
		free(it);
		return false;
	}
	*ret_err = -1;
	it->ret_err = ret_err;
	append(m, it);
	LOCK_SCOPE(&l->lock);
	while (*ret_err < 0)
		pthread_cond_wait(&l->room, &l->lock);
	return true;
}

void later_settle(struct mount *m, uint64_t ino)
{
	struct node *n;

	if (!m->later.n)
		return;
	LOCK_SCOPE(&m->nodes.lock);
	while ((n = node_find_locked(&m->nodes, ino)) && n->later) {
		hurry(&m->later);
		pthread_cond_wait(&m->nodes.held, &m->nodes.lock);
	}
}

/* A name that is certainly not there can only be in the way of one that is
 * being removed.
 */
void later_settle_name(struct mount *m, uint64_t parent, const char *name)
{
	if (m->later.removals || !node_missing(m, parent, name))
		later_settle(m, parent);
}

void later_drain(struct mount *m)
{
	struct later *l = &m->later;

	if (!l->n)
		return;
	LOCK_SCOPE(&l->lock);
	while (l->n) {
		l->hurry = true;
		pthread_cond_signal(&l->wake);
		pthread_cond_wait(&l->room, &l->lock);
	}
}

int later_error(struct mount *m)
{
	struct later *l = &m->later;
	int err;

	later_drain(m);
	LOCK_SCOPE(&l->lock);
	err = l->err;
	l->err = 0;
	return err;
}

/**
 * struct work - Requests that are carried out together
 * @first:	They
 * @n:		Their number
 * @bytes:	Of data in them
 * @data:	Of that to be written
 * @errs:	What became of them
 * @attrs:	Attributes of those written
 */
struct work {
	struct later_item *first;
	unsigned int n;
	size_t bytes;
	size_t data;
	int errs[FS_MANY_MAX];
	fs_attr attrs[FS_MANY_MAX];
};

static size_t data_of(const struct later_item *it)
{
	return it->proc == FS_WRITE_SET ? it->size : 0;
}

/* With the lock held */
static void take_work(struct later *l, struct work *w)
{
	struct later_item **p = &w->first;

	w->first = NULL;
	w->n = 0;
	w->bytes = w->data = 0;
	while (l->first && w->n < ENOUGH &&
	       w->data + data_of(l->first) <= l->conn->slot.size) {
		*p = l->first;
		l->first = l->first->next;
		w->bytes += (*p)->size;
		w->data += data_of(*p);
		w->errs[w->n++] = 0;
		(*p)->releasing = (*p)->release;
		(*p)->next = NULL;
		p = &(*p)->next;
	}
	if (!l->first)
		l->last = NULL;
	l->under_way = w->first;
}

static int err_of(unsigned int err)
{
	return err <= 4095 ? (int)err : EIO;
}

static void fill(const struct later_item *it, fs_one *one, char *slot,
		 size_t *at)
{
	one->proc = it->proc;
	switch (it->proc) {
	case FS_LINK:
		one->fs_one_u.link.set = it->set;
		one->fs_one_u.link.parent = it->file->id;
		one->fs_one_u.link.name = (char *)it->data;
		one->fs_one_u.link.release = it->releasing;
		break;
	case FS_WRITE_SET:
		memcpy(slot + *at, it->data, it->size);
		one->fs_one_u.write.set = it->set;
		one->fs_one_u.write.offset = *at;
		one->fs_one_u.write.count = it->size;
		one->fs_one_u.write.release = it->releasing;
		*at += it->size;
		break;
	default:
		one->fs_one_u.name.node = it->file->id;
		one->fs_one_u.name.name = (char *)it->data;
	}
}

static int take_result(struct mount *m, const struct later_item *it,
		       const fs_one_ret *r, fs_attr *ret_attr)
{
	int err = err_of(r->err);

	if (err || it->proc != FS_WRITE_SET)
		return err;
	if (r->attr.attr_len != 1 || !node_attr_ok(it->file, r->attr.attr_val))
		return mount_bad_reply(m, "impossible attributes");
	*ret_attr = *r->attr.attr_val;
	return 0;
}

static int take_results(struct mount *m, struct work *w,
			const fs_batch_ret *ret)
{
	struct later_item *it = w->first;

	if (ret->items.items_len != w->n)
		return mount_bad_reply(m, "a wrong number of results");
	for (unsigned int i = 0; i < w->n; i++, it = it->next)
		w->errs[i] = take_result(m, it, &ret->items.items_val[i],
					 &w->attrs[i]);
	return 0;
}

static int call_batch(struct mount *m, struct work *w)
{
	cleanup_free fs_one *v = calloc(w->n, sizeof(*v));
	fs_batch_args args = { .items = { w->n, v } };
	fs_batch_ret ret = { 0 };
	struct later_item *it = w->first;
	size_t at = 0;
	int err;

	if (!v)
		return ENOMEM;
	for (unsigned int i = 0; i < w->n; i++, it = it->next)
		fill(it, &v[i], m->later.conn->slot.base, &at);
	args.spares = spare_ask_more(m, &args.dir);
	err = CALL(m->later.conn, FS_BATCH, fs_batch_args, &args, fs_batch_ret,
		   &ret);
	if (err)
		return err;
	err = take_results(m, w, &ret);
	spare_keep(m, args.dir, &args.spares, 0, ret.spares.spares_val,
		   ret.spares.spares_len);
	xdr_free(XDR_OF(fs_batch_ret), &ret);
	return err;
}

/* Nobody waits who could be told. */
static void complain(struct mount *m, const struct later_item *it, int err)
{
	cleanup_free char *msg = NULL;
	const char *what = "cannot write a file", *name = "";

	if (it->proc != FS_WRITE_SET) {
		what = it->proc == FS_LINK ? "cannot create "
					   : "cannot remove ";
		name = it->data;
	}
	if (m->warn && asprintf(&msg, "%s: %s%s: %s", m->mountpoint, what, name,
				strerror(err)) >= 0)
		m->warn(m->opaque, msg);
}

/* A name that is there after all, or is not, must be looked up again. */
static void failed(struct mount *m, struct later_item *it, int err)
{
	struct node *n = it->proc == FS_LINK ? it->victim : it->file;

	if (it->proc == FS_LINK)
		node_name_gone(m, it->file->id, it->data);
	if (it->proc != FS_WRITE_SET) {
		node_incomplete(m, it->file->id);
		keeper_drop_name(m, it->file->id, it->data);
	}
	if (is_removal(it))
		return;
	LOCK_SCOPE(&m->nodes.lock);
	n->hold_err = err;
}

static int find_failed(struct mount *m, struct work *w)
{
	struct later_item *it = w->first;
	int first = 0;

	for (unsigned int i = 0; i < w->n; i++, it = it->next) {
		if (it->ret_err || !w->errs[i])
			continue;
		if (!first)
			complain(m, it, w->errs[i]);
		first = first ? first : w->errs[i];
		failed(m, it, w->errs[i]);
	}
	return first;
}

static void leave_all(struct mount *m, struct work *w)
{
	struct later_item *it = w->first;

	LOCK_SCOPE(&m->nodes.lock);
	for (unsigned int i = 0; i < w->n; i++, it = it->next)
		leave(m, it,
		      it->proc == FS_WRITE_SET && !w->errs[i] ? &w->attrs[i]
							      : NULL);
	pthread_cond_broadcast(&m->nodes.held);
}

static void finish(struct mount *m, struct work *w)
{
	struct later *l = &m->later;
	struct later_item *it, *next;
	int err = find_failed(m, w);

	leave_all(m, w);
	LOCK_SCOPE(&l->lock);
	it = w->first;
	for (unsigned int i = 0; i < w->n; i++, it = next) {
		next = it->next;
		l->removals -= is_removal(it);
		if (it->ret_err)
			*it->ret_err = w->errs[i];
		if (it->release && !it->releasing)
			keeper_release(m, it->set.handle);
		free(it);
	}
	l->under_way = NULL;
	if (err)
		l->err = err;
	l->n -= w->n;
	l->bytes -= w->bytes;
	if (!l->n)
		l->hurry = false;
	pthread_cond_broadcast(&l->room);
}

static void carry_out(struct mount *m, struct work *w)
{
	struct conn *c = m->later.conn;
	int err;

	c->busy++;
	err = call_batch(m, w);
	for (unsigned int i = 0; err && i < w->n; i++)
		w->errs[i] = err;
	c->busy++;
	finish(m, w);
}

/* Others are likely to follow, as long as nobody waits. With the lock held */
static void gather(struct later *l)
{
	struct timespec until;
	int r = 0;

	soon(&until, WAIT_MS);
	while (!l->hurry && !l->stop && l->n < ENOUGH && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&l->wake, &l->lock, &until);
}

/* Spares that nobody wants any more go meanwhile. With the lock held */
static void wait_for_work(struct mount *m)
{
	struct later *l = &m->later;
	struct timespec until;

	while (!l->first && !l->stop) {
		if (!m->spares.n) {
			pthread_cond_wait(&l->wake, &l->lock);
			continue;
		}
		soon(&until, 1000);
		if (pthread_cond_timedwait(&l->wake, &l->lock, &until) ==
		    ETIMEDOUT)
			spare_drop(m, false);
	}
}

static void *later_main(void *arg)
{
	struct mount *m = arg;
	struct later *l = &m->later;
	struct work w;

	conn_bind(l->conn);
	pthread_mutex_lock(&l->lock);
	for (;;) {
		wait_for_work(m);
		if (!l->first)
			break;
		gather(l);
		take_work(l, &w);
		pthread_mutex_unlock(&l->lock);
		carry_out(m, &w);
		pthread_mutex_lock(&l->lock);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

int later_start(struct mount *m, struct conn *c)
{
	struct later *l = &m->later;

	l->conn = c;
	l->stop = false;
	errno = pthread_create(&l->thread, NULL, later_main, m);
	l->running = !errno;
	return errno ? -1 : 0;
}

void later_stop(struct mount *m)
{
	struct later *l = &m->later;

	if (!l->running)
		return;
	pthread_mutex_lock(&l->lock);
	l->stop = true;
	pthread_cond_signal(&l->wake);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	l->running = false;
}
