/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Directories that a walk will want next, read before they are asked for. A
 * cold one costs a few disk requests, one after another; helper threads wait
 * for those while the host deals with the directory before.
 */
#ifndef DAEMON_SESSION_PREFETCH_H
#define DAEMON_SESSION_PREFETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "node.h"

struct dev;

#define PREFETCH_BATCH 1024

/**
 * struct prefetch - Directories found while one directory is listed
 * @max:	How many of them to take
 * @n:		Their number
 * @ids:	Their nodes
 * @inos:	Their inode numbers
 * @dev:	File system of the directory, or NULL
 */
struct prefetch {
	unsigned int max;
	unsigned int n;
	uint64_t ids[PREFETCH_BATCH];
	uint64_t inos[PREFETCH_BATCH];
	const struct dev *dev;
};

/**
 * prefetch_begin() - A directory is about to be listed
 * @p:		Initialised here
 * @dir:	The directory
 *
 * Below one that was listed too, it is a walk, and all its directories are
 * wanted; else it may be just this one, and only a few are.
 */
void prefetch_begin(struct prefetch *p, struct node *dir);

/** prefetch_found() - It has a directory @id, with the inode number @ino */
static inline void prefetch_found(struct prefetch *p, uint64_t id, uint64_t ino)
{
	if (p->n == p->max)
		return;
	p->ids[p->n] = id;
	p->inos[p->n++] = ino;
}

/** prefetch_end() - Read them in the background, the first one first */
void prefetch_end(const struct prefetch *p);

/** prefetch_stop() - Drop what is wanted, and wait for what is being read.
 * Must not be called inside the gate. */
void prefetch_stop(void);

#endif
