/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors (O_PATH) of nodes. They are a cache: the least recently used
 * is closed when there are too many, and opened again when asked for. Only a
 * node without a link keeps its descriptor, being reachable by no other way.
 */
#ifndef DAEMON_SESSION_NODEFD_H
#define DAEMON_SESSION_NODEFD_H

#include "node.h"

/**
 * struct node_open - A node's descriptor
 * @node:	Whose
 * @fd:		O_PATH descriptor
 * @pins:	Requests that use it just now
 * @list:	Which list it is in, NULL: none (the root's)
 * @prev:	Used more recently
 * @next:	Used less recently
 *
 * All guarded by the table's lock.
 */
struct node_open {
	struct node *node;
	int fd;
	uint32_t pins;
	struct node_list *list;
	struct node_open *prev;
	struct node_open *next;
};

/**
 * node_open() - Use a node's descriptor, opening it when there is none
 * @n:		The node, in use by the caller
 *
 * Return:	a descriptor that stays until node_close(), or -1 with errno
 *		(ESTALE: the file is not to be found any more)
 */
int node_open(struct node *n);
/** node_close() - End of node_open() */
void node_close(struct node *n);

/**
 * node_open_file() - Open a regular file or a directory for more than O_PATH
 * @n:		The node, in use by the caller
 * @flags:	Of open(2)
 *
 * Where the node has no descriptor this is cheaper than to give it one: the
 * file is opened by its name, and only then checked to be the node's. What
 * the node is by its type is no device; and no one but us renames.
 *
 * Return:	a descriptor that the caller owns, or -1 with errno
 */
int node_open_file(struct node *n, int flags);

/** node_stat() - Attributes of a node, by its name or descriptor; 0 or -1 */
int node_stat(struct node *n, struct statx *ret);

/**
 * struct node_use - A node and its descriptor, for one request
 * @n:		The node, or NULL
 * @fd:		Its descriptor, or -1
 */
struct node_use {
	struct node *n;
	int fd;
};

#define NODE_USE_INIT                                                          \
	{                                                                      \
		NULL, -1                                                       \
	}

/** node_use() - node_get() and node_open(); 0, or -1 with errno */
int node_use(struct node_use *u, uint64_t id);
/** node_use_dir() - The same, of a directory only (ENOTDIR) */
int node_use_dir(struct node_use *u, uint64_t id);
void node_use_finish(struct node_use *u);

DEFINE_CLEANUP(struct node_use, cleanup_node_use_, node_use_finish(p))
/** cleanup_node_use - node_use_finish() at the end of scope */
#define cleanup_node_use __attribute__((cleanup(cleanup_node_use_)))

/** nodefd_drop() - Close all that only save time */
void nodefd_drop(void);
/** nodefd_set_limits() - Descriptors to keep open, of nodes with and of nodes
 * without a link */
void nodefd_set_limits(unsigned int cached, unsigned int gone);
/** nodefd_counts() - Descriptors open now, for tests */
void nodefd_counts(unsigned int *cached, unsigned int *gone);

#endif
