/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small writes that wait for the file's times. When a file is closed the
 * kernel writes what it has gathered, and then sets the times, each for an
 * answer. The write of a small file is kept until the latter, and both are one
 * request; an error of either is that of close(2). Whatever else concerns the
 * file has the write done first. Where the kernel does that by itself, before
 * close(2), the error is told to the next that writes, syncs or closes.
 */
#ifndef GUESTMOUNT_FS_HOLD_H
#define GUESTMOUNT_FS_HOLD_H

#include "file.h"

/**
 * hold_write() - Keep a write of the kernel's own
 * @m:		Mount
 * @f:		Open file
 * @buf:	Data
 * @size:	Bytes
 * @off:	Offset in the file
 *
 * Return:	whether it was kept, and is to be answered as done
 */
bool hold_write(struct mount *m, struct file *f, const char *buf, size_t size,
		off_t off);
enum hold_done {
	HOLD_NONE,  /* nothing is kept: nothing was done */
	HOLD_DONE,  /* it has been carried out */
	HOLD_LATER, /* it will be, see later.h */
};
/**
 * hold_set() - Carry out the write that is kept for a file, and set the times
 * @m:		Mount
 * @set:	What to set, of the handle the write came by
 * @ret:	Receives the attributes, with HOLD_DONE
 * @ret_err:	Receives 0 or an errno
 */
enum hold_done hold_set(struct mount *m, const fs_setattr_args *set,
			fs_attr_ret *ret, int *ret_err);
/** hold_let_go() - Carry out the write that is kept for a file, now or later */
void hold_let_go(struct mount *m, uint64_t ino);
/** hold_time() - The times of writes that were not kept, where the kernel tells
 * none; errno or 0 */
int hold_time(struct mount *m, uint64_t ino, uint64_t handle);
/** hold_close() - The same; the errno of one of which nobody was told that it
 * failed, or 0 */
int hold_close(struct mount *m, uint64_t ino);
/** hold_settle() - Carry out all that is kept or put off for a file. What
 * becomes of it is kept for hold_error() */
void hold_settle(struct mount *m, uint64_t ino);
/** hold_error() - The same, and the errno of the first write of which nobody
 * was told that it failed, once; else 0 */
int hold_error(struct mount *m, uint64_t ino);
/** hold_forget() - Nobody is left to be told, or to care */
void hold_forget(struct mount *m, uint64_t ino);

#endif
