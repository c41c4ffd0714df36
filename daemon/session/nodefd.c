// SPDX-License-Identifier: GPL-2.0-or-later
#include "nodefd.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "nodefh.h"
#include "nodelock.h"

#define RETRIES 8

/**
 * struct node_list - Descriptors, the one used last first
 * @head:	Used last
 * @tail:	Used longest ago
 * @n:		Their number
 * @max:	Close from the tail above this
 */
struct node_list {
	struct node_open *head;
	struct node_open *tail;
	unsigned int n;
	unsigned int max;
};

/* Guarded by node_lock: those that can be opened again, and those that
 * cannot.
 */
static struct node_list cached = { .max = 4096 };
static struct node_list kept = { .max = 16384 };

static void list_remove(struct node_open *o)
{
	struct node_list *l = o->list;

	if (!l)
		return;
	*(o->prev ? &o->prev->next : &l->head) = o->next;
	*(o->next ? &o->next->prev : &l->tail) = o->prev;
	o->prev = o->next = NULL;
	o->list = NULL;
	l->n--;
}

static void list_push(struct node_list *l, struct node_open *o)
{
	o->list = l;
	o->next = l->head;
	*(l->head ? &l->head->prev : &l->tail) = o;
	l->head = o;
	l->n++;
}

/* What is in use now is passed over: requests are few and short. */
static void list_trim(struct node_list *l, unsigned int max)
{
	struct node_open *o, *prev;

	for (o = l->tail; o && l->n > max; o = prev) {
		prev = o->prev;
		if (!o->pins)
			nodefd_detach(o->node);
	}
}

int nodefd_attach(struct node *n, int fd)
{
	struct node_open *o = calloc(1, sizeof(*o));

	if (!o)
		return -1;
	o->node = n;
	o->fd = fd;
	n->open = o;
	list_push(&cached, o);
	return 0;
}

void nodefd_pin_root(struct node *n)
{
	list_remove(n->open);
}

void nodefd_detach(struct node *n)
{
	if (!n->open)
		return;
	list_remove(n->open);
	close(n->open->fd);
	free(n->open);
	n->open = NULL;
}

void nodefd_keep(struct node *n)
{
	if (!n->open || !n->open->list)
		return;
	list_remove(n->open);
	list_push(&kept, n->open);
	list_trim(&kept, kept.max);
}

void nodefd_unneeded(struct node *n)
{
	if (!n->open || n->open->list != &kept)
		return;
	if (!n->open->pins) {
		nodefd_detach(n);
		return;
	}
	list_remove(n->open);
	list_push(&cached, n->open);
}

/**
 * struct opening - A node on its way to a descriptor
 * @n:		The node, in use
 * @fh:		Copy of its file handle, if its name is lost; else
 * @parent:	Its parent, in use, whose descriptor @dirfd is pinned
 * @dirfd:	Descriptor of @parent
 * @name:	Name in it
 */
struct opening {
	struct node *n;
	struct node_fh *fh;
	struct node *parent;
	int dirfd;
	char name[NAME_MAX + 1];
};

/* The way down from the nearest open ancestor begins at its child. */
static int opening_begin(struct opening *op, struct node *n)
{
	while (n->parent && !n->parent->open &&
	       !(n->flags & (NODE_GONE | NODE_LOST)))
		n = n->parent;
	if (n->flags & NODE_GONE || (n->flags & NODE_LOST && !n->fh)) {
		errno = ESTALE;
		return -1;
	}
	*op = (struct opening){ .n = n, .dirfd = -1 };
	if (n->fh) {
		op->fh = nodefh_dup(n->fh);
		if (!op->fh)
			return -1;
	}
	if (!(n->flags & NODE_LOST)) {
		op->parent = n->parent;
		op->dirfd = n->parent->open->fd;
		n->parent->open->pins++;
		n->parent->users++;
		strcpy(op->name, n->name);
	}
	n->users++;
	return 0;
}

static bool opened_right(struct opening *op, int fd)
{
	struct statx stx;

	if (fd < 0 || statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0)
		return false;
	if (node_same(op->n, &stx))
		return true;
	errno = ESTALE;
	return false;
}

static int opening_try(struct opening *op)
{
	cleanup_close int fd = -1;

	if (op->fh)
		fd = nodefh_open(op->fh, op->n->dev);
	else
		fd = openat(op->dirfd, op->name,
			    O_PATH | O_NOFOLLOW | O_CLOEXEC);
	return opened_right(op, fd) ? steal_fd(&fd) : -1;
}

/* Whether the file may be elsewhere by now, so that looking again helps */
static bool opening_moved(struct opening *op)
{
	struct node *n = op->n;

	return op->parent &&
	       (n->parent != op->parent || strcmp(n->name, op->name) != 0);
}

static void opening_end(struct opening *op)
{
	struct node *parent = op->parent;

	if (parent) {
		parent->open->pins--;
		parent->users--;
		node_free_if_unused(parent);
	}
	op->n->users--;
	node_free_if_unused(op->n);
	nodefh_free(op->fh);
}

static int opened(struct node *n, int fd)
{
	if (n->open) {
		close(fd);
		return 0;
	}
	if (nodefd_attach(n, fd) < 0) {
		close(fd);
		return -1;
	}
	return 0;
}

/* One step down. Return: 0, -1 with errno, or 1 to try again. */
static int open_step(struct node *n)
{
	struct opening op;
	int fd, err, r;

	if (opening_begin(&op, n) < 0)
		return -1;
	pthread_mutex_unlock(&node_lock);
	fd = opening_try(&op);
	err = errno;
	pthread_mutex_lock(&node_lock);

	if (fd >= 0)
		r = opened(op.n, fd);
	else if (op.n->open)
		r = 0;
	else
		r = opening_moved(&op) ? 1 : -1;
	if (r < 0 && fd < 0)
		errno = err == ENOENT || err == ENOTDIR ? ESTALE : err;
	opening_end(&op);
	return r;
}

static void touch(struct node_open *o)
{
	struct node_list *l = o->list;

	if (!l || l->head == o)
		return;
	list_remove(o);
	list_push(l, o);
}

int node_open(struct node *n)
{
	unsigned int tries = 0;

	LOCK_SCOPE(&node_lock);
	while (!n->open) {
		int r = open_step(n);

		if (r < 0)
			return -1;
		if (r && ++tries == RETRIES) {
			errno = ESTALE;
			return -1;
		}
	}
	n->open->pins++;
	touch(n->open);
	list_trim(&cached, cached.max);
	return n->open->fd;
}

void node_close(struct node *n)
{
	LOCK_SCOPE(&node_lock);
	n->open->pins--;
}

int node_use(struct node_use *u, uint64_t id)
{
	u->n = node_get(id);
	if (!u->n)
		return -1;
	u->fd = node_open(u->n);
	return u->fd < 0 ? -1 : 0;
}

int node_use_dir(struct node_use *u, uint64_t id)
{
	u->n = node_get(id);
	if (!u->n)
		return -1;
	if (!S_ISDIR(node_type(u->n))) {
		errno = ENOTDIR;
		return -1;
	}
	u->fd = node_open(u->n);
	return u->fd < 0 ? -1 : 0;
}

void node_use_finish(struct node_use *u)
{
	if (u->fd >= 0)
		node_close(u->n);
	node_put(u->n);
	u->n = NULL;
	u->fd = -1;
}

void nodefd_drop(void)
{
	LOCK_SCOPE(&node_lock);
	list_trim(&cached, 0);
	nodefh_forget_mounts(false);
}

void nodefd_set_limits(unsigned int max_cached, unsigned int max_kept)
{
	LOCK_SCOPE(&node_lock);
	cached.max = max_cached;
	kept.max = max_kept;
	list_trim(&cached, cached.max);
	list_trim(&kept, kept.max);
}

void nodefd_counts(unsigned int *ret_cached, unsigned int *ret_kept)
{
	LOCK_SCOPE(&node_lock);
	*ret_cached = cached.n;
	*ret_kept = kept.n;
}
