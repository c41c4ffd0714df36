/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file of moderate size that is read here and there is soon read everywhere.
 * A disk request of half a megabyte takes hardly longer than one of a page; so
 * the piece around such a read is fetched, and what was not asked for put into
 * the kernel's page cache, by the thread of small.h: a worker might wait there
 * for a page that waits for a worker. On read-only mounts alone, for the kernel
 * would take it over what was written.
 */
#ifndef GUESTMOUNT_FS_PIECES_H
#define GUESTMOUNT_FS_PIECES_H

#include "file.h"

#define PIECE_SIZE (512u << 10)

/**
 * pieces_begin() - A file is read out of order
 * @m:		Mount
 * @f:		The file, its lock is held
 * @size:	Bytes wanted
 * @off:	From there
 * @ret_start:	Receives where the piece begins that should be read instead
 *
 * Return:	whether one should, which is said once for each piece
 */
bool pieces_begin(struct mount *m, struct file *f, size_t size, off_t off,
		  off_t *ret_start);
/**
 * pieces_keep() - Have a piece put into the page cache
 * @m:		Mount
 * @n:		The file
 * @off:	Where the piece begins
 * @data:	What was read, untrusted
 * @count:	Bytes
 * @when:	Clock before it was read
 */
void pieces_keep(struct mount *m, struct node *n, off_t off, const char *data,
		 size_t count, uint64_t when);
/** pieces_pop() - Take one that is kept, or NULL; with the lock held */
struct piece_kept *pieces_pop(struct small *s);
/** pieces_store() - Put one there; by the thread, which takes it over */
void pieces_store(struct mount *m, struct piece_kept *p);
/** pieces_drop() - Free one */
void pieces_drop(struct mount *m, struct piece_kept *p);

#endif
