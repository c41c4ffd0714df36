/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Spares: files without a name that the guest has made before they are wanted,
 * while many are being made. What a new file will be, its inode number above
 * all, is known then, and creat(2) is answered at once; later.h says when the
 * name comes. A spare may get a name in any directory from which new files get
 * nothing that was not asked for.
 */
#ifndef GUESTMOUNT_FS_SPARE_H
#define GUESTMOUNT_FS_SPARE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "session.h"

#define SPARES_MAX (2 * FS_SPARE_MAX)

struct mount;

/**
 * struct spares - All of them
 * @lock:	Guards what follows; taken after the node table's, and before
 *the keeper's
 * @n:		Their number
 * @v:		They, in the order in which they were made
 * @how:	How they were made
 * @blksize:	Of such a file, as stat(2) has it
 * @made:	Files made in this row, none a second after the one before
 * @msec:	When the last one was, in milliseconds
 * @dir:	Directory that it is in
 */
struct spares {
	pthread_mutex_t lock;
	_Atomic unsigned int n;
	fs_spare v[SPARES_MAX];
	fs_reserve how;
	uint32_t blksize;
	unsigned int made;
	int64_t msec;
	uint64_t dir;
};

void spares_init(struct mount *m);
void spares_finish(struct mount *m);
/**
 * spare_ask() - How many to ask for with a file that is made by asking
 * @m:		Mount
 * @a:		The file
 *
 * Return:	what to put into the request; none where nothing is gained
 */
fs_reserve spare_ask(struct mount *m, const fs_make_args *a);
/** spare_ask_new() - The same with a directory, of which it tells whether new
 * files get flags there */
fs_reserve spare_ask_new(struct mount *m, const fs_make_args *a);
/** spare_ask_more() - The same in passing, and in which directory */
fs_reserve spare_ask_more(struct mount *m, uint64_t *ret_dir);
/**
 * spare_keep() - What came of it
 * @m:		Mount
 * @dir:	Directory
 * @how:	As asked for
 * @blksize:	Of files there, 0: as known
 * @v:		Spares, untrusted
 * @n:		Their number
 */
void spare_keep(struct mount *m, uint64_t dir, const fs_reserve *how,
		uint32_t blksize, const fs_spare *v, unsigned int n);
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
/** spare_drop() - Give them back, if nobody wanted one for a second or in any
 * case; whether some are left */
bool spare_drop(struct mount *m, bool all);

#endif
