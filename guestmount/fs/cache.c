/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cache.h"

#include <stdlib.h>
#include <string.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "casefold.h"
#include "cleanup.h"
#include "mount.h"

#define ENTRIES_MAX (1u << 20) /* in all listings together */
#define FIRST_SIZE  64

/**
 * struct entry - A name in a listing
 * @next:	Next in its bucket
 * @hash:	Of the folded name
 * @node:	Its node, pinned, or NULL: ask the daemon
 * @name:	As stored
 */
struct entry {
	struct entry *next;
	uint64_t hash;
	struct node *node;
	char name[];
};

/**
 * struct listing - All names of a directory
 * @dir:	The directory, once it is complete
 * @prev:	Neighbours in the order of use
 * @next:	Likewise
 * @buckets:	By folded name, in the guest's order
 * @size:	Buckets
 * @n:		Entries
 */
struct listing {
	struct node *dir;
	struct listing *prev;
	struct listing *next;
	struct entry **buckets;
	size_t size;
	size_t n;
};

static uint64_t hash_of(const char *folded, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)folded[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static size_t fold(const char *name, char *folded)
{
	return casefold(name, strlen(name), folded);
}

static bool same_folded(const char *a, const char *folded, size_t len)
{
	char b[CASEFOLD_MAX];

	return fold(a, b) == len && !memcmp(b, folded, len);
}

bool cache_same_name(const char *a, const char *b)
{
	char folded[CASEFOLD_MAX];

	return same_folded(a, folded, fold(b, folded));
}

/* An exact match, else the first that is the same without case. */
static struct entry *find(struct listing *l, const char *name)
{
	char folded[CASEFOLD_MAX];
	size_t len = fold(name, folded);
	uint64_t hash = hash_of(folded, len);
	struct entry *like = NULL;

	for (struct entry *e = l->buckets[hash & (l->size - 1)]; e;
	     e = e->next) {
		if (e->hash != hash)
			continue;
		if (!strcmp(e->name, name))
			return e;
		if (!like && same_folded(e->name, folded, len))
			like = e;
	}
	return like;
}

static void grow(struct listing *l)
{
	size_t size = l->size * 2;
	struct entry **b = calloc(size, sizeof(*b));
	struct entry ***tails = calloc(size, sizeof(*tails));

	for (size_t i = 0; b && tails && i < size; i++)
		tails[i] = &b[i];
	for (size_t i = 0; b && tails && i < l->size; i++) {
		struct entry *e, *next;

		for (e = l->buckets[i]; e; e = next) {
			size_t at = e->hash & (size - 1);

			next = e->next;
			e->next = NULL;
			*tails[at] = e;
			tails[at] = &e->next;
		}
	}
	if (b && tails) {
		free(l->buckets);
		l->buckets = steal_ptr(&b);
		l->size = size;
	}
	free(b);
	free(tails);
}

static bool insert(struct listing *l, const char *name, struct node *n)
{
	size_t len = strlen(name) + 1;
	struct entry *e = malloc(sizeof(*e) + len), **p;
	char folded[CASEFOLD_MAX];

	if (!e)
		return false;
	if (l->n >= l->size)
		grow(l);
	memcpy(e->name, name, len);
	e->hash = hash_of(folded, fold(name, folded));
	e->node = n;
	e->next = NULL;
	p = &l->buckets[e->hash & (l->size - 1)];
	while (*p)
		p = &(*p)->next;
	*p = e;
	l->n++;
	return true;
}

void cache_free(struct listing *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->size; i++) {
		struct entry *e, *next;

		for (e = l->buckets[i]; e; e = next) {
			next = e->next;
			free(e);
		}
	}
	free(l->buckets);
	free(l);
}

struct listing *listing_new(void)
{
	struct listing *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->size = FIRST_SIZE;
	l->buckets = calloc(l->size, sizeof(*l->buckets));
	if (!l->buckets) {
		free(l);
		return NULL;
	}
	return l;
}

bool listing_add(struct mount *m, struct listing *l, const char *name,
		 struct node *n)
{
	LOCK_SCOPE(&m->nodes.lock);
	if (l->n >= ENTRIES_MAX / 4 || !insert(l, name, n))
		return false;
	if (n)
		n->pins++;
	return true;
}

static void drop_listing_locked(struct mount *m, struct listing *l)
{
	for (size_t i = 0; i < l->size; i++) {
		for (struct entry *e = l->buckets[i]; e; e = e->next) {
			if (e->node)
				node_unpin_locked(m, e->node);
		}
	}
	cache_free(l);
}

void listing_drop(struct mount *m, struct listing *l)
{
	if (!l)
		return;
	LOCK_SCOPE(&m->nodes.lock);
	drop_listing_locked(m, l);
}

static void unlink_listing(struct cache *c, struct listing *l)
{
	*(l->prev ? &l->prev->next : &c->first) = l->next;
	*(l->next ? &l->next->prev : &c->last) = l->prev;
	l->prev = NULL;
	l->next = NULL;
}

static void push_front(struct cache *c, struct listing *l)
{
	l->next = c->first;
	*(c->first ? &c->first->prev : &c->last) = l;
	c->first = l;
}

void cache_drop_locked(struct mount *m, struct node *dir)
{
	struct cache *c = &m->nodes.cache;
	struct listing *l = dir->listing;

	if (!l)
		return;
	dir->listing = NULL;
	unlink_listing(c, l);
	c->entries -= l->n;
	drop_listing_locked(m, l);
}

void cache_drop_all_locked(struct mount *m)
{
	while (m->nodes.cache.last)
		cache_drop_locked(m, m->nodes.cache.last->dir);
}

void listing_finish(struct mount *m, struct node *dir, struct listing *l,
		    uint64_t when)
{
	struct cache *c = &m->nodes.cache;

	LOCK_SCOPE(&m->nodes.lock);
	if (dir->stamp > when || m->nodes.all > when) {
		drop_listing_locked(m, l);
		return;
	}
	cache_drop_locked(m, dir);
	while (c->last && c->entries + l->n > ENTRIES_MAX)
		cache_drop_locked(m, c->last->dir);
	l->dir = dir;
	dir->listing = l;
	c->entries += l->n;
	push_front(c, l);
}

/* The guest may know a file by names that no listing shows: short names of
 * FAT, names with blanks or dots at the end, the old "." and "..".
 */
static bool may_be_hidden(const char *name)
{
	char last = name[strlen(name) - 1];

	return strchr(name, '~') || last == '.' || last == ' ';
}

static enum cache_answer answer(struct mount *m, struct node *n,
				struct fuse_entry_param *ret_e,
				struct node **ret_node)
{
	if (!n)
		return CACHE_UNKNOWN;
	if (node_fresh_locked(m, n, n->read_at)) {
		node_give_locked(m, n, ret_e);
		return CACHE_FOUND;
	}
	n->pins++;
	*ret_node = n;
	return CACHE_ASK_ATTR;
}

enum cache_answer cache_lookup(struct mount *m, uint64_t parent,
			       const char *name, struct fuse_entry_param *ret_e,
			       struct node **ret_node, char *ret_stored)
{
	struct cache *c = &m->nodes.cache;
	struct listing *l;
	struct node *dir;
	struct entry *e;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	l = dir ? dir->listing : NULL;
	if (!l)
		return CACHE_UNKNOWN;
	unlink_listing(c, l);
	push_front(c, l);
	e = find(l, name);
	if (!e)
		return may_be_hidden(name) ? CACHE_UNKNOWN : CACHE_MISSING;
	strcpy(ret_stored, e->name);
	return answer(m, e->node, ret_e, ret_node);
}

void cache_added(struct mount *m, uint64_t parent, const char *name,
		 uint64_t id)
{
	struct node *dir, *n;
	struct entry *e;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	n = node_find_locked(&m->nodes, id);
	if (!dir || !dir->listing || !n)
		return;
	e = find(dir->listing, name);
	if (e && !strcmp(e->name, name) && e->node == n)
		return;
	/* A name that we thought taken: trust nothing. */
	if ((e && !strcmp(e->name, name)) || !insert(dir->listing, name, n)) {
		cache_drop_locked(m, dir);
		return;
	}
	n->pins++;
	m->nodes.cache.entries++;
}

void cache_removed(struct mount *m, uint64_t parent, const char *name)
{
	struct node *dir;
	struct listing *l;
	struct entry *e, **p;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	l = dir ? dir->listing : NULL;
	if (!l)
		return;
	e = find(l, name);
	/* Which spelling went is certain only if it was the exact one. */
	if (!e || strcmp(e->name, name)) {
		cache_drop_locked(m, dir);
		return;
	}
	p = &l->buckets[e->hash & (l->size - 1)];
	while (*p != e)
		p = &(*p)->next;
	*p = e->next;
	l->n--;
	m->nodes.cache.entries--;
	if (e->node)
		node_unpin_locked(m, e->node);
	free(e);
}

void cache_forget_dir(struct mount *m, uint64_t parent)
{
	struct node *dir;

	LOCK_SCOPE(&m->nodes.lock);
	dir = node_find_locked(&m->nodes, parent);
	if (dir)
		cache_drop_locked(m, dir);
}
