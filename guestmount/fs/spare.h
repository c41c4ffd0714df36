/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Spares: files without a name that the guest has made before they are wanted,
 * in directories in which files are being made. What a new file will be, its
 * inode number above all, is known then, and creat(2) is answered at once;
 * later.h says when the name comes.
 */
#ifndef GUESTMOUNT_FS_SPARE_H
#define GUESTMOUNT_FS_SPARE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session.h"

#define SPARE_DIRS 8

struct mount;

/**
 * struct spare_dir - A directory in which files are made
 * @dir:	Its node, 0: none
 * @used:	When a file was made last, to be compared
 * @msec:	The same in milliseconds
 * @made:	Files made since it came here
 * @asked:	How often spares were asked for
 * @reserve:	How they were made
 * @like:	Attributes of such a file
 * @n:		Spares there
 * @v:		They
 */
struct spare_dir {
	uint64_t dir;
	uint64_t used;
	int64_t msec;
	unsigned int made;
	unsigned int asked;
	fs_reserve reserve;
	fs_attr like;
	unsigned int n;
	fs_spare v[FS_SPARE_MAX];
};

/**
 * struct spares - All of them
 * @lock:	Guards what follows; the keeper's may be taken while it is held
 * @dirs:	Directories
 * @uses:	Counts files made
 * @n:		Spares in all of them
 * @before:	Files made in the directory before this one
 * @last:	How the last file was made
 */
struct spares {
	pthread_mutex_t lock;
	struct spare_dir dirs[SPARE_DIRS];
	uint64_t uses;
	_Atomic unsigned int n;
	unsigned int before;
	fs_reserve last;
};

void spares_init(struct mount *m);
void spares_finish(struct mount *m);
/**
 * spare_ask() - How many to ask for with a file that is made in a directory
 * @m:		Mount
 * @dir:	Directory
 * @a:		The file
 *
 * Return:	what to put into the request; none where nothing is gained
 */
fs_reserve spare_ask(struct mount *m, uint64_t dir, const fs_make_args *a);
/** spare_ask_new() - The same with a directory that is made in @parent */
fs_reserve spare_ask_new(struct mount *m, uint64_t parent);
/** spare_ask_more() - The same in passing, and for which directory */
fs_reserve spare_ask_more(struct mount *m, uint64_t *ret_dir);
/**
 * spare_keep() - Spares came
 * @m:		Mount
 * @dir:	For this directory
 * @asked:	As asked for
 * @like:	Attributes of a file or directory of the same file system
 * @v:		Spares, untrusted
 * @n:		Their number
 */
void spare_keep(struct mount *m, uint64_t dir, const fs_reserve *asked,
		const fs_attr *like, const fs_spare *v, unsigned int n);
/**
 * spare_take() - Take one
 * @m:		Mount
 * @a:		The file that is wanted
 * @ret_spare:	Receives it
 * @ret_set:	Receives what is to be set before it gets its name
 * @ret_entry:	Receives what it will be then
 *
 * Return:	false where there is none
 */
bool spare_take(struct mount *m, const fs_make_args *a, fs_spare *ret_spare,
		fs_setattr_args *ret_set, fs_entry *ret_entry);
/** spare_drop() - Give back those of a directory, which is about to be another
 */
void spare_drop(struct mount *m, uint64_t dir);
/** spare_drop_old() - Give back those that nobody wanted in a second, or all;
 * whether some are left */
bool spare_drop_old(struct mount *m, bool all);

#endif
