/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define PIECES_MAX 512u /* of one file */
#define PIECES_MIN 4u
#define KEPT_MAX   16u
#define PATIENCE   8u /* reads out of order before it is believed */

/**
 * struct piece_kept - A piece on its way to the page cache
 * @next:	Came after it
 * @node:	File, pinned
 * @off:	Where it begins
 * @when:	Clock before it was read
 * @count:	Bytes
 * @data:	The guest's
 */
struct piece_kept {
	struct piece_kept *next;
	struct node *node;
	off_t off;
	uint64_t when;
	size_t count;
	char data[];
};

static uint64_t size_of(struct mount *m, const struct node *n)
{
	LOCK_SCOPE(&m->nodes.lock);
	return n->attr.size;
}

/* With the lock held: whether it is the first to ask */
static bool mark(struct node *n, unsigned int i)
{
	uint64_t bit = 1ULL << i % 64;

	if (!n->pieces)
		n->pieces = calloc(PIECES_MAX / 64, sizeof(*n->pieces));
	if (!n->pieces || n->pieces[i / 64] & bit)
		return false;
	n->pieces[i / 64] |= bit;
	return true;
}

bool pieces_begin(struct mount *m, struct file *f, size_t size, off_t off,
		  off_t *ret_start)
{
	struct small *s = &m->small;
	off_t at = off % PIECE_SIZE;
	uint64_t file_size;

	if (!m->readonly || !s->running || ++f->n_random < PATIENCE)
		return false;
	file_size = size_of(m, f->node);
	if (file_size > (uint64_t)PIECE_SIZE * PIECES_MAX ||
	    file_size < PIECE_SIZE * PIECES_MIN || (uint64_t)off >= file_size ||
	    at + size > PIECE_SIZE)
		return false;
	*ret_start = off - at;
	LOCK_SCOPE(&s->lock);
	return s->n_kept < KEPT_MAX && mark(f->node, off / PIECE_SIZE);
}

void pieces_keep(struct mount *m, struct node *n, off_t off, const char *data,
		 size_t count, uint64_t when)
{
	struct small *s = &m->small;
	struct piece_kept *p = malloc(sizeof(*p) + count);

	if (!p)
		return;
	*p = (struct piece_kept){ .node = node_pin(m, n->id),
				  .off = off,
				  .when = when,
				  .count = count };
	memcpy(p->data, data, count);
	if (!p->node) {
		free(p);
		return;
	}
	LOCK_SCOPE(&s->lock);
	p->next = s->kept;
	s->kept = p;
	s->n_kept++;
	pthread_cond_signal(&s->wake);
}

void pieces_drop(struct mount *m, struct piece_kept *p)
{
	node_unpin(m, p->node);
	free(p);
}

/* Never longer than the file is, as far as the kernel knows */
void pieces_store(struct mount *m, struct piece_kept *p)
{
	struct fuse_bufvec v = FUSE_BUFVEC_INIT(p->count);
	uint64_t size = size_of(m, p->node);
	bool right;

	pthread_mutex_lock(&m->nodes.lock);
	right = p->node->data <= p->when && m->nodes.stale <= p->when &&
		(uint64_t)p->off < size;
	pthread_mutex_unlock(&m->nodes.lock);
	if (right && p->count > size - p->off)
		v.buf[0].size = size - p->off;
	v.buf[0].mem = p->data;
	if (right && v.buf[0].size)
		fuse_lowlevel_notify_store(m->se, p->node->id, p->off, &v, 0);
	pieces_drop(m, p);
}

struct piece_kept *pieces_pop(struct small *s)
{
	struct piece_kept *p = s->kept;

	if (!p)
		return NULL;
	s->kept = p->next;
	s->n_kept--;
	return p;
}
