// SPDX-License-Identifier: GPL-2.0-or-later
#include "extdir.h"

#include <ext2fs/ext2fs.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "dirent.h"
#include "extinode.h"
#include "exttable.h"
#include "kaio.h"
#include "sample.h"

#define WAVE	   64 /* directories read side by side */
#define WAVE_BYTES (WAVE * (GAP + EXTDIR_BLOCK_MAX))
#define GAP	   (28u << 10) /* costs less to read than another request */
#define STACK_MAX  65536u      /* the oldest fall off */
#define SEEN_SIZE  65536u      /* a power of 2; what collides is read twice */
#define POOL_SIZE  16384u      /* a power of 2 */
#define POOL_BYTES (4u << 20)
#define PROBES	   8u	/* places in the pool for each */
#define AHEAD	   256u /* so many are known: no more are read */
#define ALIGN	   4096u

/* The shortest record, of a name of one byte */
#define ENTRY_MIN   12u
#define ENTRIES_MAX (EXTDIR_BLOCK_MAX / ENTRY_MIN)

/* After the last entry, where names are hashed */
#define HASH_END INT64_MAX

/* Such a directory's block holds something else, or other names. */
#define ODD_FLAGS                                                              \
	(EXT4_ENCRYPT_FL | EXT4_INLINE_DATA_FL | EXT4_CASEFOLD_FL |            \
	 EXT2_INDEX_FL)

/**
 * struct found - Entries of a directory that was read and not wanted yet
 * @ino:	Directory, 0: none
 * @len:	Bytes of them
 * @buf:	Entries
 */
struct found {
	uint32_t ino;
	uint32_t len;
	char *buf;
};

/**
 * struct want - A directory of a wave
 * @ino:	Its inode number
 * @generation:	Its inode's
 * @order:	Its place in the walk
 * @at:		Where its block is, in bytes
 * @block:	Where it was read to
 */
struct want {
	uint32_t ino;
	uint32_t generation;
	unsigned int order;
	uint64_t at;
	const unsigned char *block;
};

/**
 * struct wave - Directories that are read side by side
 * @v:		They, in the order of the disk
 * @n:		Their number
 * @begin:	The first one of each read
 * @bytes:	How much each reads
 * @got:	What came of it
 * @n_reads:	Their number
 * @context:	Theirs
 * @under_way:	Not all of it is there yet, but this many reads
 * @disk:	WAVE_BYTES of the disk
 */
struct wave {
	struct want v[WAVE];
	size_t n;
	size_t begin[WAVE];
	size_t bytes[WAVE];
	ssize_t got[WAVE];
	size_t n_reads;
	aio_context_t context;
	size_t under_way;
	unsigned char *disk;
};

/**
 * struct extdirs - Where a walk over a file system is
 * @n_asked:	How many directories were asked for
 * @stack:	Directories to read, a ring; what is next is on top
 * @top:	One above that
 * @n:		Their number
 * @seen:	Directories that were read, by a hash
 * @pool:	What was found, by a hash
 * @n_pool:	Their number
 * @pool_bytes:	Size of it all
 * @hand:	What is dropped next when it is too much
 * @wave:	Being read; @wave.n is 0 when none is
 * @entries:	Of one directory, DIRENT_BUF bytes
 */
struct extdirs {
	unsigned int n_asked;
	uint32_t stack[STACK_MAX];
	size_t top;
	size_t n;
	uint32_t seen[SEEN_SIZE];
	struct found pool[POOL_SIZE];
	size_t n_pool;
	size_t pool_bytes;
	size_t hand;
	struct wave wave;
	char entries[DIRENT_BUF] __attribute__((aligned(8)));
};

/**
 * struct entry - A name in a block
 * @e:		Where it is
 * @hash:	Its hash,
 * @minor:	and what tells equal ones apart
 */
struct entry {
	const struct ext2_dir_entry *e;
	uint32_t hash;
	uint32_t minor;
};

void extdirs_free(struct extdirs *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < POOL_SIZE; i++)
		free(d->pool[i].buf);
	kaio_end(d->wave.context, d->wave.under_way, d->wave.got);
	kaio_free(d->wave.context);
	free(d->wave.disk);
	free(d);
}

static bool usable(const struct crawl_layout *l)
{
	return l->flags & CRAWL_TYPES && l->block_size <= EXTDIR_BLOCK_MAX &&
	       l->hash <= EXT2_HASH_TEA_UNSIGNED;
}

static struct extdirs *dirs_of(struct exttable *t)
{
	struct extdirs *d = t->dirs;

	if (t->layout && !usable(t->layout))
		return NULL;
	if (d)
		return d;
	d = calloc(1, sizeof(*d));
	if (!d)
		return NULL;
	if (posix_memalign((void **)&d->wave.disk, ALIGN, WAVE_BYTES)) {
		free(d);
		return NULL;
	}
	t->dirs = d;
	return d;
}

static size_t slot_of(uint32_t ino, size_t size)
{
	return (ino * 2654435761u >> 8) & (size - 1);
}

static void drop(struct extdirs *d, struct found *f)
{
	d->n_pool -= !!f->ino;
	d->pool_bytes -= f->len;
	free(f->buf);
	*f = (struct found){ 0 };
}

/* With 0, a place for @ino where there is nothing */
static struct found *look_for(struct extdirs *d, uint32_t ino, uint32_t what)
{
	size_t at = slot_of(ino, POOL_SIZE);

	for (size_t i = 0; i < PROBES; i++)
		if (d->pool[(at + i) % POOL_SIZE].ino == what)
			return &d->pool[(at + i) % POOL_SIZE];
	return NULL;
}

static struct found *place_for(struct extdirs *d, uint32_t ino)
{
	struct found *f = look_for(d, ino, ino);

	if (!f)
		f = look_for(d, ino, 0);
	if (!f)
		f = &d->pool[slot_of(ino, POOL_SIZE)];
	drop(d, f);
	return f;
}

static void keep(struct extdirs *d, uint32_t ino, size_t len)
{
	struct found *f = place_for(d, ino);
	char *copy = malloc(len);

	if (!copy)
		return;
	memcpy(copy, d->entries, len);
	*f = (struct found){ .ino = ino, .len = len, .buf = copy };
	d->n_pool++;
	d->pool_bytes += len;
	while (d->pool_bytes > POOL_BYTES) {
		struct found *old = &d->pool[d->hand++ % POOL_SIZE];

		if (old != f)
			drop(d, old);
	}
}

static bool was_seen(struct extdirs *d, uint32_t ino)
{
	uint32_t *at = &d->seen[slot_of(ino, SEEN_SIZE)];
	bool seen = *at == ino;

	*at = ino;
	return seen;
}

static void push(struct extdirs *d, uint32_t ino)
{
	d->stack[d->top++ % STACK_MAX] = ino;
	if (d->n < STACK_MAX)
		d->n++;
}

uint64_t extdir_block(const struct crawl_layout *l, const void *raw)
{
	const struct ext2_inode *in = raw;
	uint64_t block;

	if (!LINUX_S_ISDIR(in->i_mode) || in->i_flags & ODD_FLAGS ||
	    in->i_size != l->block_size || in->i_size_high ||
	    !in->i_links_count)
		return 0;
	block = extinode_piece(l, raw, in->i_size);
	return block <= INT64_MAX / 2 / l->block_size ? block * l->block_size
						      : 0;
}

static bool sum_ok(const struct crawl_layout *l, uint32_t ino,
		   uint32_t generation, const unsigned char *block)
{
	size_t len = l->block_size - sizeof(struct ext2_dir_entry_tail);
	uint32_t words[2] = { ino, generation }, sum;
	struct ext2_dir_entry_tail tail;

	memcpy(&tail, block + len, sizeof(tail));
	if (tail.det_reserved_zero1 || tail.det_rec_len != sizeof(tail) ||
	    tail.det_reserved_name_len != EXT2_DIR_NAME_LEN_CSUM)
		return false;
	sum = ext2fs_crc32c_le(l->seed, (unsigned char *)words, sizeof(words));
	sum = ext2fs_crc32c_le(sum, block, len);
	return sum == tail.det_checksum;
}

static bool entry_ok(const struct crawl_layout *l,
		     const struct ext2_dir_entry *e, size_t pos)
{
	size_t name_len = ext2fs_dirent_name_len(e);

	return e->rec_len >= ENTRY_MIN && e->rec_len % 4 == 0 &&
	       e->rec_len <= l->block_size - pos &&
	       EXT2_DIR_ENTRY_HEADER_LEN + name_len <= e->rec_len &&
	       e->inode <= l->inodes;
}

static bool take(const struct crawl_layout *l, const struct ext2_dir_entry *e,
		 struct entry *ret)
{
	int len = ext2fs_dirent_name_len(e);

	if (!len || memchr(e->name, 0, len) || memchr(e->name, '/', len))
		return false;
	*ret = (struct entry){ .e = e };
	return !(l->flags & CRAWL_HASHED) ||
	       !ext2fs_dirhash(l->hash, e->name, len, l->hash_seed, &ret->hash,
			       &ret->minor);
}

/* Return: entries, 0: it is damaged */
static size_t scan(const struct crawl_layout *l, const unsigned char *block,
		   struct entry *v)
{
	const struct ext2_dir_entry *e;
	size_t n = 0;

	for (size_t pos = 0; pos < l->block_size; pos += e->rec_len) {
		e = (const void *)(block + pos);
		if (l->block_size - pos < ENTRY_MIN || !entry_ok(l, e, pos))
			return 0;
		if (!e->inode)
			continue;
		if (n == ENTRIES_MAX || !take(l, e, &v[n++]))
			return 0;
	}
	return n;
}

static int by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->minor < y->minor ? -1 : x->minor > y->minor;
}

/* Where the directory goes on at an entry */
static uint64_t place_of(const struct crawl_layout *l, const struct entry *v,
			 const unsigned char *block)
{
	if (!(l->flags & CRAWL_HASHED))
		return (const unsigned char *)v->e - block;
	return (uint64_t)(v->hash >> 1) << 32 | v->minor;
}

static uint8_t type_of(const struct ext2_dir_entry *e)
{
	static const uint8_t types[EXT2_FT_MAX] = {
		[EXT2_FT_REG_FILE] = LINUX_S_IFREG >> 12,
		[EXT2_FT_DIR] = LINUX_S_IFDIR >> 12,
		[EXT2_FT_CHRDEV] = LINUX_S_IFCHR >> 12,
		[EXT2_FT_BLKDEV] = LINUX_S_IFBLK >> 12,
		[EXT2_FT_FIFO] = LINUX_S_IFIFO >> 12,
		[EXT2_FT_SOCK] = LINUX_S_IFSOCK >> 12,
		[EXT2_FT_SYMLINK] = LINUX_S_IFLNK >> 12,
	};
	int type = ext2fs_dirent_file_type(e);

	return type < EXT2_FT_MAX ? types[type] : 0;
}

_Static_assert(ENTRIES_MAX * 24 + EXTDIR_BLOCK_MAX * 2 <= DIRENT_BUF,
	       "all entries of a block fit");

size_t extdir_decode(const struct crawl_layout *l, uint32_t ino,
		     uint32_t generation, const unsigned char *block, char *buf)
{
	struct entry v[ENTRIES_MAX];
	uint64_t end = l->flags & CRAWL_HASHED ? HASH_END : l->block_size;
	size_t n, len = 0;

	if (!usable(l) ||
	    (l->flags & CRAWL_SUMS && !sum_ok(l, ino, generation, block)))
		return 0;
	n = scan(l, block, v);
	if (l->flags & CRAWL_HASHED)
		qsort(v, n, sizeof(v[0]), by_hash);
	for (size_t i = 0; i < n; i++) {
		const struct ext2_dir_entry *e = v[i].e;
		const struct dirent_raw head = {
			.ino = e->inode,
			.off = i + 1 < n ? place_of(l, &v[i + 1], block) : end,
			.type = type_of(e),
		};

		len += dirent_put(buf + len, DIRENT_BUF - len, &head, e->name,
				  ext2fs_dirent_name_len(e));
	}
	return len;
}

static void add(struct exttable *t, uint32_t ino, struct wave *w)
{
	const struct ext2_inode *raw = exttable_inode(t, ino);
	uint64_t at = raw ? extdir_block(t->layout, raw) : 0;

	if (!at)
		return;
	w->v[w->n] = (struct want){ .ino = ino,
				    .generation = raw->i_generation,
				    .order = w->n,
				    .at = at };
	w->n++;
}

/* What is asked for, and what the walk will come to next */
static void choose(struct exttable *t, uint32_t ino)
{
	struct extdirs *d = t->dirs;

	d->wave.n = 0;
	if (ino) {
		was_seen(d, ino);
		add(t, ino, &d->wave);
	}
	while (d->wave.n < WAVE && d->n) {
		uint32_t next = d->stack[--d->top % STACK_MAX];

		d->n--;
		if (!was_seen(d, next))
			add(t, next, &d->wave);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static int by_order(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

_Static_assert(WAVE *(GAP + EXTDIR_BLOCK_MAX) <= WAVE_BYTES, "room for all");

/* Neighbours by one request */
static void begin_wave(struct exttable *t, uint32_t ino)
{
	struct wave *w = &t->dirs->wave;
	size_t used = 0, size = t->layout->block_size;
	struct iocb reads[WAVE];

	choose(t, ino);
	qsort(w->v, w->n, sizeof(w->v[0]), by_place);
	w->n_reads = 0;
	for (size_t i = 0, j; i < w->n; i = j) {
		uint64_t at = w->v[i].at, end = at + size;

		for (j = i + 1; j < w->n && w->v[j].at <= end + GAP; j++)
			end = w->v[j].at + size;
		for (size_t k = i; k < j; k++)
			w->v[k].block = w->disk + used + (w->v[k].at - at);
		kaio_read(&reads[w->n_reads], w->n_reads, t->fd, w->disk + used,
			  end - at, at);
		w->bytes[w->n_reads] = end - at;
		w->begin[w->n_reads++] = i;
		used += end - at;
	}
	w->under_way = kaio_begin(&w->context, reads, w->n_reads, w->got);
}

static void wait_for(struct wave *w)
{
	kaio_end(w->context, w->under_way, w->got);
	w->under_way = 0;
	for (size_t i = 0; i < w->n_reads; i++) {
		size_t end = i + 1 < w->n_reads ? w->begin[i + 1] : w->n;

		for (size_t k = w->begin[i]; k < end; k++)
			if (w->got[i] != (ssize_t)w->bytes[i])
				w->v[k].block = NULL;
	}
	qsort(w->v, w->n, sizeof(w->v[0]), by_order);
}

/* The last one first: the first one's come to lie on top. */
static void push_dirs(struct extdirs *d, size_t len)
{
	const struct dirent_raw *e;
	uint32_t inos[ENTRIES_MAX];
	size_t n = 0;

	for (size_t pos = 0; (e = dirent_at(d->entries, len, pos));
	     pos += e->reclen)
		if (e->type == LINUX_S_IFDIR >> 12 && !dirent_is_dots(e->name))
			inos[n++] = e->ino;
	while (n)
		push(d, inos[--n]);
}

static void end_wave(struct exttable *t)
{
	struct extdirs *d = t->dirs;

	wait_for(&d->wave);
	for (; d->wave.n; d->wave.n--) {
		const struct want *w = &d->wave.v[d->wave.n - 1];
		size_t len = w->block ? extdir_decode(t->layout, w->ino,
						      w->generation, w->block,
						      d->entries)
				      : 0;

		push_dirs(d, len);
		if (len)
			keep(d, w->ino, len);
	}
}

/* The next wave is read while the walk goes on. */
static struct found *find(struct exttable *t, uint32_t ino)
{
	struct extdirs *d = t->dirs;
	struct found *f = look_for(d, ino, ino);

	if (!f && d->wave.n) {
		end_wave(t);
		f = look_for(d, ino, ino);
	}
	if (!f) {
		begin_wave(t, ino);
		end_wave(t);
		f = look_for(d, ino, ino);
	}
	if (!d->wave.n && d->n_pool < AHEAD)
		begin_wave(t, 0);
	return f;
}

bool extdir_walk(const struct dev *dev, const uint64_t *inos, size_t n)
{
	EXTTABLE_SCOPE(t, dev);
	if (!t || !dirs_of(t))
		return false;
	for (; n; n--)
		if (inos[n - 1] <= UINT32_MAX)
			push(t->dirs, inos[n - 1]);
	return t->layout;
}

/* Whether a directory can be looked for on the disk now */
static bool holds(struct exttable *t, uint64_t ino)
{
	return t && t->layout && ino && ino <= UINT32_MAX && dirs_of(t);
}

size_t extdir_read(const struct dev *dev, uint64_t ino, char *buf)
{
	struct found *f;
	size_t len;

	EXTTABLE_SCOPE(t, dev);
	if (!holds(t, ino) || is_sample(t->dirs->n_asked++))
		return 0;
	f = find(t, ino);
	if (!f)
		return 0;
	len = f->len;
	memcpy(buf, f->buf, len);
	drop(t->dirs, f);
	return len;
}

void extdir_compare(const struct dev *dev, uint64_t ino, const char *buf,
		    size_t len)
{
	struct found *f;

	EXTTABLE_SCOPE(t, dev);
	if (!holds(t, ino))
		return;
	f = find(t, ino);
	if (f &&
	    (f->len != len || !dirent_begins(f->buf, f->len, buf, len, true)))
		t->odd = true;
	if (f)
		drop(t->dirs, f);
}
