/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "name.h"

#include <stdlib.h>
#include <string.h>

#include "mount.h"

/* More links than file systems allow; a daemon that lies must not fill our
 * memory with names of one file.
 */
#define NAMES_MAX 70000

static size_t slot_of(size_t size, uint64_t parent, const char *name)
{
	uint64_t h = parent * 0x9e3779b97f4a7c15u;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3u;
	return (h ^ h >> 29) & (size - 1);
}

static bool is(const struct node_name *nn, uint64_t parent, const char *name)
{
	return nn->parent == parent && !strcmp(nn->name, name);
}

static struct node_name *find(struct nodes *t, uint64_t parent,
			      const char *name)
{
	struct node_name *nn = t->names[slot_of(t->size, parent, name)];

	while (nn && !is(nn, parent, name))
		nn = nn->hnext;
	return nn;
}

struct node *node_by_name_locked(struct nodes *t, uint64_t parent,
				 const char *name)
{
	struct node_name *nn = find(t, parent, name);

	return nn ? nn->node : NULL;
}

static void unhash(struct nodes *t, struct node_name *nn)
{
	struct node_name **p =
		&t->names[slot_of(t->size, nn->parent, nn->name)];

	while (*p != nn)
		p = &(*p)->hnext;
	*p = nn->hnext;
}

static void count(struct mount *m, uint64_t parent, int by)
{
	struct node *dir = node_find_locked(&m->nodes, parent);

	if (!dir)
		return;
	dir->n_inside += by;
	if (!dir->n_inside)
		node_drop_if_unused(m, dir);
}

void names_remove(struct mount *m, struct node *n, uint64_t parent,
		  const char *name)
{
	for (struct node_name **p = &n->names; *p; p = &(*p)->next) {
		struct node_name *nn = *p;

		if (!is(nn, parent, name))
			continue;
		unhash(&m->nodes, nn);
		*p = nn->next;
		free(nn);
		n->n_names--;
		count(m, parent, -1);
		return;
	}
}

void names_lost(struct nodes *t, uint64_t id)
{
	struct node *dir = node_find_locked(t, id);

	if (!dir)
		return;
	dir->complete = false;
	dir->losses++;
}

void names_add(struct mount *m, struct node *n, uint64_t parent,
	       const char *name)
{
	struct nodes *t = &m->nodes;
	struct node_name *nn = find(t, parent, name);
	size_t at, len = strlen(name) + 1;

	if (nn && nn->node == n)
		return;
	/* The name means another file now. */
	count(m, parent, 1);
	if (nn)
		names_remove(m, nn->node, parent, name);
	nn = n->n_names < NAMES_MAX ? malloc(sizeof(*nn) + len) : NULL;
	if (!nn) {
		names_lost(t, parent);
		count(m, parent, -1);
		return;
	}
	n->n_names++;
	at = slot_of(t->size, parent, name);
	nn->parent = parent;
	nn->node = n;
	memcpy(nn->name, name, len);
	nn->next = n->names;
	n->names = nn;
	nn->hnext = t->names[at];
	t->names[at] = nn;
}

void names_drop(struct mount *m, struct node *n)
{
	struct node_name *nn, *next;

	for (nn = n->names; nn; nn = next) {
		next = nn->next;
		unhash(&m->nodes, nn);
		names_lost(&m->nodes, nn->parent);
		count(m, nn->parent, -1);
		free(nn);
	}
	n->names = NULL;
	n->n_names = 0;
}

int names_resize(struct nodes *t, size_t size)
{
	struct node_name **b = calloc(size, sizeof(*b));

	if (!b)
		return -1;
	for (size_t i = 0; i < t->size; i++) {
		struct node_name *nn, *next;

		for (nn = t->names[i]; nn; nn = next) {
			size_t at = slot_of(size, nn->parent, nn->name);

			next = nn->hnext;
			nn->hnext = b[at];
			b[at] = nn;
		}
	}
	free(t->names);
	t->names = b;
	return 0;
}
