/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ahead.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define WINDOW_MIN  4096u
#define WINDOW_MAX  (256u << 10)
#define ENTRIES_MAX 32768 /* some 400 bytes each, all told */
#define TRY_EVERY   4

/**
 * struct ahead_dir - A directory that came along
 * @prev:	Came before
 * @next:	Came after
 * @dir:	The directory, pinned
 * @batch:	All of it
 */
struct ahead_dir {
	struct ahead_dir *prev;
	struct ahead_dir *next;
	struct node *dir;
	struct batch batch;
};

void ahead_init(struct ahead *a)
{
	memset(a, 0, sizeof(*a));
	pthread_mutex_init(&a->lock, NULL);
}

static void dir_free(struct mount *m, struct ahead_dir *d)
{
	batch_drop(m, &d->batch);
	node_unpin(m, d->dir);
	free(d);
}

/* With the lock held; the caller frees it without. */
static struct ahead_dir *unlink_dir(struct ahead *a, struct ahead_dir *d)
{
	*(d->prev ? &d->prev->next : &a->first) = d->next;
	*(d->next ? &d->next->prev : &a->last) = d->prev;
	a->n_entries -= d->batch.n;
	d->dir->ahead = NULL;
	return d;
}

void ahead_finish(struct mount *m)
{
	struct ahead *a = &m->ahead;

	while (a->first)
		dir_free(m, unlink_dir(a, a->first));
	pthread_mutex_destroy(&a->lock);
}

static bool is_walk(struct mount *m, const struct node *dir)
{
	struct node *parent = NULL;

	LOCK_SCOPE(&m->nodes.lock);
	if (dir->names)
		parent = node_find_locked(&m->nodes, dir->names->parent);
	return parent && parent->complete;
}

size_t ahead_window(struct mount *m, struct node *dir)
{
	struct ahead *a = &m->ahead;

	if (!is_walk(m, dir))
		return 0;
	LOCK_SCOPE(&a->lock);
	if (a->used)
		a->window = a->window ? a->window * 2 : WINDOW_MIN;
	else
		a->window /= 2;
	if (a->window > WINDOW_MAX)
		a->window = WINDOW_MAX;
	if (a->window < WINDOW_MIN)
		a->window = a->tries++ % TRY_EVERY ? 0 : WINDOW_MIN;
	a->used = 0;
	return a->window;
}

/* The oldest make place: a walk has come past them, or goes another way. */
static void insert(struct mount *m, struct ahead_dir *d)
{
	struct ahead *a = &m->ahead;
	struct ahead_dir *old = NULL, *next;

	pthread_mutex_lock(&a->lock);
	if (d->dir->ahead) {
		old = unlink_dir(a, d->dir->ahead);
		old->next = NULL;
	}
	d->prev = a->last;
	*(a->last ? &a->last->next : &a->first) = d;
	a->last = d;
	a->n_entries += d->batch.n;
	d->dir->ahead = d;
	while (a->n_entries > ENTRIES_MAX && a->first != d) {
		struct ahead_dir *x = unlink_dir(a, a->first);

		x->next = old;
		old = x;
	}
	pthread_mutex_unlock(&a->lock);
	for (; old; old = next) {
		next = old->next;
		dir_free(m, old);
	}
}

static int store_one(struct mount *m, const struct fsdir_head *head,
		     const char *recs, uint64_t when)
{
	struct node *dir = node_pin(m, head->node);
	struct ahead_dir *d = calloc(1, sizeof(*d));
	char *raw = malloc(head->bytes + 1);
	int err;

	/* The kernel may have forgotten it meanwhile. */
	if (!dir || !d || !raw) {
		batch_refuse(m, recs, head->bytes);
		node_unpin(m, dir);
		free(raw);
		free(d);
		return 0;
	}
	memcpy(raw, recs, head->bytes);
	d->dir = dir;
	d->batch = (struct batch){
		.raw = raw, .len = head->bytes, .eof = true, .when = when
	};
	err = batch_parse(m, dir, &d->batch);
	if (err)
		dir_free(m, d);
	else
		insert(m, d);
	return err;
}

int ahead_store(struct mount *m, const char *raw, size_t len, uint64_t when)
{
	struct fsdir_head head;
	int err = 0;

	while (len >= sizeof(head) && !err) {
		memcpy(&head, raw, sizeof(head));
		raw += sizeof(head);
		len -= sizeof(head);
		if (head.bytes > len || head.bytes % 8)
			break;
		err = store_one(m, &head, raw, when);
		raw += head.bytes;
		len -= head.bytes;
	}
	if (!err && len)
		err = mount_bad_reply(m, "an impossible directory");
	return err;
}

bool ahead_take(struct mount *m, struct node *dir, struct batch *ret)
{
	struct ahead *a = &m->ahead;
	struct ahead_dir *d;
	bool ok;

	pthread_mutex_lock(&a->lock);
	d = dir->ahead ? unlink_dir(a, dir->ahead) : NULL;
	if (d)
		a->used++;
	pthread_mutex_unlock(&a->lock);
	if (!d)
		return false;
	ok = node_unchanged(m, dir, d->batch.when);
	if (ok)
		*ret = steal_batch(&d->batch);
	dir_free(m, d);
	return ok;
}
