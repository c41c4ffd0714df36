// SPDX-License-Identifier: GPL-2.0-or-later
/* FS_OPENDIR and FS_READDIR. */
#include "dir.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "dirent.h"
#include "extdir.h"
#include "extinode.h"
#include "file.h"
#include "fsdir.h"
#include "handle.h"
#include "prefetch.h"
#include "ntfs.h"
#include "place.h"
#include "procs.h"
#include "walk.h"

/* Less room than this is not worth the beginning of another directory. */
#define ROOM_MIN 2048

/**
 * struct ent - One entry on its way into the reply
 * @d:		As the kernel gave it
 * @at:		Where its record begins in the reply
 * @size:	Size of the record; 0: there is none, the file is gone
 * @subdir:	Its node if it is a directory, else 0
 */
struct ent {
	const struct dirent_raw *d;
	size_t at;
	size_t size;
	uint64_t subdir;
};

/**
 * struct dirbuf - What getdents64(2) gave that was not asked for yet
 * @cookie:	Where in the directory @buf + @pos is
 * @pos:	Next entry in @buf
 * @len:	Bytes in @buf
 * @buf:	The entries
 * @ents:	Those of one round
 * @ntfs:	What is known of its files otherwise, or NULL
 * @ntfs_asked:	It was asked for
 */
struct dirbuf {
	uint64_t cookie;
	size_t pos;
	size_t len;
	char buf[DIRENT_BUF] __attribute__((aligned(8)));
	struct ent ents[DIRENT_MAX_ENTS];
	struct ntfs_dir *ntfs;
	bool ntfs_asked;
};

/**
 * struct listing - One FS_READDIR
 * @s:		Session
 * @dir:	The directory; its descriptor, where it has one yet, is the
 *		caller's
 * @whole:	All of it is in @b, and nothing need be asked of the kernel
 * @b:		What was read
 * @out:	Receives the records. It may be shared with the host: written,
 *		never read.
 * @size:	Its size
 * @used:	Bytes in it
 * @next:	Directories in it, for the helpers
 * @walk:	The same, for the walk that this belongs to; or NULL
 */
struct listing {
	struct session *s;
	struct node_use dir;
	bool whole;
	struct dirbuf *b;
	char *out;
	size_t size;
	size_t used;
	struct prefetch next;
	struct walk *walk;
};

void dirbuf_free(struct dirbuf *b)
{
	if (b)
		ntfs_dir_free(b->ntfs);
	free(b);
}

static uint64_t open_dir(struct node *n)
{
	cleanup_close int fd = -1;
	uint64_t id;

	if (!S_ISDIR(node_type(n))) {
		errno = ENOTDIR;
		return 0;
	}
	fd = file_reopen(n, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return 0;
	id = handle_new(fd, n, true);
	if (id)
		steal_fd(&fd);
	return id;
}

PROC_FN(fs_do_opendir)
{
	const struct fs_node_args *a = args;
	struct fs_open_ret *out = ret;
	cleanup_node struct node *n = node_get(a->node);

	if (n)
		out->handle = open_dir(n);
	return out->handle ? 0 : -1;
}

static int seek_to(struct handle *h, uint64_t cookie)
{
	struct dirbuf *b = h->dir;

	if (!b) {
		b = malloc(sizeof(*b));
		if (!b)
			return -1;
		b->cookie = cookie + 1;
		b->ntfs = NULL;
		b->ntfs_asked = false;
		h->dir = b;
	}
	/* From the start means afresh: that is what rewinddir(3) is for. */
	if (b->cookie == cookie && cookie)
		return 0;
	b->pos = b->len = 0;
	b->cookie = cookie;
	if (lseek(h->fd, cookie, SEEK_SET) < 0) {
		b->cookie = cookie + 1;
		return -1;
	}
	return 0;
}

/* Return: 1 with entries in the buffer, 0 at the end, -1 with errno */
static int refill(struct listing *l)
{
	struct dirbuf *b = l->b;
	long n;

	if (b->pos < b->len)
		return 1;
	if (l->whole)
		return 0;
	n = dirent_read(l->dir.fd, b->buf);
	if (n < 0)
		return -1;
	b->pos = 0;
	b->len = n;
	return n > 0;
}

/* A corrupt file system may show a name that is none; nobody could ask for
 * its file.
 */
static bool is_name(const char *name)
{
	size_t n = strnlen(name, FS_NAME_MAX + 1);

	return n && n <= FS_NAME_MAX && !memchr(name, '/', n);
}

/* Takes entries out of the buffer as long as their records fit. */
static unsigned int take_round(struct listing *l, bool *ret_full)
{
	struct dirbuf *b = l->b;
	size_t at = l->used;
	const struct dirent_raw *d;
	unsigned int n = 0;

	*ret_full = false;
	while (n < DIRENT_MAX_ENTS && (d = dirent_at(b->buf, b->len, b->pos))) {
		size_t size = fsdir_size(strnlen(d->name, FS_NAME_MAX + 1));

		if (is_name(d->name)) {
			if (size > l->size - at) {
				*ret_full = true;
				break;
			}
			b->ents[n++] = (struct ent){ d, at, size, 0 };
			at += size;
		}
		b->pos += d->reclen;
		b->cookie = d->off;
	}
	return n;
}

static void fill_attr(struct fsdir_rec *r, const struct statx *stx,
		      const struct dev *dev)
{
	r->ino = stx->stx_ino;
	r->size = stx->stx_size;
	r->blocks = stx->stx_blocks;
	r->atime = stx->stx_atime.tv_sec;
	r->mtime = stx->stx_mtime.tv_sec;
	r->ctime = stx->stx_ctime.tv_sec;
	r->atime_nsec = stx->stx_atime.tv_nsec;
	r->mtime_nsec = stx->stx_mtime.tv_nsec;
	r->ctime_nsec = stx->stx_ctime.tv_nsec;
	r->mode = stx->stx_mode;
	r->nlink = stx->stx_nlink;
	r->uid = stx->stx_uid;
	r->gid = stx->stx_gid;
	r->rdev_major = stx->stx_rdev_major;
	r->rdev_minor = stx->stx_rdev_minor;
	r->blksize = stx->stx_blksize;
	r->dev = dev->index;
}

static void put_rec(struct listing *l, const struct ent *e,
		    const struct fsdir_rec *r)
{
	char *p = l->out + e->at;

	memcpy(p, r, sizeof(*r));
	p += sizeof(*r);
	memcpy(p, e->d->name, r->namelen);
	memset(p + r->namelen, 0, e->size - sizeof(*r) - r->namelen);
}

static int need_fd(struct listing *l)
{
	if (l->dir.fd < 0)
		l->dir.fd = file_reopen(l->dir.n, O_RDONLY | O_DIRECTORY);
	return l->dir.fd < 0 ? -1 : 0;
}

/* What is asked for costs as much as a few files do. */
static struct ntfs_dir *ntfs_of(struct listing *l, const struct dev *dev)
{
	struct dirbuf *b = l->b;

	if (!b->ntfs_asked && dev && dev->ntfs_alike)
		b->ntfs = ntfs_dir(dev, l->dir.n->ino);
	b->ntfs_asked = true;
	return b->ntfs;
}

/* What the disk says of a name; false: ask the kernel */
static bool known(struct listing *l, const struct dev *dev, const char *name,
		  uint64_t ino, mode_t type, struct statx *stx,
		  uint64_t *ret_at)
{
	struct ntfs_dir *ntfs = ntfs_of(l, dev);

	*ret_at = 0;
	return ntfs ? ntfs_dir_stat(ntfs, name, stx)
		    : extinode_stat(dev, ino, type, stx, ret_at);
}

/* Its own attributes go with it: its time of access is another one now. */
static void fill_self(struct listing *l, struct fsdir_rec *r)
{
	const struct dev *dev = dev_get(l->dir.n->dev);
	struct statx stx;
	uint64_t at;

	if (!dev)
		return;
	if ((l->whole &&
	     known(l, dev, ".", l->dir.n->ino, S_IFDIR, &stx, &at)) ||
	    (need_fd(l) == 0 &&
	     statx(l->dir.fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) == 0))
		fill_attr(r, &stx, dev);
}

static int look(struct listing *l, const struct dirent_raw *d,
		struct statx *stx, const struct dev **ret_dev, uint64_t *ret_id,
		uint64_t *ret_at)
{
	const struct dev *dev = dev_get(l->dir.n->dev);
	const char *name = d->name;
	int r;

	*ret_dev = dev;
	if (known(l, dev, name, d->ino, (mode_t)d->type << 12, stx, ret_at))
		return attr_look_as(&l->dir, name, stx, dev, ret_id);
	if (need_fd(l) < 0)
		return -1;
	r = attr_look(&l->dir, name, stx, ret_dev, ret_id);
	if (r < 0)
		return -1;
	if (l->b->ntfs)
		ntfs_dir_compare(l->b->ntfs, name, stx);
	else
		*ret_at = extinode_compare(dev, l->dir.fd, name, stx);
	return 0;
}

/* Where the data are that begin at @at of the device, as the host knows it */
static uint64_t find_place(const struct listing *l, const struct dev *dev,
			   uint64_t at, uint64_t size)
{
	unsigned int drive;

	if (!at || !l->s->readonly || !dev->mappable ||
	    !place_of(dev, at, size, &drive, &at))
		return 0;
	return fsdir_place(drive, at);
}

static void fill_ent(struct listing *l, struct ent *e)
{
	struct fsdir_rec r = {
		.cookie = e->d->off,
		.ino = e->d->ino,
		.mode = (uint32_t)e->d->type << 12,
		.namelen = strlen(e->d->name),
	};
	const struct dev *dev;
	struct statx stx;
	uint64_t at;

	if (dirent_is_dots(e->d->name)) {
		r.mode = S_IFDIR;
		if (!e->d->name[1])
			fill_self(l, &r);
	} else if (look(l, e->d, &stx, &dev, &r.node, &at) == 0) {
		fill_attr(&r, &stx, dev);
		r.place = find_place(l, dev, at, stx.stx_size);
		r.flags = attr_entry_flags(l->s, &stx, dev);
		if (S_ISDIR(stx.stx_mode))
			e->subdir = r.node;
	} else if (errno == ENOENT) {
		e->size = 0;
		return;
	}
	put_rec(l, e, &r);
}

static int by_ino(const void *a, const void *b)
{
	uint64_t x = (*(struct ent *const *)a)->d->ino;
	uint64_t y = (*(struct ent *const *)b)->d->ino;

	return x < y ? -1 : x > y;
}

/* In the order of inode numbers each block of inodes is read but once. */
static void fill_round(struct listing *l, unsigned int n)
{
	struct ent *order[DIRENT_MAX_ENTS];

	for (unsigned int i = 0; i < n; i++)
		order[i] = &l->b->ents[i];
	qsort(order, n, sizeof(order[0]), by_ino);
	for (unsigned int i = 0; i < n; i++)
		fill_ent(l, order[i]);
}

/* In the directory's order, which is that of a walk */
static void find_dirs(struct listing *l, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (l->b->ents[i].subdir) {
			prefetch_found(&l->next, l->b->ents[i].subdir,
				       l->b->ents[i].d->ino);
			walk_found(l->walk, l->b->ents[i].subdir);
		}
}

/* Closes the gaps of those that are gone. */
static void close_gaps(struct listing *l, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		const struct ent *e = &l->b->ents[i];

		if (e->at != l->used)
			memmove(l->out + l->used, l->out + e->at, e->size);
		l->used += e->size;
	}
}

/* Return: 1 at the directory's end, 0 when the reply is full, -1 */
static int list(struct listing *l)
{
	for (;;) {
		bool full;
		unsigned int n;
		int r = refill(l);

		if (r < 0 && !l->used)
			return -1;
		if (r <= 0)
			return r == 0;
		n = take_round(l, &full);
		fill_round(l, n);
		close_gaps(l, n);
		find_dirs(l, n);
		if (full && l->used)
			return 0;
		/* Else all that would have fitted is gone: go on. */
		if (full && !n)
			return fs_fail(EINVAL);
	}
}

static int list_handle(struct session *s, const struct fs_read_args *a,
		       struct walk *w, struct fs_data_ret *out)
{
	cleanup_handle struct handle *h = handle_get_dir(a->handle);
	size_t size = a->size;
	struct listing l = { .s = s, .walk = w };
	bool in_slot;
	int r;

	if (!h)
		return -1;
	if (a->slot > 1 || a->offset > INT64_MAX)
		return fs_fail(EINVAL);
	l.out = serve_data(s, a->slot, &size, &in_slot);
	if (!l.out)
		return -1;

	LOCK_SCOPE(&h->lock);
	if (seek_to(h, a->offset) < 0)
		return -1;
	l.size = size;
	l.b = h->dir;
	l.dir = (struct node_use){ h->node, h->fd };
	prefetch_begin(&l.next, h->node);
	r = list(&l);
	if (r < 0)
		return -1;
	prefetch_end(&l.next);
	out->count = l.used;
	out->in_slot = in_slot;
	out->eof = r;
	if (!in_slot) {
		out->data.data_val = l.out;
		out->data.data_len = l.used;
	}
	return 0;
}

PROC_FN(fs_do_readdir)
{
	return list_handle(s, args, NULL, ret);
}

/* Gives back the references in the records of a directory that is not sent. */
static void unlist(const char *recs, size_t len)
{
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0;

	while (fsdir_next(recs, len, &pos, &rec, &name) > 0)
		if (rec.node)
			node_forget(rec.node, 1);
}

/* The first entries: out of the disk, or the kernel's. Return: 0, or -1 */
static int begin(struct listing *l)
{
	const struct dev *dev = dev_get(l->dir.n->dev);
	struct dirbuf *b = l->b;

	b->pos = 0;
	b->ntfs = NULL;
	b->ntfs_asked = false;
	b->len = ntfs_of(l, dev) ? ntfs_dir_list(b->ntfs, b->buf)
				 : extdir_read(dev, l->dir.n->ino, b->buf);
	l->whole = b->len;
	if (l->whole)
		return 0;
	if (need_fd(l) < 0 || refill(l) < 0)
		return -1;
	if (b->ntfs)
		ntfs_dir_compare_list(b->ntfs, b->buf, b->len);
	else
		extdir_compare(dev, l->dir.n->ino, b->buf, b->len);
	return 0;
}

/* One more directory, whole or not at all. Built in memory of ours: what is in
 * the slot may be changed by others, and unlist() must read what was written.
 * Return: its bytes with the head; 0 when it does not fit; -1
 */
static ssize_t list_ahead(struct session *s, struct walk *w, struct node *n,
			  char *out, size_t room)
{
	struct fsdir_head head = { .node = n->id };
	struct listing l = { .s = s, .dir = { n, -1 }, .walk = w };
	int r;

	if (!S_ISDIR(node_type(n)))
		return -1;
	l.b = walk_buffer(w, sizeof(*l.b));
	l.out = walk_records(w, room - sizeof(head));
	if (!l.b || !l.out)
		return -1;
	l.size = room - sizeof(head);
	prefetch_begin(&l.next, n);
	r = begin(&l);
	if (r == 0)
		r = list(&l);
	if (!l.whole)
		prefetch_end(&l.next);
	if (l.dir.fd >= 0)
		close(l.dir.fd);
	ntfs_dir_free(l.b->ntfs);
	if (r != 1) {
		unlist(l.out, l.used);
		/* EINVAL: not even its first entry fits */
		return r == 0 || errno == EINVAL ? 0 : -1;
	}
	head.bytes = l.used;
	memcpy(out, &head, sizeof(head));
	memcpy(out + sizeof(head), l.out, l.used);
	return sizeof(head) + l.used;
}

/* Directories that the host will want next, as long as there is room, and it
 * is not kept waiting for long.
 */
static size_t go_ahead(struct session *s, struct walk *w, char *out, size_t max)
{
	size_t used = 0;
	uint64_t id;

	while (max - used >= ROOM_MIN && !walk_late(w) && walk_next(w, &id)) {
		cleanup_node struct node *n = node_get(id);
		ssize_t r;

		if (!n)
			continue;
		walk_mark(w);
		r = list_ahead(s, w, n, out + used, max - used);
		if (r > 0)
			used += r;
		else
			walk_undo(w);
		if (r == 0) {
			walk_found(w, id);
			break;
		}
		walk_turn(w);
	}
	return used;
}

static int open_read_dir(struct session *s, const struct fs_open_read_args *a,
			 const struct fs_read_args *read,
			 struct fs_open_read_ret *out)
{
	struct walk *w = a->offset ? NULL : walk_begin(a->node);
	int r = list_handle(s, read, w, &out->data);
	size_t room;

	if (r < 0 || !out->data.eof)
		walk_undo(w);
	walk_turn(w);
	if (r == 0 && w && out->data.eof && out->data.in_slot) {
		room = s->slot_size - out->data.count;
		out->more = go_ahead(s, w, s->slot + out->data.count,
				     a->ahead < room ? a->ahead : room);
	}
	walk_end(w);
	return r;
}

PROC_FN(fs_do_open_read)
{
	const struct fs_open_read_args *a = args;
	struct fs_open_read_ret *out = ret;
	struct fs_read_args read = { .offset = a->offset,
				     .size = a->size,
				     .slot = a->slot };
	cleanup_node struct node *n = node_get(a->node);
	int r = -1, err;

	if (!n)
		return -1;
	if (S_ISDIR(node_type(n)))
		read.handle = open_dir(n);
	else if (file_open(a->node, O_RDONLY, &read.handle) < 0)
		return -1;
	if (!read.handle)
		return -1;
	if (S_ISDIR(node_type(n)))
		r = open_read_dir(s, a, &read, out);
	else
		r = fs_do_read(s, &read, &out->data);
	err = errno;
	if (r < 0 || out->data.eof)
		handle_release(read.handle);
	else
		out->handle = read.handle;
	errno = err;
	return r;
}
