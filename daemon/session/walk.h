/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks that the host is taking: for each, the directories that were found and
 * not listed yet, in the order in which a walk comes to them. Whoever asks for
 * one of them is that walk, and can be told those after it, too.
 *
 * A walk belongs to one request at a time; in between it is kept here.
 */
#ifndef DAEMON_SESSION_WALK_H
#define DAEMON_SESSION_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct walk;

/** walk_begin() - The walk that comes to the directory @id now, or a new one;
 * NULL when out of memory, which all the others take */
struct walk *walk_begin(uint64_t id);
/** walk_end() - Keep it for the next request */
void walk_end(struct walk *w);

/** walk_found() - The directory being listed has a directory @id */
void walk_found(struct walk *w, uint64_t id);
/** walk_mark() - A directory begins to be listed */
void walk_mark(struct walk *w);
/** walk_undo() - Forget what was found since walk_mark() or walk_begin() */
void walk_undo(struct walk *w);
/** walk_turn() - It is listed: what was found is next, the first one first */
void walk_turn(struct walk *w);
/** walk_next() - Take the directory that is next; false when there is none */
bool walk_next(struct walk *w, uint64_t *ret_id);
/** walk_late() - Whether the request has taken its time */
bool walk_late(const struct walk *w);

/* Memory that lives as long as the walk; NULL with errno */
void *walk_buffer(struct walk *w, size_t size);
char *walk_records(struct walk *w, size_t size);

/** walk_reset() - Forget all */
void walk_reset(void);

#endif
