/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Open files. */
#ifndef GUESTMOUNT_FS_FILE_H
#define GUESTMOUNT_FS_FILE_H

#include "ops.h"

/**
 * struct file - An open file; fi->fh points to it. Where the kernel opens files
 * without asking, it is all who read one
 * @refs:	The kernel's one and those of requests that still touch it after
 *		their answer, when the kernel may release it
 * @lock:	Guards what follows but @node
 * @node:	Pinned
 * @writes:	It is open for writing
 * @handle:	The daemon's, or 0 while it is not needed yet (read-only mounts)
 * @n_random:	Reads out of order so far
 * @next:	Where a sequential reader would go on
 * @window:	Bytes to fetch at once for it, growing
 * @ra:		Read-ahead buffer, or NULL
 * @ra_cap:	Its size
 * @ra_off:	Offset in the file of what it holds
 * @ra_len:	Bytes in it
 * @ra_eof:	They end at the end of the file
 * @ra_data:	The node's data stamp when it was filled
 * @map:	Where its data lie in the images, or NULL; see image.h
 * @no_map:	That cannot be known
 */
struct file {
	_Atomic unsigned int refs;
	pthread_mutex_t lock;
	struct node *node;
	bool writes;
	uint64_t handle;
	unsigned int n_random;
	off_t next;
	size_t window;
	char *ra;
	size_t ra_cap;
	off_t ra_off;
	size_t ra_len;
	bool ra_eof;
	uint64_t ra_data;
	struct image_map *map;
	bool no_map;
};

static inline struct file *file_of(const struct fuse_file_info *fi)
{
	return (struct file *)(uintptr_t)fi->fh;
}

/** file_use() - The file that a request is about, with a reference; NULL with
 * errno */
struct file *file_use(struct mount *m, fuse_ino_t ino,
		      const struct fuse_file_info *fi);
/** file_put() - Drop a reference; the last one frees */
void file_put(struct mount *m, struct file *f);
/** file_handle_of() - The daemon's handle of an open file; 0 without one */
uint64_t file_handle_of(const struct fuse_file_info *fi);
/**
 * file_get_handle() - The same, opening it now if that was put off
 * @m:		Mount
 * @f:		Open file
 * @ret_handle:	Receives it
 *
 * Return:	0 or an errno
 */
int file_get_handle(struct mount *m, struct file *f, uint64_t *ret_handle);
/** file_handle() - The same of a file; 0 while it has none */
uint64_t file_handle(struct file *f);
/** file_set_handle() - It has got one, or 0; one too many is released */
void file_set_handle(struct mount *m, struct file *f, uint64_t handle);
/** file_drop_ra() - Free the read-ahead buffer, @f->lock held */
void file_drop_ra(struct mount *m, struct file *f);

#endif
