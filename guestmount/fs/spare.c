/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spare.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"
#include "mount.h"

#define FIRST	 8
#define OLD_MSEC 1000

void spares_init(struct mount *m)
{
	memset(&m->spares, 0, sizeof(m->spares));
	pthread_mutex_init(&m->spares.lock, NULL);
}

void spares_finish(struct mount *m)
{
	pthread_mutex_destroy(&m->spares.lock);
}

static int64_t now_msec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void give_back(struct mount *m, const fs_spare *sp)
{
	keeper_release(m, sp->handle);
	keeper_forget(m, sp->node, 1);
}

static void empty(struct mount *m)
{
	struct spares *s = &m->spares;

	for (unsigned int i = 0; i < s->n; i++)
		give_back(m, &s->v[i]);
	s->n = 0;
}

/* A file is being made. */
static void count(struct spares *s, uint64_t dir)
{
	int64_t now = now_msec();

	if (s->msec + OLD_MSEC < now)
		s->made = 0;
	s->msec = now;
	s->made++;
	s->dir = dir;
}

/* How many there should be; with the lock held */
static unsigned int wanted(const struct spares *s)
{
	if (s->made < FIRST)
		return FIRST;
	return s->made < SPARES_MAX ? s->made : SPARES_MAX;
}

static fs_reserve how(const fs_make_args *a)
{
	return (fs_reserve){ .mode = a->mode & 07777,
			     .uid = a->uid,
			     .gid = a->gid };
}

static bool same_how(const fs_reserve *a, const fs_reserve *b)
{
	return a->mode == b->mode && a->uid == b->uid && a->gid == b->gid;
}

/* Nothing else has the name, and new files get what was asked for only. */
static bool suits(struct mount *m, uint64_t dir, enum node_usual at_least)
{
	struct node *n;

	if (!m->writeback || !m->later.running)
		return false;
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, dir);
	return n && n->plain && !n->folds && !n->attr.dev &&
	       (n->usual == NODE_USUAL || n->usual == at_least);
}

fs_reserve spare_ask(struct mount *m, const fs_make_args *a)
{
	struct spares *s = &m->spares;
	fs_reserve r = how(a);

	if (!suits(m, a->parent, NODE_MAY_BE_USUAL))
		return r;
	LOCK_SCOPE(&s->lock);
	count(s, a->parent);
	/* One file alone is nothing. Of a directory that nothing is known of
	 * the answer says whether those that are there will do.
	 */
	if (s->n)
		r.n = 1;
	else if (s->made > 1)
		r.n = wanted(s) < FS_SPARE_MAX ? wanted(s) : FS_SPARE_MAX;
	return r;
}

fs_reserve spare_ask_new(struct mount *m, const fs_make_args *a)
{
	struct spares *s = &m->spares;
	fs_reserve r = { .mode = 0644, .uid = a->uid, .gid = a->gid };

	if (!suits(m, a->parent, NODE_MAY_BE_USUAL) ||
	    suits(m, a->parent, NODE_USUAL))
		return r;
	LOCK_SCOPE(&s->lock);
	if (s->n)
		r = s->how;
	r.n = 1;
	return r;
}

fs_reserve spare_ask_more(struct mount *m, uint64_t *ret_dir)
{
	struct spares *s = &m->spares;
	fs_reserve r = { 0 };

	LOCK_SCOPE(&s->lock);
	*ret_dir = s->dir;
	if (!s->n || s->n >= wanted(s) || s->msec + OLD_MSEC < now_msec())
		return r;
	r = s->how;
	r.n = wanted(s) - s->n;
	if (r.n > FS_SPARE_MAX)
		r.n = FS_SPARE_MAX;
	return r;
}

static bool possible(const fs_spare *v, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		if (v[i].node <= NODE_ROOT || !v[i].handle)
			return false;
	}
	return true;
}

void spare_keep(struct mount *m, uint64_t dir, const fs_reserve *how,
		uint32_t blksize, const fs_spare *v, unsigned int n)
{
	struct spares *s = &m->spares;

	if (n > how->n || !possible(v, n)) {
		mount_bad_reply(m, "files that cannot be");
		return;
	}
	if (!how->n)
		return;
	node_usual(m, dir, n ? NODE_USUAL : NODE_UNUSUAL);
	if (!n)
		return;
	LOCK_SCOPE(&s->lock);
	if (s->n && (s->n + n > SPARES_MAX || !same_how(&s->how, how)))
		empty(m);
	if (blksize)
		s->blksize = blksize;
	s->how = *how;
	memcpy(s->v + s->n, v, n * sizeof(*v));
	s->n += n;
}

/* As coarse as the kernel's own times, to which it is compared */
static fs_time now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	return (fs_time){ .sec = t.tv_sec, .nsec = t.tv_nsec };
}

static unsigned int differs(const fs_reserve *r, const fs_make_args *a)
{
	unsigned int valid = 0;

	if (r->uid != a->uid)
		valid |= FS_SET_UID;
	if (r->gid != a->gid)
		valid |= FS_SET_GID;
	/* Which goes with the owner where it lends his rights */
	if (r->mode != (a->mode & 07777) ||
	    (valid && a->mode & (S_ISUID | S_ISGID)))
		valid |= FS_SET_MODE;
	return valid;
}

static void foretell(const struct spares *s, const fs_make_args *a,
		     const fs_spare *sp, fs_setattr_args *set, fs_entry *ent)
{
	fs_time t = now();

	*set = (fs_setattr_args){
		.node = sp->node,
		.handle = sp->handle,
		.valid = FS_SET_ATIME | FS_SET_MTIME | differs(&s->how, a),
		.mode = a->mode & 07777,
		.uid = a->uid,
		.gid = a->gid,
		.atime = t,
		.mtime = t,
	};
	*ent = (fs_entry){
		.node = sp->node,
		.attr = { .ino = sp->ino,
			  .atime = t,
			  .mtime = t,
			  .ctime = t,
			  .mode = S_IFREG | (a->mode & 07777),
			  .nlink = 1,
			  .uid = a->uid,
			  .gid = a->gid,
			  .blksize = s->blksize },
		.flags = FS_ENTRY_PLAIN,
		.stored = (char *)"",
	};
}

bool spare_take(struct mount *m, const fs_make_args *a, fs_spare *ret_spare,
		fs_setattr_args *ret_set, fs_entry *ret_entry)
{
	struct spares *s = &m->spares;

	if (!s->n || !suits(m, a->parent, NODE_USUAL) ||
	    !node_missing(m, a->parent, a->name))
		return false;
	LOCK_SCOPE(&s->lock);
	if (!s->n)
		return false;
	count(s, a->parent);
	*ret_spare = s->v[0];
	s->n--;
	memmove(s->v, s->v + 1, s->n * sizeof(*s->v));
	foretell(s, a, ret_spare, ret_set, ret_entry);
	return true;
}

bool spare_drop(struct mount *m, bool all)
{
	struct spares *s = &m->spares;

	if (!s->n)
		return false;
	LOCK_SCOPE(&s->lock);
	if (all || s->msec + OLD_MSEC <= now_msec())
		empty(m);
	return s->n;
}
