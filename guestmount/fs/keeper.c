/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "cleanup.h"
#include "mount.h"

#define FORGET_DELAY_MS 50
#define FORGET_BATCH	4096
#define RETRY_MS	5
#define NEGATIVE_MAX	16384
#define OLD_BATCH	512

int keeper_init(struct mount *m)
{
	struct keeper *k = &m->keeper;
	pthread_condattr_t attr;

	memset(k, 0, sizeof(*k));
	pthread_mutex_init(&k->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&k->wake, &attr);
	pthread_cond_init(&k->done, &attr);
	pthread_condattr_destroy(&attr);
	k->negative = calloc(NEGATIVE_MAX, sizeof(*k->negative));
	k->stale = calloc(NEGATIVE_MAX, sizeof(*k->stale));
	return k->negative && k->stale ? 0 : -1;
}

void keeper_finish(struct mount *m)
{
	struct keeper *k = &m->keeper;

	for (size_t i = 0; k->negative && i < NEGATIVE_MAX; i++)
		free(k->negative[i].name);
	for (size_t i = 0; i < k->n_stale; i++)
		free(k->stale[i].name);
	free(k->negative);
	free(k->stale);
	free(k->forgets);
	pthread_mutex_destroy(&k->lock);
	pthread_cond_destroy(&k->wake);
	pthread_cond_destroy(&k->done);
	memset(k, 0, sizeof(*k));
}

void keeper_forget(struct mount *m, uint64_t id, uint64_t count)
{
	struct keeper *k = &m->keeper;

	if (!count)
		return;
	LOCK_SCOPE(&k->lock);
	if (k->n_forgets == k->cap_forgets) {
		size_t cap = k->cap_forgets ? k->cap_forgets * 2 : 256;
		void *p = realloc(k->forgets, cap * sizeof(*k->forgets));

		/* The daemon keeps the node then, no more. */
		if (!p)
			return;
		k->forgets = p;
		k->cap_forgets = cap;
	}
	k->forgets[k->n_forgets].node = id;
	k->forgets[k->n_forgets++].n = count;
	if (k->n_forgets == 1 || k->n_forgets == FORGET_BATCH)
		pthread_cond_signal(&k->wake);
}

static size_t take_releases(struct keeper *k, uint64_t v[KEEPER_RELEASES])
{
	size_t n = k->n_releases;

	memcpy(v, k->releases, n * sizeof(*v));
	k->n_releases = 0;
	return n;
}

void keeper_release(struct mount *m, uint64_t handle)
{
	struct keeper *k = &m->keeper;
	uint64_t v[KEEPER_RELEASES];
	fs_release_many_args args = { .handles = { .handles_val = v } };

	pthread_mutex_lock(&k->lock);
	k->releases[k->n_releases++] = handle;
	if (k->n_releases == 1)
		pthread_cond_signal(&k->wake);
	if (k->n_releases == KEEPER_RELEASES)
		args.handles.handles_len = take_releases(k, v);
	pthread_mutex_unlock(&k->lock);
	if (args.handles.handles_len)
		conn_tell(conn_self() ? conn_self() : &m->conns[0],
			  FS_RELEASE_MANY, XDR_OF(fs_release_many_args), &args);
}

bool keeper_negative(struct mount *m, uint64_t parent, const char *name)
{
	struct keeper *k = &m->keeper;
	struct keeper_name *at;
	char *copy = strdup(name);

	if (!copy)
		return false;
	LOCK_SCOPE(&k->lock);
	at = &k->negative[k->next_negative];
	if (at->name && k->n_stale == NEGATIVE_MAX) {
		free(copy);
		return false;
	}
	if (at->name) {
		k->stale[k->n_stale++] = *at;
		pthread_cond_signal(&k->wake);
	}
	at->parent = parent;
	at->name = copy;
	k->next_negative = (k->next_negative + 1) % NEGATIVE_MAX;
	return true;
}

void keeper_drop_name(struct mount *m, uint64_t parent, const char *name)
{
	struct keeper *k = &m->keeper;
	char *copy = strdup(name);

	LOCK_SCOPE(&k->lock);
	if (!copy || k->n_stale == NEGATIVE_MAX) {
		free(copy);
		return;
	}
	k->stale[k->n_stale].parent = parent;
	k->stale[k->n_stale++].name = copy;
	pthread_cond_signal(&k->wake);
}

static void sleep_ms(struct keeper *k, unsigned int ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_nsec += ms * 1000000L;
	if (ts.tv_nsec >= 1000000000L) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000L;
	}
	pthread_cond_timedwait(&k->wake, &k->lock, &ts);
}

/* Borrow whichever port is idle. */
static bool tell_some(struct mount *m, enum fs_proc proc, xdrproc_t xargs,
		      void *args)
{
	for (unsigned int i = 0; i < m->n_conns; i++) {
		if (conn_try_tell(&m->conns[i], proc, xargs, args))
			return true;
	}
	return false;
}

static bool send_forgets(struct mount *m, fs_forget_one *v, size_t n)
{
	fs_forget_args args = {
		.items = { .items_len = n, .items_val = v },
	};

	return tell_some(m, FS_FORGET, XDR_OF(fs_forget_args), &args);
}

/* Those that no port took go back, as far as there is room; with none, they
 * stay open until the mount ends.
 */
static void flush_releases(struct mount *m)
{
	struct keeper *k = &m->keeper;
	uint64_t v[KEEPER_RELEASES];
	fs_release_many_args args = { .handles = { .handles_val = v } };
	size_t n = take_releases(k, v);
	bool sent;

	args.handles.handles_len = n;
	pthread_mutex_unlock(&k->lock);
	sent = tell_some(m, FS_RELEASE_MANY, XDR_OF(fs_release_many_args),
			 &args);
	pthread_mutex_lock(&k->lock);
	for (size_t i = 0; !sent && i < n; i++) {
		if (k->n_releases < KEEPER_RELEASES - 1)
			k->releases[k->n_releases++] = v[i];
	}
	if (!sent)
		sleep_ms(k, RETRY_MS);
}

static void flush_forgets(struct mount *m)
{
	struct keeper *k = &m->keeper;
	size_t n = k->n_forgets < FS_FORGET_MAX ? k->n_forgets : FS_FORGET_MAX;
	fs_forget_one *batch;
	bool sent;

	batch = malloc(n * sizeof(*batch));
	if (!batch)
		return;
	k->n_forgets -= n;
	memcpy(batch, k->forgets + k->n_forgets, n * sizeof(*batch));
	pthread_mutex_unlock(&k->lock);
	sent = send_forgets(m, batch, n);
	pthread_mutex_lock(&k->lock);
	/* There is room: the array never shrinks. */
	for (size_t i = 0; !sent && i < n; i++) {
		if (k->n_forgets < k->cap_forgets)
			k->forgets[k->n_forgets++] = batch[i];
	}
	if (!sent)
		sleep_ms(k, RETRY_MS);
	free(batch);
}

static void drop_names(struct mount *m, struct keeper_name *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].name)
			fuse_lowlevel_notify_inval_entry(m->se, v[i].parent,
							 v[i].name,
							 strlen(v[i].name));
		free(v[i].name);
		v[i].name = NULL;
	}
}

static void drop_stale(struct mount *m)
{
	struct keeper *k = &m->keeper;
	struct keeper_name *v = k->stale;
	struct keeper_name *fresh = calloc(NEGATIVE_MAX, sizeof(*fresh));
	size_t n = k->n_stale;

	if (!fresh)
		return;
	k->stale = fresh;
	k->n_stale = 0;
	pthread_mutex_unlock(&k->lock);
	drop_names(m, v, n);
	free(v);
	pthread_mutex_lock(&k->lock);
}

static void drop_negative(struct mount *m)
{
	struct keeper *k = &m->keeper;
	struct keeper_name *v = calloc(NEGATIVE_MAX, sizeof(*v)), *old;

	if (!v)
		return;
	pthread_mutex_lock(&k->lock);
	old = k->negative;
	k->negative = v;
	pthread_mutex_unlock(&k->lock);
	drop_names(m, old, NEGATIVE_MAX);
	free(old);
}

void keeper_too_many(struct mount *m)
{
	struct keeper *k = &m->keeper;

	LOCK_SCOPE(&k->lock);
	if (k->too_many || m->nodes.n < k->rest_until)
		return;
	k->too_many = true;
	pthread_cond_signal(&k->wake);
}

/* In parts, for forgets come meanwhile. Where nearly all must stay there is a
 * rest, before all are looked through again.
 */
static void forget_old(struct mount *m)
{
	struct keeper *k = &m->keeper;
	struct keeper_name v[OLD_BATCH];
	size_t at = 0, n, total = 0;

	pthread_mutex_unlock(&k->lock);
	do {
		n = nodes_old(m, &at, v, OLD_BATCH);
		drop_names(m, v, n);
		total += n;
	} while (n == OLD_BATCH);
	pthread_mutex_lock(&m->nodes.lock);
	n = m->nodes.n;
	pthread_mutex_unlock(&m->nodes.lock);
	pthread_mutex_lock(&k->lock);
	k->rest_until = total < NODES_MAX / 8 ? n + NODES_MAX / 4 : 0;
	k->too_many = false;
}

/* Requests that are under way may carry old answers to the kernel: what they
 * brought must be dropped as well, so let them end first.
 */
static void wait_for_requests(struct mount *m)
{
	for (unsigned int i = 0; i < m->n_conns; i++) {
		uint64_t seen = m->conns[i].busy;

		while ((seen & 1) && m->conns[i].busy == seen)
			nanosleep(&(struct timespec){ .tv_nsec = 200000 },
				  NULL);
	}
}

/* Ids and names are copied, for the kernel's answer to a notification may be
 * requests that need the table.
 */
static void drop_nodes(struct mount *m)
{
	struct nodes *t = &m->nodes;
	struct keeper_name *names = NULL;
	uint64_t *ids;
	size_t n = 0, n_names = 0, count = 0;

	pthread_mutex_lock(&t->lock);
	ids = calloc(t->n, sizeof(*ids));
	for (size_t i = 0; ids && i < t->size; i++) {
		for (struct node *nd = t->buckets[i]; nd; nd = nd->hnext) {
			ids[n++] = nd->id;
			for (struct node_name *nn = nd->names; nn;
			     nn = nn->next)
				count++;
		}
	}
	names = calloc(count + 1, sizeof(*names));
	for (size_t i = 0; names && i < t->size; i++) {
		for (struct node_name *nn = t->names[i]; nn; nn = nn->hnext) {
			if (n_names == count)
				break;
			names[n_names].parent = nn->parent;
			names[n_names++].name = strdup(nn->name);
		}
	}
	pthread_mutex_unlock(&t->lock);
	for (size_t i = 0; i < n; i++)
		fuse_lowlevel_notify_inval_inode(m->se, ids[i], 0, 0);
	drop_names(m, names, n_names);
	free(names);
	free(ids);
}

static void serve_invalidate(struct mount *m)
{
	struct keeper *k = &m->keeper;
	uint64_t asked = k->asked;

	pthread_mutex_unlock(&k->lock);
	nodes_stale(m);
	wait_for_requests(m);
	drop_nodes(m);
	drop_negative(m);
	pthread_mutex_lock(&k->lock);
	k->served = asked;
	pthread_cond_broadcast(&k->done);
}

static void *keeper_main(void *arg)
{
	struct mount *m = arg;
	struct keeper *k = &m->keeper;

	pthread_mutex_lock(&k->lock);
	while (!k->stop) {
		if (k->asked != k->served)
			serve_invalidate(m);
		else if (k->n_stale)
			drop_stale(m);
		else if (k->n_forgets >= FORGET_BATCH)
			flush_forgets(m);
		else if (k->too_many)
			forget_old(m);
		else if (!k->n_forgets && !k->n_releases)
			pthread_cond_wait(&k->wake, &k->lock);
		else {
			/* Others are likely to follow. */
			if (k->n_forgets < FORGET_BATCH)
				sleep_ms(k, FORGET_DELAY_MS);
			if (k->n_releases)
				flush_releases(m);
			if (k->n_forgets)
				flush_forgets(m);
		}
	}
	k->served = k->asked;
	k->running = false;
	pthread_cond_broadcast(&k->done);
	pthread_mutex_unlock(&k->lock);
	return NULL;
}

int keeper_start(struct mount *m)
{
	struct keeper *k = &m->keeper;
	int err;

	LOCK_SCOPE(&k->lock);
	k->stop = false;
	err = pthread_create(&k->thread, NULL, keeper_main, m);
	if (err) {
		errno = err;
		return -1;
	}
	k->running = true;
	return 0;
}

void keeper_stop(struct mount *m)
{
	struct keeper *k = &m->keeper;

	pthread_mutex_lock(&k->lock);
	k->stop = true;
	pthread_cond_signal(&k->wake);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
}

void keeper_invalidate(struct mount *m)
{
	struct keeper *k = &m->keeper;
	uint64_t mine;

	nodes_stale(m);
	LOCK_SCOPE(&k->lock);
	mine = ++k->asked;
	pthread_cond_signal(&k->wake);
	while (k->running && k->served < mine)
		pthread_cond_wait(&k->done, &k->lock);
}
