/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "node.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "cache.h"
#include "cleanup.h"
#include "mount.h"
#include "name.h"

#define FIRST_SIZE 1024

int nodes_init(struct nodes *t)
{
	memset(t, 0, sizeof(*t));
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->held, NULL);
	t->size = FIRST_SIZE;
	t->clock = 1;
	t->buckets = calloc(t->size, sizeof(*t->buckets));
	t->names = calloc(t->size, sizeof(*t->names));
	return t->buckets && t->names ? 0 : -1;
}

static size_t slot_of(const struct nodes *t, uint64_t id)
{
	return (id * 0x9e3779b97f4a7c15u >> 20) & (t->size - 1);
}

struct node *node_find_locked(struct nodes *t, uint64_t id)
{
	struct node *n = t->buckets[slot_of(t, id)];

	while (n && n->id != id)
		n = n->hnext;
	return n;
}

/* A table that cannot grow still works, only slower. */
static void grow(struct nodes *t)
{
	size_t old = t->size;
	struct node **b = calloc(old * 2, sizeof(*b));

	if (!b || names_resize(t, old * 2) < 0) {
		free(b);
		return;
	}
	t->size = old * 2;
	for (size_t i = 0; i < old; i++) {
		struct node *n, *next;

		for (n = t->buckets[i]; n; n = next) {
			size_t at = slot_of(t, n->id);

			next = n->hnext;
			n->hnext = b[at];
			b[at] = n;
		}
	}
	free(t->buckets);
	t->buckets = b;
}

static struct node *insert(struct nodes *t, uint64_t id)
{
	struct node *n = calloc(1, sizeof(*n));
	size_t at;

	if (!n)
		return NULL;
	if (t->n >= t->size)
		grow(t);
	n->id = id;
	at = slot_of(t, id);
	n->hnext = t->buckets[at];
	t->buckets[at] = n;
	t->n++;
	return n;
}

static void destroy(struct mount *m, struct node *n)
{
	names_drop(m, n);
	free(n->xattrs);
	free(n->hold);
	free(n->pieces);
	free(n);
}

/* Dropping a directory drops its listing, whose pins may be the last ones of
 * other nodes: as deep as folding directories nest.
 */
void node_drop_if_unused(struct mount *m, struct node *n)
{
	struct nodes *t = &m->nodes;
	struct node **p = &t->buckets[slot_of(t, n->id)];

	if (n->kernel || n->pins || n->n_inside || n->id == NODE_ROOT ||
	    t->ending)
		return;
	while (*p != n)
		p = &(*p)->hnext;
	*p = n->hnext;
	t->n--;
	keeper_forget(m, n->id, n->given);
	cache_drop_locked(m, n);
	destroy(m, n);
}

void nodes_finish(struct mount *m)
{
	struct nodes *t = &m->nodes;

	if (!t->buckets)
		return;
	/* Dropping a name looks at its directory: nodes go afterwards. */
	t->ending = true;
	for (size_t i = 0; i < t->size; i++) {
		for (struct node *n = t->buckets[i]; n; n = n->hnext)
			names_drop(m, n);
	}
	for (size_t i = 0; i < t->size; i++) {
		struct node *n, *next;

		for (n = t->buckets[i]; n; n = next) {
			next = n->hnext;
			cache_free(n->listing);
			destroy(m, n);
		}
	}
	free(t->buckets);
	free(t->names);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->held);
	memset(t, 0, sizeof(*t));
}

uint64_t nodes_now(struct mount *m)
{
	return atomic_load(&m->nodes.clock);
}

static bool type_ok(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
	case S_IFLNK:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return (mode & ~(S_IFMT | 07777u)) == 0;
	default:
		return false;
	}
}

bool node_attr_ok(const struct node *n, const fs_attr *a)
{
	return type_ok(a->mode) && a->size <= INT64_MAX &&
	       a->atime.nsec < 1000000000 && a->mtime.nsec < 1000000000 &&
	       a->ctime.nsec < 1000000000 &&
	       (!n || (n->attr.mode & S_IFMT) == (a->mode & S_IFMT));
}

void node_store_locked(struct mount *m, struct node *n, const fs_attr *a,
		       uint64_t when)
{
	if (n->owner_ok && when < n->read_at)
		return;
	n->attr = *a;
	n->read_at = when;
	n->owner_ok = m->nodes.stale <= when;
}

void node_store(struct mount *m, uint64_t id, const fs_attr *a, uint64_t when)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (n)
		node_store_locked(m, n, a, when);
}

bool node_fresh_locked(struct mount *m, const struct node *n, uint64_t when)
{
	return n->stamp <= when && n->data <= when && m->nodes.all <= when &&
	       !n->hold && !n->later;
}

int node_take(struct mount *m, uint64_t parent, const char *name,
	      const fs_entry *ent, uint64_t when, struct node **ret_node)
{
	struct nodes *t = &m->nodes;
	struct node *n;

	LOCK_SCOPE(&t->lock);
	n = node_find_locked(t, ent->node);
	if (ent->node == 0 || ent->node == NODE_ROOT)
		return mount_bad_reply(m, "an entry with a wrong node id");
	if (!node_attr_ok(n, &ent->attr)) {
		keeper_forget(m, ent->node, n ? 0 : 1);
		if (n)
			n->given++;
		return mount_bad_reply(m, "impossible attributes");
	}
	if (!n)
		n = insert(t, ent->node);
	if (!n)
		return ENOMEM;
	n->given++;
	n->pins++;
	n->folds = S_ISDIR(ent->attr.mode) && (ent->flags & FS_ENTRY_FOLDS);
	n->plain = ent->flags & FS_ENTRY_PLAIN;
	node_store_locked(m, n, &ent->attr, when);
	names_add(m, n, parent, name);
	*ret_node = n;
	return 0;
}

int node_root(struct mount *m, const fs_entry *ent)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	if (ent->node != NODE_ROOT || !S_ISDIR(ent->attr.mode) ||
	    !node_attr_ok(NULL, &ent->attr))
		return EPROTO;
	n = insert(&m->nodes, NODE_ROOT);
	if (!n)
		return ENOMEM;
	n->given = 1;
	n->folds = ent->flags & FS_ENTRY_FOLDS;
	n->plain = ent->flags & FS_ENTRY_PLAIN;
	node_store_locked(m, n, &ent->attr, nodes_now(m));
	return 0;
}

struct node *node_pin(struct mount *m, uint64_t id)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (n)
		n->pins++;
	return n;
}

void node_unpin_locked(struct mount *m, struct node *n)
{
	n->pins--;
	node_drop_if_unused(m, n);
}

void node_unpin(struct mount *m, struct node *n)
{
	if (!n)
		return;
	LOCK_SCOPE(&m->nodes.lock);
	node_unpin_locked(m, n);
}

void node_forget(struct mount *m, uint64_t id, uint64_t count)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (!n || id == NODE_ROOT)
		return;
	n->kernel -= count < n->kernel ? count : n->kernel;
	node_drop_if_unused(m, n);
}

/* (st_dev, st_ino) must be unique although the mount has one st_dev: inode
 * numbers of other file systems carry their index above bit 48. Numbers that
 * reach up there themselves are rare (they would need 2^48 inodes).
 */
static uint64_t ino_of(uint64_t id, const fs_attr *a)
{
	uint64_t ino = a->ino ^ ((uint64_t)a->dev << 48);

	return ino ? ino : id;
}

void node_stat(struct mount *m, uint64_t id, const fs_attr *a, struct stat *st)
{
	*st = (struct stat){
		.st_ino = ino_of(id, a),
		.st_mode = opts_mode(&m->opts, a->mode),
		.st_nlink = a->nlink,
		.st_uid = opts_host_uid(&m->opts, a->uid),
		.st_gid = opts_host_gid(&m->opts, a->gid),
		.st_rdev = makedev(a->rdev_major, a->rdev_minor),
		.st_size = a->size,
		.st_blocks = a->blocks,
		.st_blksize = a->blksize >= 512 && a->blksize <= 1 << 24
				      ? a->blksize
				      : 4096,
		.st_atim = { a->atime.sec, a->atime.nsec },
		.st_mtim = { a->mtime.sec, a->mtime.nsec },
		.st_ctim = { a->ctime.sec, a->ctime.nsec },
	};
}

void node_give_locked(struct mount *m, struct node *n,
		      struct fuse_entry_param *e)
{
	memset(e, 0, sizeof(*e));
	e->ino = n->id;
	e->attr_timeout = m->opts.attr_timeout;
	e->entry_timeout = m->opts.entry_timeout;
	node_stat(m, n->id, &n->attr, &e->attr);
	n->kernel++;
	n->seq = ++m->nodes.seq;
	if (m->nodes.n > NODES_MAX)
		keeper_too_many(m);
}

void node_give_new(struct mount *m, struct node *n,
		   struct fuse_entry_param *ret_e)
{
	LOCK_SCOPE(&m->nodes.lock);
	node_give_locked(m, n, ret_e);
}

bool node_give(struct mount *m, struct node *n, uint64_t when,
	       struct fuse_entry_param *ret_e)
{
	LOCK_SCOPE(&m->nodes.lock);
	if (!node_fresh_locked(m, n, when))
		return false;
	node_give_locked(m, n, ret_e);
	return true;
}

bool node_unchanged(struct mount *m, const struct node *n, uint64_t when)
{
	LOCK_SCOPE(&m->nodes.lock);
	return n->stamp <= when && m->nodes.all <= when &&
	       m->nodes.stale <= when && !n->later;
}

static void changed_locked(struct mount *m, struct node *n)
{
	n->stamp = atomic_fetch_add(&m->nodes.clock, 1) + 1;
}

void node_changed(struct mount *m, uint64_t id)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (n)
		changed_locked(m, n);
}

void node_data_changed(struct mount *m, uint64_t id)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (!n)
		return;
	changed_locked(m, n);
	n->data = n->stamp;
}

bool node_untimed(struct mount *m, uint64_t id, bool untimed)
{
	struct node *n;
	bool was = false;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (n) {
		was = n->untimed;
		n->untimed = untimed;
	}
	return was;
}

bool node_owner(struct mount *m, uint64_t id, fs_attr *ret_attr)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (!n || !n->owner_ok)
		return false;
	*ret_attr = n->attr;
	return true;
}

void node_last_attr(struct mount *m, uint64_t id, fs_attr *ret_attr)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	*ret_attr = n ? n->attr : (fs_attr){ 0 };
}

bool node_dir_attr(struct mount *m, uint64_t id, fs_attr *ret_attr)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (!n || !S_ISDIR(n->attr.mode) || !n->owner_ok ||
	    !node_fresh_locked(m, n, n->read_at))
		return false;
	*ret_attr = n->attr;
	return true;
}

void node_not_plain(struct mount *m, uint64_t id)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (!n)
		return;
	n->plain = false;
	n->usual = NODE_UNUSUAL;
}

void node_usual(struct mount *m, uint64_t id, enum node_usual usual)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	if (n)
		n->usual = usual;
}

bool node_busy(struct mount *m, const struct node *n)
{
	LOCK_SCOPE(&m->nodes.lock);
	return n->hold || n->later;
}

bool node_folds(struct mount *m, uint64_t id)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, id);
	return n && n->folds;
}

static void stamp_all(struct mount *m)
{
	m->nodes.all = atomic_fetch_add(&m->nodes.clock, 1) + 1;
}

/* The kernel looks a name up before it acts on it, so a name that we do not
 * know names nothing; but in a folding directory it may be another spelling.
 */
static void unknown_name(struct mount *m, uint64_t parent)
{
	struct node *dir = node_find_locked(&m->nodes, parent);

	if (!dir || dir->folds)
		stamp_all(m);
}

void node_name_changed(struct mount *m, uint64_t parent, const char *name)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_by_name_locked(&m->nodes, parent, name);
	if (n)
		changed_locked(m, n);
	else
		unknown_name(m, parent);
}

void node_name_gone(struct mount *m, uint64_t parent, const char *name)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_by_name_locked(&m->nodes, parent, name);
	if (!n) {
		unknown_name(m, parent);
		return;
	}
	changed_locked(m, n);
	names_remove(m, n, parent, name);
}

void node_name_moved(struct mount *m, uint64_t parent, const char *name,
		     uint64_t newparent, const char *newname, bool exchange)
{
	struct nodes *t = &m->nodes;
	struct node *n, *other;

	LOCK_SCOPE(&t->lock);
	n = node_by_name_locked(t, parent, name);
	other = node_by_name_locked(t, newparent, newname);
	if (!n)
		unknown_name(m, parent);
	if (n) {
		changed_locked(m, n);
		names_remove(m, n, parent, name);
	}
	if (other && other != n) {
		changed_locked(m, other);
		names_remove(m, other, newparent, newname);
		if (exchange)
			names_add(m, other, parent, name);
	}
	if (!other)
		unknown_name(m, newparent);
	if (!other && exchange)
		names_lost(t, parent);
	if (n)
		names_add(m, n, newparent, newname);
	else
		names_lost(t, newparent);
}

bool node_missing(struct mount *m, uint64_t parent, const char *name)
{
	struct node *dir;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	return dir && dir->complete && !dir->folds &&
	       !node_by_name_locked(&m->nodes, parent, name);
}

void node_incomplete(struct mount *m, uint64_t id)
{
	LOCK_SCOPE(&m->nodes.lock);
	names_lost(&m->nodes, id);
}

uint32_t node_losses(struct mount *m, struct node *dir)
{
	LOCK_SCOPE(&m->nodes.lock);
	return dir->losses;
}

void node_listed(struct mount *m, struct node *dir, uint64_t when,
		 uint32_t losses)
{
	LOCK_SCOPE(&m->nodes.lock);
	if (dir->stamp <= when && m->nodes.stale <= when &&
	    dir->losses == losses)
		dir->complete = true;
}

/* Of no use to the kernel but as a cache. Directories stay: a process may be in
 * them, and few files are.
 */
static bool is_old(const struct node *n, uint32_t seq)
{
	return n->kernel && !n->pins && !n->n_files && !n->hold && n->names &&
	       !S_ISDIR(n->attr.mode) && seq - n->seq > NODES_MAX / 2;
}

size_t nodes_old(struct mount *m, size_t *at, struct keeper_name *v, size_t max)
{
	struct nodes *t = &m->nodes;
	size_t n = 0;

	LOCK_SCOPE(&t->lock);
	for (; *at < t->size && n < max; ++*at) {
		for (struct node *nd = t->buckets[*at]; nd && n < max;
		     nd = nd->hnext) {
			if (!is_old(nd, t->seq))
				continue;
			v[n].parent = nd->names->parent;
			v[n].name = strdup(nd->names->name);
			if (v[n].name)
				n++;
		}
	}
	return n;
}

void nodes_stale(struct mount *m)
{
	struct nodes *t = &m->nodes;

	LOCK_SCOPE(&t->lock);
	stamp_all(m);
	t->stale = t->all;
	for (size_t i = 0; i < t->size; i++) {
		for (struct node *n = t->buckets[i]; n; n = n->hnext) {
			n->owner_ok = false;
			n->plain = false;
			n->usual = NODE_MAY_BE_USUAL;
			n->xattrs_ok = false;
			n->complete = false;
			n->losses++;
			n->data = t->all;
		}
	}
	cache_drop_all_locked(m);
}
