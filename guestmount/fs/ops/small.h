/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small files that are likely to be read next, fetched many at a time.
 *
 * Directories are listed in the order in which walks go, so that the small
 * files in them, in the order in which they became known, are the order in
 * which grep -r and its kind read. Where two reads follow that order, others
 * are fetched by one request, and more of them while they turn out to be
 * wanted. A thread with a port of its own does it, ahead of the reader.
 */
#ifndef GUESTMOUNT_FS_SMALL_H
#define GUESTMOUNT_FS_SMALL_H

#include "batch.h"
#include "file.h"

/** small_init() - Nothing is known; 0, or -1 with errno */
int small_init(struct mount *m);
/** small_start() - Start the thread, which uses @c alone; 0, or -1 with errno
 */
int small_start(struct mount *m, struct conn *c);
/** small_stop() - End it; it need not run */
void small_stop(struct mount *m);
/** small_finish() - Free everything */
void small_finish(struct mount *m);

/** small_listed() - These entries became known */
void small_listed(struct mount *m, const struct batch *b);
/**
 * small_read() - Answer a read from what was fetched
 * @req:	Request
 * @f:		Open file
 * @size:	Bytes wanted
 * @off:	From there
 *
 * Waits where the file is just being fetched.
 *
 * Return:	false when the file must be asked for
 */
bool small_read(fuse_req_t req, struct file *f, size_t size, off_t off);

#endif
