/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spare.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"
#include "mount.h"

#define FEWEST	 4
#define MOST	 FS_SPARE_MAX
#define FIRST	 32 /* in a directory that nothing is known of */
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

static int64_t msec(void)
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

static void empty(struct mount *m, struct spare_dir *d)
{
	for (unsigned int i = 0; i < d->n; i++)
		give_back(m, &d->v[i]);
	m->spares.n -= d->n;
	d->n = 0;
}

static struct spare_dir *find(struct spares *s, uint64_t dir)
{
	for (unsigned int i = 0; i < SPARE_DIRS; i++) {
		if (s->dirs[i].dir == dir)
			return &s->dirs[i];
	}
	return NULL;
}

static struct spare_dir *used_last(struct spares *s)
{
	struct spare_dir *d = &s->dirs[0];

	for (unsigned int i = 1; i < SPARE_DIRS; i++) {
		if (s->dirs[i].used > d->used)
			d = &s->dirs[i];
	}
	return d;
}

/* Instead of the one used longest ago */
static struct spare_dir *enter(struct mount *m, uint64_t dir)
{
	struct spare_dir *d = find(&m->spares, dir);

	if (d)
		return d;
	d = &m->spares.dirs[0];
	for (unsigned int i = 1; i < SPARE_DIRS; i++) {
		if (m->spares.dirs[i].used < d->used)
			d = &m->spares.dirs[i];
	}
	empty(m, d);
	memset(d, 0, sizeof(*d));
	d->dir = dir;
	return d;
}

/* A file is being made in it. */
static struct spare_dir *touch(struct mount *m, uint64_t dir)
{
	struct spares *s = &m->spares;
	struct spare_dir *before = used_last(s);
	int64_t now = msec();
	struct spare_dir *d;

	if (before->msec + OLD_MSEC < now)
		s->before = before->made = 0;
	else if (before->dir != dir)
		s->before = before->made;
	d = enter(m, dir);
	if (d->msec + OLD_MSEC < now)
		d->made = d->asked = 0;
	d->used = ++s->uses;
	d->msec = now;
	d->made++;
	return d;
}

static unsigned int within(unsigned int n, unsigned int least,
			   unsigned int most)
{
	if (n < least)
		return least;
	return n < most ? n : most;
}

/* New files get there what was asked for, and nothing else can have the name
 * that they shall have.
 */
static bool suits(struct mount *m, uint64_t dir)
{
	struct node *n;

	if (!m->writeback || !m->later.running)
		return false;
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, dir);
	return n && n->plain && n->complete && !n->folds && !n->attr.dev;
}

fs_reserve spare_ask(struct mount *m, uint64_t dir, const fs_make_args *a)
{
	struct spares *s = &m->spares;
	fs_reserve r = { .mode = a->mode & 07777,
			 .uid = a->uid,
			 .gid = a->gid };
	struct spare_dir *d;

	if (!suits(m, dir))
		return r;
	LOCK_SCOPE(&s->lock);
	s->last = r;
	d = touch(m, dir);
	/* One file alone is nothing. */
	if (d->made == 1 && s->before < 2)
		return r;
	r.n = d->made == 1 ? within(s->before, FEWEST, FIRST)
			   : within(d->made, FEWEST, MOST);
	return r;
}

fs_reserve spare_ask_new(struct mount *m, uint64_t parent)
{
	struct spares *s = &m->spares;
	fs_reserve r = { 0 };
	unsigned int n;

	if (!m->writeback || !m->later.running || !s->uses)
		return r;
	LOCK_SCOPE(&m->nodes.lock);
	struct node *dir = node_find_locked(&m->nodes, parent);

	if (!dir || !dir->plain || dir->folds || dir->attr.dev)
		return r;
	LOCK_SCOPE(&s->lock);
	/* Only in the midst of making files */
	if (used_last(s)->msec + OLD_MSEC < msec())
		return r;
	n = s->before > used_last(s)->made ? s->before : used_last(s)->made;
	r = s->last;
	r.n = within(n, FEWEST, FIRST);
	return r;
}

fs_reserve spare_ask_more(struct mount *m, uint64_t *ret_dir)
{
	struct spares *s = &m->spares;
	fs_reserve r = { 0 };
	struct spare_dir *d;

	LOCK_SCOPE(&s->lock);
	d = used_last(s);
	*ret_dir = d->dir;
	/* What came at first was not enough. */
	if (d->asked < 2 || d->n >= MOST / 4)
		return r;
	r = d->reserve;
	r.n = within(d->made, FEWEST, MOST - d->n);
	return r;
}

void spare_keep(struct mount *m, uint64_t dir, const fs_reserve *asked,
		const fs_attr *like, const fs_spare *v, unsigned int n)
{
	struct spares *s = &m->spares;
	struct spare_dir *d;

	if (n > asked->n) {
		mount_bad_reply(m, "files that nobody asked for");
		return;
	}
	for (unsigned int i = 0; i < n; i++) {
		if (v[i].node <= NODE_ROOT || !v[i].handle) {
			mount_bad_reply(m, "files that cannot be");
			return;
		}
	}
	if (!n)
		return;
	LOCK_SCOPE(&s->lock);
	d = like ? enter(m, dir) : find(s, dir);
	if (!d || d->n + n > MOST ||
	    (d->n &&
	     memcmp(&d->reserve.mode, &asked->mode,
		    sizeof(*asked) - offsetof(fs_reserve, mode)) != 0)) {
		for (unsigned int i = 0; i < n; i++)
			give_back(m, &v[i]);
		return;
	}
	if (like)
		d->like = *like;
	d->used = s->uses;
	d->msec = msec();
	d->reserve = *asked;
	d->asked++;
	memcpy(d->v + d->n, v, n * sizeof(*v));
	d->n += n;
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

static void foretell(const struct spare_dir *d, const fs_make_args *a,
		     const fs_spare *sp, fs_setattr_args *set, fs_entry *ent)
{
	fs_time t = now();

	*set = (fs_setattr_args){
		.node = sp->node,
		.handle = sp->handle,
		.valid = FS_SET_ATIME | FS_SET_MTIME | differs(&d->reserve, a),
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
			  .blksize = d->like.blksize },
		.flags = FS_ENTRY_PLAIN,
		.stored = (char *)"",
	};
}

bool spare_take(struct mount *m, const fs_make_args *a, fs_spare *ret_spare,
		fs_setattr_args *ret_set, fs_entry *ret_entry)
{
	struct spares *s = &m->spares;
	struct spare_dir *d;

	if (!s->n || !suits(m, a->parent) ||
	    !node_missing(m, a->parent, a->name))
		return false;
	LOCK_SCOPE(&s->lock);
	d = find(s, a->parent);
	if (!d || !d->n)
		return false;
	touch(m, a->parent);
	/* In the order of their numbers */
	*ret_spare = d->v[0];
	s->n--;
	d->n--;
	memmove(d->v, d->v + 1, d->n * sizeof(*d->v));
	foretell(d, a, ret_spare, ret_set, ret_entry);
	s->last = (fs_reserve){ .mode = a->mode & 07777,
				.uid = a->uid,
				.gid = a->gid };
	return true;
}

void spare_drop(struct mount *m, uint64_t dir)
{
	struct spares *s = &m->spares;
	struct spare_dir *d;

	if (!s->n)
		return;
	LOCK_SCOPE(&s->lock);
	d = find(s, dir);
	if (d)
		empty(m, d);
}

bool spare_drop_old(struct mount *m, bool all)
{
	struct spares *s = &m->spares;
	int64_t until = msec() - OLD_MSEC;

	if (!s->n)
		return false;
	LOCK_SCOPE(&s->lock);
	for (unsigned int i = 0; i < SPARE_DIRS; i++) {
		if (all || s->dirs[i].msec <= until)
			empty(m, &s->dirs[i]);
	}
	return s->n;
}
