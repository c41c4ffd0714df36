/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The keeper thread: returns forgotten nodes in batches, and tells the kernel
 * what to drop. Handlers never notify the kernel themselves, for the kernel
 * may hold a lock then that the notification needs.
 */
#ifndef GUESTMOUNT_FS_KEEPER_H
#define GUESTMOUNT_FS_KEEPER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session.h"

struct mount;

/**
 * struct keeper_name - A name to make the kernel drop
 * @parent:	Directory's id
 * @name:	Name in it, malloc'd
 */
struct keeper_name {
	uint64_t parent;
	char *name;
};

#define KEEPER_RELEASES 512

/**
 * struct keeper - Its work
 * @lock:	Guards what follows; taken after the node table's lock
 * @wake:	Something is to be done
 * @done:	An invalidation has been carried out
 * @thread:	The thread
 * @running:	It exists
 * @stop:	It shall end
 * @forgets:	Nodes to give back
 * @n_forgets:	Their number
 * @cap_forgets: Room for them
 * @releases:	Handles to close
 * @n_releases:	Their number
 * @negative:	Ring of the names answered as missing and so cached by the
 *		kernel; NULL names are free
 * @next_negative: Where the next one goes
 * @stale:	Names that fell out of the ring
 * @n_stale:	Their number
 * @too_many:	There are too many nodes
 * @rest_until:	Their number may come to this first
 * @asked:	Invalidations asked for
 * @served:	Invalidations carried out
 */
struct keeper {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_cond_t done;
	pthread_t thread;
	bool running;
	bool stop;
	fs_forget_one *forgets;
	size_t n_forgets;
	size_t cap_forgets;
	uint64_t releases[KEEPER_RELEASES];
	size_t n_releases;
	struct keeper_name *negative;
	size_t next_negative;
	struct keeper_name *stale;
	size_t n_stale;
	bool too_many;
	size_t rest_until;
	uint64_t asked;
	uint64_t served;
};

int keeper_init(struct mount *m);
void keeper_finish(struct mount *m);
/** keeper_start() - Start the thread; 0 or -1 with errno */
int keeper_start(struct mount *m);
/** keeper_stop() - End it; the kernel must not wait for anything any more */
void keeper_stop(struct mount *m);
/** keeper_forget() - Give @count references of a node back, soon */
void keeper_forget(struct mount *m, uint64_t id, uint64_t count);
/** keeper_release() - Close a handle, soon; by a worker */
void keeper_release(struct mount *m, uint64_t handle);
/**
 * keeper_negative() - Remember a name whose absence the kernel may cache
 *
 * Return:	false when it cannot be remembered: it must not be cached then
 */
bool keeper_negative(struct mount *m, uint64_t parent, const char *name);
/** keeper_too_many() - Make the kernel forget files that it does not use, soon;
 * with the node table's lock held */
void keeper_too_many(struct mount *m);
/** keeper_drop_name() - Make the kernel ask again for a name, soon */
void keeper_drop_name(struct mount *m, uint64_t parent, const char *name);
/**
 * keeper_invalidate() - Make us and the kernel forget all we know
 *
 * Returns when it is done. Must not be called by a worker.
 */
void keeper_invalidate(struct mount *m);

#endif
