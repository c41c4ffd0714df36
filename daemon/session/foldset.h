/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of names, found by what they are without their case. */
#ifndef DAEMON_SESSION_FOLDSET_H
#define DAEMON_SESSION_FOLDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct foldset_slot;

/**
 * struct foldset - The names of one directory; zeroed it is empty
 * @slots:	Hash table, open addressing
 * @n_slots:	Its size, a power of 2, or 0
 * @n_used:	Slots that are not free: names and the graves of names
 * @n:		Names
 * @text:	The names, each with its NUL
 * @text_len:	Bytes in it
 * @text_cap:	Allocated
 */
struct foldset {
	struct foldset_slot *slots;
	uint32_t n_slots;
	uint32_t n_used;
	uint32_t n;
	char *text;
	size_t text_len;
	size_t text_cap;
};

/** foldset_add() - Add a name, unless it is there; 0, or -1 with errno */
int foldset_add(struct foldset *fs, const char *name);
/** foldset_remove() - Remove it, if it is there */
void foldset_remove(struct foldset *fs, const char *name);
/**
 * foldset_find() - A name that is the same but for case
 *
 * Return:	@name's equal if there is one, else the first one added that
 *		differs by case, else NULL. Valid until the next change.
 */
const char *foldset_find(const struct foldset *fs, const char *name);
/** foldset_finish() - Free what it holds; it is empty afterwards */
void foldset_finish(struct foldset *fs);

#endif
