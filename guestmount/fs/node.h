/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel and we know of the guest's files: one table keyed by node id,
 * with the names under which each is known.
 *
 * References: every entry the daemon sends adds one to its count (@given). The
 * kernel holds some of them (@kernel), directory batches, listings and open
 * files pin nodes meanwhile (@pins), and a directory is kept by the names in
 * it. Else the node is dropped and all of @given goes back in one FS_FORGET.
 *
 * Staleness: every change made through us bumps the table's clock, before it
 * is sent and after it is answered, and stamps the nodes concerned. What was
 * read from the daemon at clock time T may be believed while the node's stamp
 * is not later than T. So nothing here ever expires by time.
 */
#ifndef GUESTMOUNT_FS_NODE_H
#define GUESTMOUNT_FS_NODE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "cache.h"
#include "session.h"

#define NODE_ROOT 1
/* With more nodes the kernel is made to forget files that it has not asked for
 * since many others. A node takes some 400 bytes, all told.
 */
#define NODES_MAX 196608

struct mount;
struct fuse_entry_param;
struct node;
struct ahead_dir;
struct keeper_name;
struct small_file;
struct hold;

enum node_usual { NODE_MAY_BE_USUAL, NODE_USUAL, NODE_UNUSUAL };

/**
 * struct node_name - A name under which a node is known
 * @hnext:	Next in the bucket of the index by (parent, name)
 * @next:	Next name of the same node
 * @node:	The node
 * @parent:	Directory's id
 * @name:	As stored in the guest
 */
struct node_name {
	struct node_name *hnext;
	struct node_name *next;
	struct node *node;
	uint64_t parent;
	char name[];
};

/**
 * struct node - A file of the guest; guarded by the table's lock
 * @id:		The daemon's id, and the inode number the kernel uses
 * @hnext:	Next in its bucket
 * @given:	References the daemon gave
 * @kernel:	References the kernel holds
 * @pins:	References of ours
 * @attr:	As last read, possibly stale
 * @read_at:	Clock when @attr was read
 * @stamp:	Clock of the last change to the file or, in a directory, to its
 *		names
 * @owner_ok:	@attr's mode and owner are right even if the rest is stale
 * @folds:	A directory whose lookups ignore case
 * @complete:	A directory all of whose names are in the index
 * @losses:	How often the index lost a name of this directory that may
 *		still exist
 * @data:	Stamp of the last change to the content; read without the lock
 * @n_inside:	Names in the index that are in this directory
 * @names:	Names under which it is known
 * @n_names:	Their number
 * @xattrs:	Names of its extended attributes, each with its NUL
 * @xattrs_len:	Their bytes
 * @xattrs_ok:	@xattrs is right
 * @xattrs_at:	Clock of their last change
 * @listing:	All entries of a folding directory, or NULL; see cache.h
 * @ahead:	The same of any directory, not asked for yet; by its own lock
 * @small:	A file's content, not asked for yet; by its own lock
 * @n_files:	How often it is open
 * @pieces:	Bits of those fetched, or NULL; by the lock of @small
 * @hold:	A write that is kept; see ops/hold.h
 * @hold_err:	What became of one that nobody was told of
 * @untimed:	Data were written by the kernel that has told no times since
 * @later:	Requests about it that were answered before they are carried
 *		out; see later.h
 * @seq:	Counts up from one use of a node by the kernel to the next
 * @plain:	Nothing but an I/O error can keep a name of it, or in it, from
 *		being removed
 * @usual:	Whether new files in this directory get no flags from it
 * @place:	Where all of a file's data lie, see common/fsdir.h; or 0
 * @known_at:	Where it is in the order of small files, or 0; the same
 */
struct node {
	uint64_t id;
	struct node *hnext;
	uint64_t given;
	uint64_t kernel;
	uint64_t pins;
	fs_attr attr;
	uint64_t read_at;
	uint64_t stamp;
	bool owner_ok;
	bool folds;
	bool complete;
	uint32_t losses;
	_Atomic uint64_t data;
	size_t n_inside;
	struct node_name *names;
	size_t n_names;
	char *xattrs;
	uint32_t xattrs_len;
	bool xattrs_ok;
	uint64_t xattrs_at;
	struct listing *listing;
	struct ahead_dir *ahead;
	struct small_file *small;
	_Atomic unsigned int n_files;
	uint64_t *pieces;
	struct hold *hold;
	int hold_err;
	bool untimed;
	unsigned int later;
	uint32_t seq;
	bool plain;
	enum node_usual usual;
	_Atomic uint64_t place;
	_Atomic uint64_t known_at;
};

/**
 * struct nodes - The table
 * @lock:	Guards all of it and every node
 * @held:	Tells of a kept write that has been carried out
 * @buckets:	By id
 * @names:	By (parent, name)
 * @size:	Buckets of each, a power of two
 * @n:		Nodes
 * @clock:	Counts changes; see the top of this file
 * @all:	Clock of the last change that may concern any node
 * @stale:	Clock of the last change made beside the mount
 * @seq:	Of the last node that the kernel was given
 * @ending:	All of it goes
 * @cache:	Listings of folding directories
 */
struct nodes {
	pthread_mutex_t lock;
	pthread_cond_t held;
	struct node **buckets;
	struct node_name **names;
	size_t size;
	size_t n;
	_Atomic uint64_t clock;
	uint64_t all;
	uint64_t stale;
	uint32_t seq;
	bool ending;
	struct cache cache;
};

/** nodes_init() - An empty table; 0 or -1 */
int nodes_init(struct nodes *t);
/** nodes_finish() - Free everything; returns nothing to the daemon */
void nodes_finish(struct mount *m);
/** nodes_now() - The clock, to be read before asking the daemon */
uint64_t nodes_now(struct mount *m);

/**
 * node_take() - Check an entry from the daemon and count its reference
 * @m:		Mount
 * @parent:	Directory it is in
 * @name:	Its name as stored
 * @ent:	The entry, untrusted
 * @when:	nodes_now() before it was asked for
 * @ret_node:	Receives the node, pinned
 *
 * Return:	0, EIO when the entry is impossible, or ENOMEM
 */
int node_take(struct mount *m, uint64_t parent, const char *name,
	      const fs_entry *ent, uint64_t when, struct node **ret_node);
/** node_root() - Enter the root from FS_INIT's answer; 0 or an errno */
int node_root(struct mount *m, const fs_entry *ent);
/** node_pin() - Pin a known node, or NULL */
struct node *node_pin(struct mount *m, uint64_t id);
/** node_unpin() - Let go of a pin; NULL is fine */
void node_unpin(struct mount *m, struct node *n);
/**
 * node_give() - Hand one reference to the kernel
 * @m:		Mount
 * @n:		Node, pinned
 * @when:	Clock when its attributes were read
 * @ret_e:	Receives ids, attributes and timeouts
 *
 * Return:	false when @n changed since @when: nothing is handed out then
 */
bool node_give(struct mount *m, struct node *n, uint64_t when,
	       struct fuse_entry_param *ret_e);
/** node_give_new() - The same, unconditionally, for what was read since the
 * kernel asked: the kernel itself watches for changes meanwhile */
void node_give_new(struct mount *m, struct node *n,
		   struct fuse_entry_param *ret_e);
/** node_forget() - Take back @count of the kernel's references */
void node_forget(struct mount *m, uint64_t id, uint64_t count);

/** node_attr_ok() - Check attributes from the daemon; a known @n keeps its
 * type. @n may be NULL. */
bool node_attr_ok(const struct node *n, const fs_attr *a);
/** node_unchanged() - Whether what was read of it at clock @when is right */
bool node_unchanged(struct mount *m, const struct node *n, uint64_t when);
/** node_last_attr() - Attributes as last read, right or not */
void node_last_attr(struct mount *m, uint64_t id, fs_attr *ret_attr);
/** node_dir_attr() - Attributes of a directory, where they are still right: no
 * reader changes them but we, who are told then */
bool node_dir_attr(struct mount *m, uint64_t id, fs_attr *ret_attr);
/**
 * nodes_old() - Names of files that the kernel has not asked for in a long time
 * @m:		Mount
 * @at:		Where to go on, 0 at first
 * @v:		Receives them, the caller frees the names
 * @max:	Room there
 *
 * Return:	their number; fewer than @max: there are no more
 */
size_t nodes_old(struct mount *m, size_t *at, struct keeper_name *v,
		 size_t max);
/** node_not_plain() - Its flags are being set */
void node_not_plain(struct mount *m, uint64_t id);
/** node_usual() - Say whether new files in a directory get no flags from it */
void node_usual(struct mount *m, uint64_t id, enum node_usual usual);
/** node_busy() - Something is kept or put off for it */
bool node_busy(struct mount *m, const struct node *n);
/** node_store() - Keep checked attributes read at clock @when */
void node_store(struct mount *m, uint64_t id, const fs_attr *a, uint64_t when);
/** node_store_locked() - The same with the table's lock held */
void node_store_locked(struct mount *m, struct node *n, const fs_attr *a,
		       uint64_t when);
/** node_stat() - Attributes as the kernel shall see them */
void node_stat(struct mount *m, uint64_t id, const fs_attr *a, struct stat *st);
/** node_changed() - The file, or the directory's names, are about to change
 * or have changed */
void node_changed(struct mount *m, uint64_t id);
/** node_untimed() - Set @untimed; what it was */
bool node_untimed(struct mount *m, uint64_t id, bool untimed);
/** node_data_changed() - The same for content, size and times */
void node_data_changed(struct mount *m, uint64_t id);
/** node_owner() - Guest's mode and owner of a known node; false if unsure */
bool node_owner(struct mount *m, uint64_t id, fs_attr *ret_attr);
bool node_folds(struct mount *m, uint64_t id);

/**
 * node_name_gone() - (parent, name) is removed or replaced
 *
 * Stamps the node it named; where that is not known, all nodes.
 */
void node_name_gone(struct mount *m, uint64_t parent, const char *name);
/** node_name_changed() - The same, the name staying for now */
void node_name_changed(struct mount *m, uint64_t parent, const char *name);
/** node_name_moved() - (parent, name) became (newparent, newname) */
void node_name_moved(struct mount *m, uint64_t parent, const char *name,
		     uint64_t newparent, const char *newname, bool exchange);

/** nodes_stale() - Everything read so far is no longer believed */
void nodes_stale(struct mount *m);

/** node_missing() - Whether a directory certainly has no such name */
bool node_missing(struct mount *m, uint64_t parent, const char *name);
/** node_incomplete() - A directory may have names that we do not know */
void node_incomplete(struct mount *m, uint64_t id);
/** node_losses() - Names lost so far, to be read before listing */
uint32_t node_losses(struct mount *m, struct node *dir);
/** node_listed() - All names of @dir were entered since @when, when @losses
 * had been lost: remember that unless something changed */
void node_listed(struct mount *m, struct node *dir, uint64_t when,
		 uint32_t losses);

/* For node.c, cache.c and keeper.c, with the table's lock held. */
struct node *node_find_locked(struct nodes *t, uint64_t id);
struct node *node_by_name_locked(struct nodes *t, uint64_t parent,
				 const char *name);
void node_unpin_locked(struct mount *m, struct node *n);
void node_drop_if_unused(struct mount *m, struct node *n);
bool node_fresh_locked(struct mount *m, const struct node *n, uint64_t when);
void node_give_locked(struct mount *m, struct node *n,
		      struct fuse_entry_param *ret_e);

#endif
