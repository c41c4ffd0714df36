/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Requests that are answered before they are carried out, many at a time: names
 * of new files (see spare.h), small files written by programs that do not ask
 * for more than close(2), and names of plain files being removed. A file system
 * of the host's answers both before anything of it is on the disk, and so a
 * fault shows later: at fsync(2), and in a warning. Nothing else can go wrong
 * with them, or they are not put here: there is space enough for the data, and
 * the guest lets the name go.
 *
 * They are carried out in their order. All other requests about the files and
 * directories concerned wait until that has been done, so nobody sees a
 * difference.
 */
#ifndef GUESTMOUNT_FS_LATER_H
#define GUESTMOUNT_FS_LATER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session.h"

struct conn;
struct later_item;
struct mount;

/**
 * struct later - The queue and its thread
 * @lock:	Guards all of it; may be taken with the node table's held
 * @wake:	Tells the thread of work
 * @room:	Tells that there is less of it
 * @first:	What is next
 * @last:	Where the next one goes behind
 * @under_way:	Those that are being carried out
 * @n:		All of them
 * @removals:	Those that remove a name
 * @bytes:	Of data in them
 * @hurry:	Somebody waits
 * @running:	There is a thread
 * @stop:	It shall end when nothing is left
 * @err:	What went wrong last and was not told yet
 * @space:	Bytes that may be written before the guest is asked for space
 * @asked:	When it was, in seconds
 * @conn:	The thread's port
 * @thread:	It
 */
struct later {
	pthread_mutex_t lock;
	pthread_cond_t wake, room;
	struct later_item *first, *last, *under_way;
	_Atomic size_t n;
	_Atomic size_t removals;
	size_t bytes;
	bool hurry, running, stop;
	int err;
	uint64_t space;
	int64_t asked;
	struct conn *conn;
	pthread_t thread;
};

void later_init(struct mount *m);
void later_finish(struct mount *m);
/** later_start() - Start the thread on a port of its own; 0 or -1 */
int later_start(struct mount *m, struct conn *c);
/** later_stop() - Carry out what is left, and end it */
void later_stop(struct mount *m);
/** later_space() - Whether there is enough for a new file, whatever comes of
 * the others */
bool later_space(struct mount *m, uint64_t node);
/**
 * later_name() - Give a spare its name, later
 * @m:		Mount
 * @set:	What to set before, with the spare's handle
 * @parent:	Directory, which has no such name
 * @name:	Name
 *
 * Return:	false: nothing was done
 */
bool later_name(struct mount *m, const fs_setattr_args *set, uint64_t parent,
		const char *name);
/**
 * later_write() - Write the beginning of a file and set its times, later
 * @m:		Mount
 * @set:	What to set, with the handle to write by
 * @data:	What to write
 * @size:	Bytes
 *
 * Return:	false where that cannot wait: nothing was done
 */
bool later_write(struct mount *m, const fs_setattr_args *set, const char *data,
		 size_t size);
/**
 * later_release() - Close a handle after what needs it
 *
 * Return:	false where nothing is: the caller closes it
 */
bool later_release(struct mount *m, uint64_t handle);
/**
 * later_unlink() - Remove the name of a file, later
 * @m:		Mount
 * @parent:	Directory
 * @name:	Name
 *
 * Return:	false where that may go wrong: nothing was done
 */
bool later_unlink(struct mount *m, uint64_t parent, const char *name);
/** later_rmdir_empty() - The same of a directory that is known to be empty */
bool later_rmdir_empty(struct mount *m, uint64_t parent, const char *name);
/**
 * later_rmdir() - Remove a directory behind all that are being removed
 * @m:		Mount
 * @parent:	Directory that it is in
 * @name:	Its name
 * @ret_err:	Receives 0 or an errno
 *
 * Return:	false where nothing is being removed: nothing was done
 */
bool later_rmdir(struct mount *m, uint64_t parent, const char *name,
		 int *ret_err);
/** later_spend() - Space is being taken otherwise */
void later_spend(struct mount *m, uint64_t bytes);
/** later_settle() - Wait until nothing is left to do that concerns a node */
void later_settle(struct mount *m, uint64_t ino);
/** later_settle_name() - The same, that concerns a name that is to be made */
void later_settle_name(struct mount *m, uint64_t parent, const char *name);
/** later_drain() - Wait until nothing is left to do; any thread */
void later_drain(struct mount *m);
/** later_error() - The same, and what went wrong that nobody was told of, or 0
 */
int later_error(struct mount *m);

#endif
