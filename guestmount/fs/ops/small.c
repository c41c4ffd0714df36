/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "small.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "pieces.h"

#define RING	  65536u /* files known, a power of 2 */
#define FILE_MAX  (64u << 10)
#define FETCH_MAX (1u << 20)
#define BYTES_MAX (8u << 20)
#define NEAR	  256
#define FIRST	  8u
#define MOST	  128u

/**
 * struct small_known - A small file that became known
 * @id:		Its node, or 0 when it was fetched or is of no use
 * @size:	Bytes
 */
struct small_known {
	uint64_t id;
	uint32_t size;
};

/**
 * struct small_file - A file that was fetched
 * @prev:	Fetched before it
 * @next:	Fetched after it
 * @node:	The file, pinned
 * @when:	Clock before it was asked for
 * @len:	Bytes
 * @data:	All of them
 */
struct small_file {
	struct small_file *prev;
	struct small_file *next;
	struct node *node;
	uint64_t when;
	size_t len;
	char data[];
};

/**
 * struct fetch - What one request brings
 * @ids:	Files
 * @nodes:	The same, pinned
 * @n:		Their number
 * @bytes:	In all of them
 * @when:	Clock before
 */
struct fetch {
	uint64_t ids[MOST];
	struct node *nodes[MOST];
	unsigned int n;
	size_t bytes;
	uint64_t when;
};

int small_init(struct mount *m)
{
	struct small *s = &m->small;

	memset(s, 0, sizeof(*s));
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->wake, NULL);
	pthread_cond_init(&s->done, NULL);
	s->ring = calloc(RING, sizeof(*s->ring));
	/* So that no node seems to be in the ring by its zeros */
	s->end = RING;
	return s->ring ? 0 : -1;
}

/* With the lock held; the caller frees it without. */
static struct small_file *unlink_file(struct small *s, struct small_file *x)
{
	*(x->prev ? &x->prev->next : &s->first) = x->next;
	*(x->next ? &x->next->prev : &s->last) = x->prev;
	s->bytes -= x->len;
	s->n--;
	x->node->small = NULL;
	x->next = NULL;
	return x;
}

static void file_free(struct mount *m, struct small_file *x)
{
	struct small_file *next;

	for (; x; x = next) {
		next = x->next;
		node_unpin(m, x->node);
		free(x);
	}
}

void small_finish(struct mount *m)
{
	struct small *s = &m->small;

	struct piece_kept *p;

	while (s->first)
		file_free(m, unlink_file(s, s->first));
	while ((p = pieces_pop(s)))
		pieces_drop(m, p);
	free(s->ring);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->wake);
	pthread_cond_destroy(&s->done);
}

void small_listed(struct mount *m, const struct batch *b)
{
	struct small *s = &m->small;

	if (!s->running)
		return;
	LOCK_SCOPE(&s->lock);
	for (size_t i = 0; i < b->n; i++) {
		struct node *n = b->ents[i].node;
		struct fsdir_rec rec;

		memcpy(&rec, b->raw + b->ents[i].rec, sizeof(rec));
		if (!n || !S_ISREG(rec.mode) || !rec.size ||
		    rec.size > FILE_MAX || (n->place && !m->images.off))
			continue;
		n->known_at = s->end;
		s->ring[s->end++ % RING] =
			(struct small_known){ .id = n->id, .size = rec.size };
	}
}

static bool is_known(const struct small *s, const struct node *n)
{
	return n->known_at + RING > s->end && n->known_at < s->end;
}

static size_t rounded(size_t size)
{
	return (size + 4095) & ~(size_t)4095;
}

/* Pins files from @s->from on. Nodes need the table's lock, which is taken
 * while ours is not held.
 */
static void choose(struct mount *m, struct fetch *f)
{
	struct small *s = &m->small;
	uint64_t ids[MOST];
	unsigned int n = 0;

	pthread_mutex_lock(&s->lock);
	for (f->bytes = 0; s->from < s->to && n < MOST; s->from++) {
		struct small_known *at = &s->ring[s->from % RING];

		if (s->from + RING <= s->end || !at->id)
			continue;
		if (f->bytes + rounded(at->size) > FETCH_MAX)
			break;
		f->bytes += rounded(at->size);
		ids[n++] = at->id;
		at->id = 0;
	}
	pthread_mutex_unlock(&s->lock);
	f->n = 0;
	for (unsigned int i = 0; i < n; i++) {
		f->nodes[f->n] = node_pin(m, ids[i]);
		if (f->nodes[f->n])
			f->ids[f->n++] = ids[i];
	}
}

static struct small_file *take(const struct fetch *f, unsigned int i,
			       const fs_many_one *one)
{
	const struct fs_slot *slot = &conn_self()->slot;
	struct small_file *x;

	if (!one->whole || one->count > FILE_MAX || one->offset > slot->size ||
	    one->count > slot->size - one->offset)
		return NULL;
	x = malloc(sizeof(*x) + one->count);
	if (!x)
		return NULL;
	*x = (struct small_file){ .node = f->nodes[i],
				  .when = f->when,
				  .len = one->count };
	memcpy(x->data, slot->base + one->offset, one->count);
	return x;
}

/* Those fetched longest ago make place: nobody came for them. */
static void insert(struct mount *m, struct small_file *x)
{
	struct small *s = &m->small;
	struct small_file *old = NULL;

	pthread_mutex_lock(&s->lock);
	if (x->node->small)
		old = unlink_file(s, x->node->small);
	x->prev = s->last;
	*(s->last ? &s->last->next : &s->first) = x;
	s->last = x;
	s->bytes += x->len;
	s->n++;
	x->node->small = x;
	while (s->bytes > BYTES_MAX) {
		struct small_file *y = unlink_file(s, s->first);

		y->next = old;
		old = y;
		s->wasted++;
	}
	pthread_mutex_unlock(&s->lock);
	file_free(m, old);
}

static void fetch(struct mount *m, struct fetch *f)
{
	fs_read_many_args args = {
		.nodes = { .nodes_len = f->n, .nodes_val = f->ids },
		.each = FILE_MAX,
		.size = FETCH_MAX,
	};
	fs_read_many_ret ret = { 0 };
	int err;

	f->when = nodes_now(m);
	err = CALL(conn_self(), FS_READ_MANY, fs_read_many_args, &args,
		   fs_read_many_ret, &ret);
	for (unsigned int i = 0; i < f->n; i++) {
		struct small_file *x = NULL;

		if (!err && i < ret.files.files_len)
			x = take(f, i, &ret.files.files_val[i]);
		if (x)
			insert(m, x);
		else
			node_unpin(m, f->nodes[i]);
	}
	xdr_free(XDR_OF(fs_read_many_ret), &ret);
}

/* With the lock held, as after it: one piece of work, if there is any */
static bool work(struct mount *m)
{
	struct small *s = &m->small;
	struct piece_kept *p;
	struct fetch f;

	if (s->from < s->to) {
		pthread_mutex_unlock(&s->lock);
		choose(m, &f);
		if (f.n)
			fetch(m, &f);
		pthread_mutex_lock(&s->lock);
		s->begun = s->from;
		pthread_cond_broadcast(&s->done);
		return true;
	}
	p = pieces_pop(s);
	if (!p)
		return false;
	pthread_mutex_unlock(&s->lock);
	pieces_store(m, p);
	pthread_mutex_lock(&s->lock);
	return true;
}

static void *small_main(void *arg)
{
	struct conn *c = arg;
	struct mount *m = c->mount;
	struct small *s = &m->small;
	bool idle = false;

	conn_bind(c);
	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		if (idle)
			pthread_cond_wait(&s->wake, &s->lock);
		c->busy++;
		idle = !work(m);
		c->busy++;
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

int small_start(struct mount *m, struct conn *c)
{
	struct small *s = &m->small;

	s->stop = false;
	errno = pthread_create(&s->thread, NULL, small_main, c);
	s->running = errno == 0;
	return s->running ? 0 : -1;
}

void small_stop(struct mount *m)
{
	struct small *s = &m->small;

	if (!s->running)
		return;
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->wake);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	s->running = false;
}

/* With the lock held: whether @n is being fetched, or is about to be */
static bool is_coming(const struct small *s, const struct node *n)
{
	return is_known(s, n) && n->known_at >= s->begun &&
	       n->known_at < s->to && !s->stop;
}

static void want(struct small *s, uint64_t from)
{
	s->window = s->window ? s->window * 2 : FIRST;
	if (s->window > MOST)
		s->window = MOST;
	s->from = s->begun = from;
	s->to = from + s->window < s->end ? from + s->window : s->end;
	if (s->from < s->to)
		pthread_cond_signal(&s->wake);
}

/* With the lock held: the reader has come to @n. It may turn back a little, for
 * the files of a directory are read around its directories.
 */
static void reader_at(struct small *s, const struct node *n)
{
	uint64_t at = n->known_at;
	uint64_t far = at > s->reader ? at - s->reader : s->reader - at;

	s->reader = at;
	s->ring[at % RING].id = 0;
	if (far == 0 || far > NEAR || s->wasted * 2 > s->hits) {
		s->window = 0;
		s->hits = s->wasted = 0;
	} else if (s->from < s->to) {
		return;
	} else if (!n->small) {
		want(s, at + 1);
	} else if (s->n <= s->window / 2) {
		/* Half of what came last is still there. */
		want(s, s->to);
	}
}

static bool is_right(struct mount *m, const struct small_file *x)
{
	LOCK_SCOPE(&m->nodes.lock);
	return x->node->data <= x->when && m->nodes.stale <= x->when;
}

bool small_read(fuse_req_t req, struct file *f, size_t size, off_t off)
{
	struct mount *m = mount_of(req);
	struct small *s = &m->small;
	struct node *n = f->node;
	bool answered = false, gone = false;
	struct small_file *x;

	if (!s->running || !n->known_at || off >= (off_t)FILE_MAX)
		return false;
	pthread_mutex_lock(&s->lock);
	while (!n->small && is_coming(s, n))
		pthread_cond_wait(&s->done, &s->lock);
	x = n->small;
	if (off == 0 && is_known(s, n))
		reader_at(s, n);
	if (x) {
		s->hits++;
		answered = is_right(m, x) && (size_t)off <= x->len;
		gone = !answered || off + size >= x->len;
		if (gone)
			unlink_file(s, x);
	}
	if (answered)
		fuse_reply_buf(req, x->data + off,
			       size < x->len - off ? size : x->len - off);
	pthread_mutex_unlock(&s->lock);
	if (gone)
		file_free(m, x);
	return answered;
}
