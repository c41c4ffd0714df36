// SPDX-License-Identifier: GPL-2.0-or-later
#include "walk.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"

#define N_WALKS	  4
#define MAX_IDS	  65536 /* the rest of a walk is met again anyhow */
#define LATE_NSEC 60000000

/**
 * struct walk - A stack of directories, what is next on top
 * @ids:	Nodes, possibly gone by now
 * @n:		Their number
 * @cap:	Room
 * @mark:	Where those of the directory being listed begin
 * @buffer:	For the lister, @buffer_size bytes
 * @records:	The same, @records_size bytes
 * @begun:	When the request was taken up
 */
struct walk {
	uint64_t *ids;
	size_t n;
	size_t cap;
	size_t mark;
	void *buffer;
	size_t buffer_size;
	char *records;
	size_t records_size;
	struct timespec begun;
};

/* Those of no request now, the one kept last first. Guarded by @lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct walk *kept[N_WALKS];

static void walk_free(struct walk *w)
{
	if (!w)
		return;
	free(w->ids);
	free(w->buffer);
	free(w->records);
	free(w);
}

static bool remove_id(struct walk *w, uint64_t id)
{
	for (size_t i = w->n; i; i--) {
		if (w->ids[i - 1] != id)
			continue;
		memmove(&w->ids[i - 1], &w->ids[i],
			(w->n - i) * sizeof(w->ids[0]));
		w->n--;
		return true;
	}
	return false;
}

static struct walk *take(uint64_t id)
{
	LOCK_SCOPE(&lock);
	for (int i = 0; i < N_WALKS; i++) {
		struct walk *w = kept[i];

		if (!w || !remove_id(w, id))
			continue;
		kept[i] = NULL;
		return w;
	}
	return NULL;
}

struct walk *walk_begin(uint64_t id)
{
	struct walk *w = take(id);

	if (!w)
		w = calloc(1, sizeof(*w));
	if (!w)
		return NULL;
	w->mark = w->n;
	clock_gettime(CLOCK_MONOTONIC, &w->begun);
	return w;
}

void walk_end(struct walk *w)
{
	struct walk *old;
	int at = 0;

	if (!w)
		return;
	free(w->records);
	free(w->buffer);
	w->records = w->buffer = NULL;
	w->records_size = w->buffer_size = 0;
	if (!w->n) {
		walk_free(w);
		return;
	}
	pthread_mutex_lock(&lock);
	while (at < N_WALKS - 1 && kept[at])
		at++;
	old = kept[at];
	memmove(&kept[1], &kept[0], at * sizeof(kept[0]));
	kept[0] = w;
	pthread_mutex_unlock(&lock);
	walk_free(old);
}

void walk_found(struct walk *w, uint64_t id)
{
	if (!w || w->n == MAX_IDS)
		return;
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 64;
		uint64_t *ids = reallocarray(w->ids, cap, sizeof(*ids));

		if (!ids)
			return;
		w->ids = ids;
		w->cap = cap;
	}
	w->ids[w->n++] = id;
}

void walk_mark(struct walk *w)
{
	w->mark = w->n;
}

void walk_undo(struct walk *w)
{
	if (w)
		w->n = w->mark;
}

void walk_turn(struct walk *w)
{
	if (!w)
		return;
	for (size_t i = w->mark, j = w->n; i + 1 < j; i++) {
		uint64_t id = w->ids[i];

		w->ids[i] = w->ids[--j];
		w->ids[j] = id;
	}
	w->mark = w->n;
}

bool walk_next(struct walk *w, uint64_t *ret_id)
{
	if (!w->n)
		return false;
	*ret_id = w->ids[--w->n];
	return true;
}

bool walk_late(const struct walk *w)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - w->begun.tv_sec) * 1000000000LL + now.tv_nsec -
		       w->begun.tv_nsec >
	       LATE_NSEC;
}

static void *sized(void **p, size_t *have, size_t size)
{
	if (*have >= size)
		return *p;
	free(*p);
	*p = malloc(size);
	*have = *p ? size : 0;
	return *p;
}

void *walk_buffer(struct walk *w, size_t size)
{
	return sized(&w->buffer, &w->buffer_size, size);
}

char *walk_records(struct walk *w, size_t size)
{
	void *p = w->records;

	p = sized(&p, &w->records_size, size);
	w->records = p;
	return p;
}

void walk_reset(void)
{
	LOCK_SCOPE(&lock);
	for (int i = 0; i < N_WALKS; i++) {
		walk_free(kept[i]);
		kept[i] = NULL;
	}
}
