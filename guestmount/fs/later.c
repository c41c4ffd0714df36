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
 * @proc:	FS_WRITE_SET, FS_UNLINK or FS_RMDIR
 * @file:	File that is written, or the directory; pinned
 * @victim:	File whose name is removed, pinned, or NULL
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

static void soon(struct timespec *ts)
{
	clock_gettime(CLOCK_MONOTONIC, ts);
	ts->tv_nsec += WAIT_MS * 1000000L;
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

static struct later_item *last_write(struct later_item *it, uint64_t handle)
{
	struct later_item *last = NULL;

	for (; it; it = it->next) {
		if (it->proc == FS_WRITE_SET && it->set.handle == handle)
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
	it = last_write(l->first, handle);
	if (!it)
		it = last_write(l->under_way, handle);
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
 * struct work - Requests of one kind that are carried out together
 * @first:	They
 * @n:		Their number
 * @bytes:	Of data in them
 * @errs:	What became of them
 * @attrs:	Attributes of those written
 */
struct work {
	struct later_item *first;
	unsigned int n;
	size_t bytes;
	int errs[FS_MANY_MAX];
	fs_attr attrs[FS_MANY_MAX];
};

/* With the lock held */
static void take_work(struct later *l, struct work *w)
{
	struct later_item **p = &w->first;
	bool write = l->first->proc == FS_WRITE_SET;

	*w = (struct work){ 0 };
	while (l->first && w->n < FS_MANY_MAX &&
	       (l->first->proc == FS_WRITE_SET) == write &&
	       w->bytes + l->first->size <= l->conn->slot.size) {
		*p = l->first;
		l->first = l->first->next;
		w->bytes += (*p)->size;
		w->n++;
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

static int wrong_number(struct mount *m)
{
	return mount_bad_reply(m, "a wrong number of results");
}

static void take_attr(struct mount *m, struct work *w, unsigned int i,
		      const struct later_item *it, const fs_written *r)
{
	w->errs[i] = err_of(r->err);
	if (!w->errs[i] && !node_attr_ok(it->file, &r->attr))
		w->errs[i] = mount_bad_reply(m, "impossible attributes");
	w->attrs[i] = r->attr;
}

static int write_all(struct mount *m, struct work *w)
{
	fs_write_one v[FS_MANY_MAX] = { 0 };
	fs_write_many_args args = { .items = { w->n, v } };
	fs_write_many_ret ret = { 0 };
	int err;
	char *base = m->later.conn->slot.base;
	struct later_item *it = w->first;
	size_t at = 0;

	for (unsigned int i = 0; i < w->n; i++, it = it->next) {
		memcpy(base + at, it->data, it->size);
		v[i].set = it->set;
		v[i].offset = at;
		v[i].count = it->size;
		v[i].release = it->releasing;
		at += it->size;
	}
	err = CALL(m->later.conn, FS_WRITE_MANY, fs_write_many_args, &args,
		   fs_write_many_ret, &ret);
	if (err)
		return err;
	if (ret.files.files_len != w->n)
		err = wrong_number(m);
	it = w->first;
	for (unsigned int i = 0; !err && i < w->n; i++, it = it->next)
		take_attr(m, w, i, it, &ret.files.files_val[i]);
	xdr_free(XDR_OF(fs_write_many_ret), &ret);
	return err;
}

static int remove_all(struct mount *m, struct work *w)
{
	fs_remove_one v[FS_MANY_MAX] = { 0 };
	fs_remove_many_args args = { .items = { w->n, v } };
	struct later_item *it = w->first;
	fs_errs_ret ret = { 0 };
	int err;

	for (unsigned int i = 0; i < w->n; i++, it = it->next) {
		v[i].dir = it->proc == FS_RMDIR;
		v[i].what.node = it->file->id;
		v[i].what.name = it->data;
	}
	err = CALL(m->later.conn, FS_REMOVE_MANY, fs_remove_many_args, &args,
		   fs_errs_ret, &ret);
	if (err)
		return err;
	if (ret.errs.errs_len != w->n)
		err = wrong_number(m);
	for (unsigned int i = 0; !err && i < w->n; i++)
		w->errs[i] = err_of(ret.errs.errs_val[i]);
	xdr_free(XDR_OF(fs_errs_ret), &ret);
	return err;
}

/* Nobody waits who could be told. */
static void complain(struct mount *m, const struct later_item *it, int err)
{
	cleanup_free char *msg = NULL;

	if (m->warn &&
	    asprintf(&msg, "%s: %s%s: %s", m->mountpoint,
		     it->proc == FS_UNLINK ? "cannot remove "
					   : "cannot write a file",
		     it->proc == FS_UNLINK ? it->data : "", strerror(err)) >= 0)
		m->warn(m->opaque, msg);
}

/* A name that is there after all must be found again. */
static void failed(struct mount *m, struct later_item *it, int err)
{
	if (it->proc == FS_UNLINK) {
		node_incomplete(m, it->file->id);
		keeper_drop_name(m, it->file->id, it->data);
		return;
	}
	LOCK_SCOPE(&m->nodes.lock);
	it->file->hold_err = err;
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
	err = w->first->proc == FS_WRITE_SET ? write_all(m, w)
					     : remove_all(m, w);
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

	soon(&until);
	while (!l->hurry && !l->stop && l->n < ENOUGH && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&l->wake, &l->lock, &until);
}

static void *later_main(void *arg)
{
	struct mount *m = arg;
	struct later *l = &m->later;
	struct work w;

	conn_bind(l->conn);
	pthread_mutex_lock(&l->lock);
	for (;;) {
		while (!l->first && !l->stop)
			pthread_cond_wait(&l->wake, &l->lock);
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
