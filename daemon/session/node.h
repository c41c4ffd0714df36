/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of nodes: what the other side knows of the tree. A node is found
 * by its id, which is never used twice, and by file system, inode number and
 * birth time. It is opened again when needed by its parent and name, which
 * renames keep right, or by file handle.
 */
#ifndef DAEMON_SESSION_NODE_H
#define DAEMON_SESSION_NODE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "cleanup.h"

#define NODE_ROOT 1

#define NODE_STATX_MASK (STATX_BASIC_STATS | STATX_BTIME)

/* flags of struct node */
#define NODE_GONE   1 /* no link, or none yet: only its descriptor has it */
#define NODE_KEYED  2 /* in the table by inode number */
#define NODE_LOST   4 /* its name was removed, others remain */
#define NODE_LISTED 8 /* a directory whose entries were read */

struct node_open;
struct node_fh;

/**
 * struct node - One inode that the other side may name
 * @id:		Its key; constant
 * @ino:	Inode number; constant
 * @birth:	Hash of its birth time, 0 where unknown; constant
 * @dev:	Index of its file system; constant
 * @type:	S_IFMT >> 12; constant
 * @flags:	NODE_*
 * @refs:	References that the other side holds
 * @parent:	Directory in which it was seen last; NULL for the root
 * @name:	Its name there, malloc'd
 * @next_id:	Chain of the table by id
 * @next_key:	Chain of the table by inode number
 * @users:	Requests and handles that use this struct
 * @children:	Nodes that have this one as @parent
 * @open:	Descriptor, while there is one
 * @fh:		File handle of a node that is NODE_LOST, if it has one
 *
 * What is not constant is guarded by the table's lock (node.c).
 */
struct node {
	uint64_t id;
	uint64_t ino;
	uint32_t birth;
	uint16_t dev;
	uint8_t type;
	uint8_t flags;
	uint64_t refs;
	struct node *parent;
	char *name;
	struct node *next_id;
	struct node *next_key;
	uint32_t users;
	uint32_t children;
	struct node_open *open;
	struct node_fh *fh;
};

static inline mode_t node_type(const struct node *n)
{
	return (mode_t)n->type << 12;
}

/** node_get() - Use the node @id; NULL with errno ESTALE when unknown */
struct node *node_get(uint64_t id);
/** node_find() - Use the node of a file if it is known, else NULL */
struct node *node_find(const struct statx *stx);
/** node_hold() - Use a node that the caller uses already once more */
void node_hold(struct node *n);
/** node_put() - End of node_get(); NULL is fine */
void node_put(struct node *n);

/** node_set_root() - Make a directory node 1; @fd is owned by the table */
int node_set_root(int fd);
/** node_has_root() - Whether the root is this directory */
bool node_has_root(int fd);

/**
 * node_epoch() - Number of the changes of names so far
 *
 * Taken before a file is looked at, and given to node_ref() with what was
 * seen, it tells whether the name can have moved in between.
 */
uint64_t node_epoch(void);

/**
 * node_ref() - The other side gets to know a file: one reference more
 * @parent:	Directory where it was seen
 * @name:	Name there
 * @stx:	Its attributes
 * @dev:	Index of its file system
 * @epoch:	node_epoch() from before @stx was read
 * @ret_id:	Receives the node
 *
 * Return:	0, or -1 with errno; EAGAIN when names changed since @epoch
 *		and the caller must look again
 */
int node_ref(struct node *parent, const char *name, const struct statx *stx,
	     uint16_t dev, uint64_t epoch, uint64_t *ret_id);
/**
 * node_ref_spare() - The same of a file that has no name yet
 * @stx:	Its attributes
 * @dev:	Index of its file system
 * @fd:		An open descriptor, the caller's
 * @ret_id:	Receives the node
 *
 * Return:	0, or -1 with errno
 */
int node_ref_spare(const struct statx *stx, uint16_t dev, int fd,
		   uint64_t *ret_id);
/** node_named() - Such a file got its name */
void node_named(struct node *n, struct node *parent, const char *name);
/** node_forget() - The other side gives @n references back */
void node_forget(uint64_t id, uint64_t n);

/**
 * node_moved() - A name changed
 * @n:		What it names, or NULL when it is not known
 * @parent:	Where it is now
 * @name:	Its name there
 */
void node_moved(struct node *n, struct node *parent, const char *name);
/**
 * node_unlinked() - A name is gone
 * @n:		What it named, with a descriptor; or NULL when not known
 * @parent:	Where it was
 * @name:	Its name there
 * @last:	Whether no other link remains
 * @fh:		Its file handle if others remain, else NULL; owned from here on
 */
void node_unlinked(struct node *n, struct node *parent, const char *name,
		   bool last, struct node_fh *fh);
/** node_is_gone() - Whether the node has no link left */
bool node_is_gone(struct node *n);
/** node_stored_at() - Whether a node was seen last as @name in @parent */
bool node_stored_at(struct node *n, struct node *parent, const char *name);

/** node_mark_listed() - A directory is being read; whether it was before */
bool node_mark_listed(struct node *n);
/** node_parent_listed() - Whether the directory that holds it was read */
bool node_parent_listed(struct node *n);

/** node_count() - Known nodes, for tests */
size_t node_count(void);
/** node_reset() - Drop all; only while no request is served */
void node_reset(void);

static inline void cleanup_node_(struct node **p)
{
	int saved = errno;

	node_put(*p);
	errno = saved;
}

/** cleanup_node - node_put() when the variable goes out of scope */
#define cleanup_node __attribute__((cleanup(cleanup_node_)))

#endif
