// SPDX-License-Identifier: GPL-2.0-or-later
#include "node.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "dev.h"
#include "nodefh.h"
#include "nodelock.h"

pthread_mutex_t node_lock = PTHREAD_MUTEX_INITIALIZER;

/*
 * The table: two arrays of @n_buckets chains each, doubled as it fills. All
 * of it is guarded by node_lock. @next_id is never set back.
 */
static struct node **by_id;
static struct node **by_key;
static size_t n_buckets;
static size_t n_nodes;
static uint64_t next_id = NODE_ROOT + 1;
static uint64_t epoch;

static size_t mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9e3779b97f4a7c15;
	return x >> 20;
}

static struct node **id_chain(uint64_t id)
{
	return &by_id[mix(id) & (n_buckets - 1)];
}

static struct node **key_chain(uint64_t ino, uint16_t dev)
{
	return &by_key[mix(ino ^ (uint64_t)dev << 48) & (n_buckets - 1)];
}

static uint32_t birth_of(const struct statx *stx)
{
	if (!(stx->stx_mask & STATX_BTIME))
		return 0;
	return (uint32_t)stx->stx_btime.tv_sec * 31 + stx->stx_btime.tv_nsec;
}

static void link_node(struct node *n)
{
	struct node **chain = id_chain(n->id);

	n->next_id = *chain;
	*chain = n;
	if (n->flags & NODE_KEYED) {
		chain = key_chain(n->ino, n->dev);
		n->next_key = *chain;
		*chain = n;
	}
}

static int grow(void)
{
	size_t n_old = n_buckets, n_new = n_old ? n_old * 2 : 1024;
	struct node **id_new = calloc(n_new, sizeof(*id_new));
	struct node **key_new = calloc(n_new, sizeof(*key_new));
	struct node **old = by_id, *n, *next;

	if (!id_new || !key_new) {
		free(id_new);
		free(key_new);
		return -1;
	}
	free(by_key);
	by_id = id_new;
	by_key = key_new;
	n_buckets = n_new;
	for (size_t i = 0; i < n_old; i++)
		for (n = old[i]; n; n = next) {
			next = n->next_id;
			link_node(n);
		}
	free(old);
	return 0;
}

static struct node *find_id(uint64_t id)
{
	struct node *n;

	if (!n_buckets)
		return NULL;
	for (n = *id_chain(id); n; n = n->next_id)
		if (n->id == id)
			return n;
	return NULL;
}

static struct node *find_key(const struct statx *stx, uint16_t dev)
{
	uint32_t birth = birth_of(stx);
	struct node *n;

	if (!n_buckets)
		return NULL;
	for (n = *key_chain(stx->stx_ino, dev); n; n = n->next_key)
		if (n->ino == stx->stx_ino && n->dev == dev &&
		    n->birth == birth &&
		    node_type(n) == (stx->stx_mode & S_IFMT))
			return n;
	return NULL;
}

void node_unkey(struct node *n)
{
	struct node **p;

	if (!(n->flags & NODE_KEYED))
		return;
	for (p = key_chain(n->ino, n->dev); *p != n; p = &(*p)->next_key)
		;
	*p = n->next_key;
	n->flags &= ~NODE_KEYED;
}

static void unlink_node(struct node *n)
{
	struct node **p;

	node_unkey(n);
	for (p = id_chain(n->id); *p != n; p = &(*p)->next_id)
		;
	*p = n->next_id;
	n_nodes--;
}

static void free_node(struct node *n)
{
	nodefd_detach(n);
	nodefh_free(n->fh);
	free(n->name);
	free(n);
}

void node_free_if_unused(struct node *n)
{
	/* A parent may lose its last use with its last child */
	while (n && n->id != NODE_ROOT && !n->refs && !n->users &&
	       !n->children) {
		struct node *parent = n->parent;

		unlink_node(n);
		free_node(n);
		if (parent)
			parent->children--;
		n = parent;
	}
}

struct node *node_get(uint64_t id)
{
	LOCK_SCOPE(&node_lock);
	struct node *n = find_id(id);

	if (!n)
		errno = ESTALE;
	else
		n->users++;
	return n;
}

struct node *node_find(const struct statx *stx)
{
	const struct dev *dev = dev_find(stx, -1, "");
	struct node *n;

	if (!dev)
		return NULL;

	LOCK_SCOPE(&node_lock);
	n = find_key(stx, dev->index);
	if (n)
		n->users++;
	return n;
}

void node_hold(struct node *n)
{
	LOCK_SCOPE(&node_lock);
	n->users++;
}

void node_put(struct node *n)
{
	if (!n)
		return;
	LOCK_SCOPE(&node_lock);
	n->users--;
	node_free_if_unused(n);
}

bool node_same(const struct node *n, const struct statx *stx)
{
	const struct dev *d = dev_get(n->dev);

	return d && d->major == stx->stx_dev_major &&
	       d->minor == stx->stx_dev_minor &&
	       (n->ino == stx->stx_ino || d->renumbers) &&
	       n->birth == birth_of(stx) &&
	       node_type(n) == (stx->stx_mode & S_IFMT);
}

uint64_t node_epoch(void)
{
	LOCK_SCOPE(&node_lock);
	return epoch;
}

/* A corrupt file system may show a directory inside itself. */
static bool is_ancestor(const struct node *n, const struct node *of)
{
	for (; of; of = of->parent)
		if (of == n)
			return true;
	return false;
}

static bool is_at(const struct node *n, const struct node *parent,
		  const char *name)
{
	return n->parent == parent && n->name && !strcmp(n->name, name);
}

/* The old name stays where the new one cannot be had. */
static void set_place(struct node *n, struct node *parent, const char *name)
{
	struct node *old = n->parent;
	char *copy;

	if (n->id == NODE_ROOT || is_at(n, parent, name))
		return;
	if (S_ISDIR(node_type(n)) && is_ancestor(n, parent))
		return;
	copy = strdup(name);
	if (!copy)
		return;
	free(n->name);
	n->name = copy;
	n->parent = parent;
	parent->children++;
	if (old) {
		old->children--;
		node_free_if_unused(old);
	}
}

static struct node *new_node(const struct statx *stx, uint16_t dev)
{
	struct node *n;

	if (n_nodes >= n_buckets && grow() < 0)
		return NULL;
	n = calloc(1, sizeof(*n));
	if (!n)
		return NULL;
	n->ino = stx->stx_ino;
	n->birth = birth_of(stx);
	n->dev = dev;
	n->type = (stx->stx_mode & S_IFMT) >> 12;
	n->flags = NODE_KEYED;
	return n;
}

static struct node *add_node(struct node *parent, const char *name,
			     const struct statx *stx, uint16_t dev)
{
	struct node *n = new_node(stx, dev);

	if (!n)
		return NULL;
	n->name = strdup(name);
	if (!n->name) {
		free(n);
		return NULL;
	}
	n->id = next_id++;
	n->parent = parent;
	parent->children++;
	link_node(n);
	n_nodes++;
	return n;
}

static void found_again(struct node *n, struct node *parent, const char *name)
{
	set_place(n, parent, name);
	if (n->flags & NODE_LOST && is_at(n, parent, name)) {
		n->flags &= ~NODE_LOST;
		nodefh_free(n->fh);
		n->fh = NULL;
		/* That may lead to what another name had. */
		nodefd_unneeded(n);
	}
}

int node_ref(struct node *parent, const char *name, const struct statx *stx,
	     uint16_t dev, uint64_t seen, uint64_t *ret_id)
{
	LOCK_SCOPE(&node_lock);
	struct node *n = find_key(stx, dev);

	if (seen != epoch && !(n && is_at(n, parent, name))) {
		errno = EAGAIN;
		return -1;
	}
	if (n)
		found_again(n, parent, name);
	else
		n = add_node(parent, name, stx, dev);
	if (!n)
		return -1;
	n->refs++;
	*ret_id = n->id;
	return 0;
}

int node_ref_spare(const struct statx *stx, uint16_t dev, int fd,
		   uint64_t *ret_id)
{
	cleanup_close int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	LOCK_SCOPE(&node_lock);
	struct node *n = copy < 0 ? NULL : new_node(stx, dev);

	if (!n)
		return -1;
	if (nodefd_attach(n, copy) < 0) {
		free(n);
		return -1;
	}
	steal_fd(&copy);
	n->id = next_id++;
	n->flags |= NODE_GONE;
	n->refs = 1;
	nodefd_keep(n);
	link_node(n);
	n_nodes++;
	*ret_id = n->id;
	return 0;
}

void node_named(struct node *n, struct node *parent, const char *name)
{
	LOCK_SCOPE(&node_lock);
	set_place(n, parent, name);
	/* Without memory for the name it stays reachable by its descriptor. */
	if (!n->name)
		return;
	n->flags &= ~NODE_GONE;
	nodefd_unneeded(n);
}

void node_forget(uint64_t id, uint64_t n_refs)
{
	LOCK_SCOPE(&node_lock);
	struct node *n = find_id(id);

	if (!n)
		return;
	n->refs -= n_refs < n->refs ? n_refs : n->refs;
	node_free_if_unused(n);
}

void node_moved(struct node *n, struct node *parent, const char *name)
{
	LOCK_SCOPE(&node_lock);
	epoch++;
	if (n)
		set_place(n, parent, name);
}

void node_unlinked(struct node *n, struct node *parent, const char *name,
		   bool last, struct node_fh *fh)
{
	cleanup_free struct node_fh *unwanted = fh;

	LOCK_SCOPE(&node_lock);
	epoch++;
	if (!n || n->id == NODE_ROOT || n->flags & NODE_GONE)
		return;
	if (last) {
		n->flags |= NODE_GONE;
		/* The number may be given to a new file at any time where an
		 * O_PATH descriptor does not hold it (FUSE in the guest).
		 */
		node_unkey(n);
		nodefd_keep(n);
	} else if (is_at(n, parent, name)) {
		n->flags |= NODE_LOST;
		nodefh_free(n->fh);
		n->fh = steal_ptr(&unwanted);
		if (!n->fh)
			nodefd_keep(n);
	}
}

bool node_is_gone(struct node *n)
{
	LOCK_SCOPE(&node_lock);
	return n->flags & NODE_GONE;
}

bool node_stored_at(struct node *n, struct node *parent, const char *name)
{
	LOCK_SCOPE(&node_lock);
	return is_at(n, parent, name);
}

bool node_mark_listed(struct node *n)
{
	LOCK_SCOPE(&node_lock);
	bool before = n->flags & NODE_LISTED;

	n->flags |= NODE_LISTED;
	return before;
}

bool node_parent_listed(struct node *n)
{
	LOCK_SCOPE(&node_lock);
	return n->parent && n->parent->flags & NODE_LISTED;
}

size_t node_count(void)
{
	LOCK_SCOPE(&node_lock);
	return n_nodes;
}

static struct node *make_root(const struct statx *stx, uint16_t dev, int fd)
{
	struct node *n = new_node(stx, dev);

	if (!n)
		return NULL;
	n->id = NODE_ROOT;
	if (nodefd_attach(n, fd) < 0) {
		free(n);
		return NULL;
	}
	nodefd_pin_root(n);
	link_node(n);
	n_nodes++;
	return n;
}

int node_set_root(int fd)
{
	const struct dev *dev;
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0)
		return -1;
	dev = dev_find(&stx, fd, "");
	if (!dev)
		return -1;

	LOCK_SCOPE(&node_lock);
	if (find_id(NODE_ROOT)) {
		errno = EEXIST;
		return -1;
	}
	return make_root(&stx, dev->index, fd) ? 0 : -1;
}

bool node_has_root(int fd)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0)
		return false;

	LOCK_SCOPE(&node_lock);
	struct node *n = find_id(NODE_ROOT);

	return n && node_same(n, &stx);
}

void node_reset(void)
{
	LOCK_SCOPE(&node_lock);
	for (size_t i = 0; i < n_buckets; i++) {
		struct node *n, *next;

		for (n = by_id[i]; n; n = next) {
			next = n->next_id;
			free_node(n);
		}
	}
	free(by_id);
	free(by_key);
	by_id = by_key = NULL;
	n_buckets = n_nodes = 0;
	epoch++;
	nodefh_forget_mounts(true);
}
