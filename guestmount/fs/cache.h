/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Listings of directories that fold case. The kernel may not cache names there
 * (it compares them byte by byte), so it asks for every step of every path;
 * once such a directory was listed, the answer comes from here.
 *
 * A listing is gathered while a program reads a directory from its start to
 * its end, thrown away if the directory changes meanwhile, and then follows
 * each of our own changes.
 */
#ifndef GUESTMOUNT_FS_CACHE_H
#define GUESTMOUNT_FS_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mount;
struct node;
struct listing;
struct fuse_entry_param;

/**
 * struct cache - All listings; guarded by the node table's lock
 * @first:	Used last
 * @last:	Used longest ago, dropped first
 * @entries:	Entries in all of them
 */
struct cache {
	struct listing *first;
	struct listing *last;
	size_t entries;
};

/* What cache_lookup() knows. ASK_ATTR: which node it is, but its attributes
 * are to be read again.
 */
enum cache_answer { CACHE_UNKNOWN, CACHE_MISSING, CACHE_FOUND, CACHE_ASK_ATTR };

/**
 * cache_lookup() - Look a name up without asking the daemon
 * @m:		Mount
 * @parent:	Directory
 * @name:	Name in any case; an exact match wins
 * @ret_e:	CACHE_FOUND: the entry; one reference has been handed out
 * @ret_node:	CACHE_ASK_ATTR: the node, pinned
 * @ret_stored:	FOUND, ASK_ATTR: 256 bytes for the name as stored
 */
enum cache_answer cache_lookup(struct mount *m, uint64_t parent,
			       const char *name, struct fuse_entry_param *ret_e,
			       struct node **ret_node, char *ret_stored);

/** cache_same_name() - Whether two names differ by case at most */
bool cache_same_name(const char *a, const char *b);

/** listing_new() - Start to gather a listing, or NULL (it is only a cache) */
struct listing *listing_new(void);
/**
 * listing_add() - One more entry
 * @m:		Mount
 * @l:		The listing
 * @name:	Name as stored
 * @n:		Its node, pinned by the listing from here on, or NULL
 *
 * Return:	false when it grew too large and is to be dropped
 */
bool listing_add(struct mount *m, struct listing *l, const char *name,
		 struct node *n);
/** listing_drop() - Throw an unfinished listing away; NULL is fine */
void listing_drop(struct mount *m, struct listing *l);
/** listing_finish() - It is complete: use it for @dir if nothing changed there
 * since @when; takes @l over */
void listing_finish(struct mount *m, struct node *dir, struct listing *l,
		    uint64_t when);

/** cache_added() - @parent has a new name for @id (0: unknown) */
void cache_added(struct mount *m, uint64_t parent, const char *name,
		 uint64_t id);
/** cache_removed() - A name is gone from @parent */
void cache_removed(struct mount *m, uint64_t parent, const char *name);
/** cache_forget_dir() - Drop the listing of a directory */
void cache_forget_dir(struct mount *m, uint64_t parent);

void cache_drop_locked(struct mount *m, struct node *dir);
void cache_drop_all_locked(struct mount *m);
/** cache_free() - Free the memory alone, at the end */
void cache_free(struct listing *l);

#endif
