/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Directory entries as the daemon sends them. */
#ifndef GUESTMOUNT_FS_BATCH_H
#define GUESTMOUNT_FS_BATCH_H

#include "fsdir.h"
#include "ops.h"

#define BATCH_NAME_SIZE 256

/**
 * struct dent - An entry of a batch
 * @rec:	Where its record starts in the batch
 * @node:	Its node, pinned, or NULL for "." and ".." and where the
 *		attributes could not be read
 */
struct dent {
	size_t rec;
	struct node *node;
};

/**
 * struct batch - Entries as the daemon sent them
 * @raw:	Private copy of the records
 * @len:	Their bytes
 * @ents:	The entries
 * @n:		Their number
 * @start:	Cookie where the batch begins
 * @eof:	The directory ends with it
 * @when:	Clock when it was read
 * @losses:	node_losses() of the directory, before its names were entered
 */
struct batch {
	char *raw;
	size_t len;
	struct dent *ents;
	size_t n;
	uint64_t start;
	bool eof;
	uint64_t when;
	uint32_t losses;
};

/** steal_batch() - Take it, leaving an empty one */
static inline struct batch steal_batch(struct batch *b)
{
	struct batch taken = *b;

	*b = (struct batch){ 0 };
	return taken;
}

/** batch_drop() - Give back the references of all entries, and free */
void batch_drop(struct mount *m, struct batch *b);
/**
 * batch_parse() - Check a batch and count its references
 * @m:		Mount
 * @dir:	Directory
 * @b:		Batch of which @raw, @len and @when are set
 *
 * All of it, so that no reference is lost whatever the kernel will ask for.
 *
 * Return:	0 or an errno
 */
int batch_parse(struct mount *m, struct node *dir, struct batch *b);
/** batch_refuse() - Give back the references of a batch that is not parsed */
void batch_refuse(struct mount *m, const char *raw, size_t len);
/** batch_entry() - A record in the form of all other entries */
void batch_entry(const struct fsdir_rec *r, fs_entry *ret);
/** batch_cookie() - Where to go on after entry @i */
uint64_t batch_cookie(const struct batch *b, size_t i);
/** batch_get() - Entry @i, and its name in BATCH_NAME_SIZE bytes */
void batch_get(const struct batch *b, size_t i, struct fsdir_rec *ret_rec,
	       char *ret_name);

#endif
