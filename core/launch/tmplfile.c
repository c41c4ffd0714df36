/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Layout: head, key, extents, data of the extents, state of the devices as
 * qemu wrote it. Pages of RAM that are zero are in no extent, and so cost
 * neither space here nor memory in the restored machine. The check sum is over
 * all but the data. Integers are the host's own.
 */
#include "tmplfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "fnv.h"

#define MAGIC	  "gfstmpl1"
#define PAGE	  4096ULL
#define MAX_STATE (64 << 20)

struct head {
	char magic[8];
	uint64_t sum;
	uint64_t ram_size;
	uint64_t key_len;
	uint64_t n_extents;
	uint64_t data_at, data_len;
	uint64_t state_at, state_len;
};

struct extent {
	uint64_t at; /* in RAM */
	uint64_t len;
};

struct extents {
	struct extent *v;
	size_t n;
};

struct map {
	const char *p;
	size_t len;
};

DEFINE_CLEANUP(struct extents, extents_finish, free(p->v))
DEFINE_CLEANUP(struct map, map_finish, if (p->p) munmap((char *)p->p, p->len))
#define cleanup_map __attribute__((cleanup(map_finish)))

static int map_whole(int fd, struct map *m)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -1;
	m->len = st.st_size;
	m->p = mmap(NULL, m->len, PROT_READ, MAP_SHARED, fd, 0);
	if (m->p != MAP_FAILED)
		return 0;
	m->p = NULL;
	return -1;
}

static bool is_zero(const char *page)
{
	const uint64_t *w = (const void *)page;

	for (size_t i = 0; i < PAGE / sizeof(*w); i += 8)
		if (w[i] | w[i + 1] | w[i + 2] | w[i + 3] | w[i + 4] |
		    w[i + 5] | w[i + 6] | w[i + 7])
			return false;
	return true;
}

static int add_page(struct extents *e, uint64_t at)
{
	struct extent *last = e->n ? &e->v[e->n - 1] : NULL;

	if (last && last->at + last->len == at) {
		last->len += PAGE;
		return 0;
	}
	if (e->n % 1024 == 0) {
		struct extent *v = reallocarray(e->v, e->n + 1024, sizeof(*v));

		if (!v)
			return -1;
		e->v = v;
	}
	e->v[e->n++] = (struct extent){ at, PAGE };
	return 0;
}

/* Memory that was never touched is a hole in the memfd. */
static int scan(int ram, const struct map *m, struct extents *e)
{
	off_t at = 0, end;

	while ((at = lseek(ram, at, SEEK_DATA)) >= 0) {
		end = lseek(ram, at, SEEK_HOLE);
		if (end < 0)
			return -1;
		for (; at < end; at += PAGE)
			if (!is_zero(m->p + at) && add_page(e, at) < 0)
				return -1;
	}
	return errno == ENXIO ? 0 : -1;
}

static int put(int fd, const void *buf, uint64_t len, uint64_t at)
{
	while (len) {
		ssize_t n = pwrite(fd, buf, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		buf = (const char *)buf + n;
		len -= n;
		at += n;
	}
	return 0;
}

static uint64_t sum_of(const struct head *h, const char *key,
		       const struct extent *e, const char *state)
{
	struct head copy = *h;
	uint64_t sum;

	copy.sum = 0;
	sum = fnv_add(FNV_START, &copy, sizeof(copy));
	sum = fnv_add(sum, key, h->key_len);
	sum = fnv_add(sum, e, h->n_extents * sizeof(*e));
	return fnv_add(sum, state, h->state_len);
}

/**
 * tmplfile_write() - Write a template
 * @fd:		Empty file
 * @key:	What the state depends on
 * @ram:	memfd of the stopped machine's RAM
 * @ram_size:	Bytes
 * @state:	File that holds the state of its devices
 *
 * Return:	0, or -1 with errno
 */
int tmplfile_write(int fd, const char *key, int ram, uint64_t ram_size,
		   int state)
{
	__attribute__((cleanup(extents_finish))) struct extents e = { 0 };
	cleanup_map struct map mem = { 0 }, dev = { 0 };
	struct head h = { .ram_size = ram_size, .key_len = strlen(key) };
	uint64_t at;

	if (map_whole(ram, &mem) < 0 || map_whole(state, &dev) < 0 ||
	    scan(ram, &mem, &e) < 0)
		return -1;
	memcpy(h.magic, MAGIC, sizeof(h.magic));
	h.n_extents = e.n;
	at = sizeof(h) + h.key_len + e.n * sizeof(e.v[0]);
	at = h.data_at = (at + PAGE - 1) & ~(PAGE - 1);
	for (size_t i = 0; i < e.n; i++) {
		if (put(fd, mem.p + e.v[i].at, e.v[i].len, at) < 0)
			return -1;
		at += e.v[i].len;
	}
	h.data_len = at - h.data_at;
	h.state_at = at;
	h.state_len = dev.len;
	h.sum = sum_of(&h, key, e.v, dev.p);
	if (put(fd, dev.p, dev.len, at) < 0 || put(fd, &h, sizeof(h), 0) < 0 ||
	    put(fd, key, h.key_len, sizeof(h)) < 0)
		return -1;
	return put(fd, e.v, e.n * sizeof(e.v[0]), sizeof(h) + h.key_len);
}

static bool sane(const struct head *h, const struct map *m, const char *key,
		 uint64_t ram_size)
{
	uint64_t before;

	if (m->len < sizeof(*h) || memcmp(h->magic, MAGIC, sizeof(h->magic)) ||
	    h->ram_size != ram_size || h->key_len != strlen(key) ||
	    h->n_extents > ram_size / PAGE || h->data_len > ram_size ||
	    h->state_len > MAX_STATE)
		return false;
	before = sizeof(*h) + h->key_len + h->n_extents * sizeof(struct extent);
	return h->data_at == ((before + PAGE - 1) & ~(PAGE - 1)) &&
	       h->state_at == h->data_at + h->data_len &&
	       m->len == h->state_at + h->state_len;
}

/* The key's length need not suit the alignment of what follows it. */
static struct extent *copy_extents(const struct head *h, const struct map *m)
{
	size_t n = h->n_extents * sizeof(struct extent);
	struct extent *v = malloc(n + 1);

	if (v)
		memcpy(v, m->p + sizeof(*h) + h->key_len, n);
	return v;
}

static bool extents_fit(const struct head *h, const struct extent *e)
{
	uint64_t total = 0;

	for (size_t i = 0; i < h->n_extents; i++) {
		if (e[i].len > h->ram_size || e[i].at > h->ram_size - e[i].len)
			return false;
		total += e[i].len;
	}
	return total == h->data_len;
}

/**
 * tmplfile_check() - Whether a file is a whole template with that key
 * @fd:		File; its offset becomes that of the devices' state
 * @key:	Key wanted
 * @ram_size:	Size of the machine's RAM in bytes
 */
bool tmplfile_check(int fd, const char *key, uint64_t ram_size)
{
	cleanup_map struct map m = { 0 };
	cleanup_free struct extent *e = NULL;
	const struct head *h;

	if (map_whole(fd, &m) < 0)
		return false;
	h = (const void *)m.p;
	if (!sane(h, &m, key, ram_size) ||
	    memcmp(m.p + sizeof(*h), key, h->key_len))
		return false;
	e = copy_extents(h, &m);
	return e && extents_fit(h, e) &&
	       h->sum == sum_of(h, key, e, m.p + h->state_at) &&
	       lseek(fd, h->state_at, SEEK_SET) == (off_t)h->state_at;
}

/**
 * tmplfile_fill() - Put the template's RAM into a new machine's
 * @fd:		Template that tmplfile_check() has found good
 * @ram:	memfd, all zero
 *
 * Writing is faster than copying into a mapping: no page faults.
 *
 * Return:	0, or -1 with errno
 */
int tmplfile_fill(int fd, int ram)
{
	cleanup_map struct map m = { 0 };
	cleanup_free struct extent *e = NULL;
	const struct head *h;
	uint64_t at;

	if (map_whole(fd, &m) < 0)
		return -1;
	h = (const void *)m.p;
	e = copy_extents(h, &m);
	if (!e)
		return -1;
	at = h->data_at;
	for (size_t i = 0; i < h->n_extents; at += e[i++].len)
		if (put(ram, m.p + at, e[i].len, e[i].at) < 0)
			return -1;
	return 0;
}
