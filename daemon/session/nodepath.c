// SPDX-License-Identifier: GPL-2.0-or-later
/* Short ways to a node's file that need no descriptor of the node. */
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "attr.h"
#include "nodefd.h"
#include "nodelock.h"

/**
 * struct place - Where a node was seen last
 * @dir:	Its directory
 * @name:	Its name there
 */
struct place {
	struct node_use dir;
	char name[NAME_MAX + 1];
};

#define PLACE_INIT                                                             \
	{                                                                      \
		.dir = NODE_USE_INIT                                           \
	}

static void place_finish(struct place *p)
{
	node_use_finish(&p->dir);
}

DEFINE_CLEANUP(struct place, cleanup_place_, place_finish(p))
#define cleanup_place __attribute__((cleanup(cleanup_place_)))

/* Return: whether the node is to be found by its name, and has no descriptor
 * that would be the better way
 */
static bool place_find(struct place *p, struct node *n)
{
	pthread_mutex_lock(&node_lock);
	if (!n->open && n->parent && !(n->flags & (NODE_GONE | NODE_LOST))) {
		p->dir.n = n->parent;
		p->dir.n->users++;
		strcpy(p->name, n->name);
	}
	pthread_mutex_unlock(&node_lock);
	if (!p->dir.n)
		return false;
	p->dir.fd = node_open(p->dir.n);
	return p->dir.fd >= 0;
}

static bool is_nodes(const struct node *n, int dirfd, const char *name,
		     int flags, struct statx *stx)
{
	return statx(dirfd, name, flags, NODE_STATX_MASK, stx) == 0 &&
	       node_same(n, stx);
}

static int open_by_name(struct node *n, int flags)
{
	cleanup_place struct place p = PLACE_INIT;
	cleanup_close int fd = -1;
	struct statx stx;

	if (!place_find(&p, n))
		return -1;
	fd = openat(p.dir.fd, p.name, flags | O_NOFOLLOW);
	return fd >= 0 && is_nodes(n, fd, "", AT_EMPTY_PATH, &stx)
		       ? steal_fd(&fd)
		       : -1;
}

static int open_by_descriptor(struct node *n, int flags)
{
	char path[ATTR_PATH_MAX];
	int fd = node_open(n), r;

	if (fd < 0)
		return -1;
	if (S_ISDIR(node_type(n)))
		r = openat(fd, ".", flags);
	else
		r = open(attr_path(fd, path), flags);
	node_close(n);
	return r;
}

int node_open_file(struct node *n, int flags)
{
	int fd = -1;

	flags |= O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	/* That would cut the file before it is checked */
	if (!(flags & O_TRUNC))
		fd = open_by_name(n, flags);
	return fd >= 0 ? fd : open_by_descriptor(n, flags);
}

int node_stat(struct node *n, struct statx *ret)
{
	cleanup_place struct place p = PLACE_INIT;
	int fd, r;

	if (place_find(&p, n) &&
	    is_nodes(n, p.dir.fd, p.name, AT_SYMLINK_NOFOLLOW, ret))
		return 0;
	fd = node_open(n);
	if (fd < 0)
		return -1;
	r = statx(fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, ret);
	node_close(n);
	return r;
}
