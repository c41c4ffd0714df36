/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "fsdir.h"

/* After so many files in a row that could not be found there, only every
 * TRY_EVERY-th is asked for.
 */
#define PATIENCE   16
#define TRY_EVERY  64
#define PIECES_MAX (FS_INLINE_MAX / 4096 + 2)

/**
 * struct piece - Bytes of an answer
 * @fd:		Image, or -1 for zeros
 * @at:		Offset in it
 * @len:	Bytes
 */
struct piece {
	int fd;
	uint64_t at;
	size_t len;
};

void images_init(struct mount *m, const struct fs_image *v, unsigned int n)
{
	struct images *im = &m->images;

	for (im->n = 0; m->readonly && im->n < n; im->n++) {
		struct fs_image *i = &im->v[im->n];

		*i = v[im->n];
		if (i->fd >= 0)
			i->fd = fcntl(i->fd, F_DUPFD_CLOEXEC, 3);
	}
}

void images_finish(struct mount *m)
{
	struct images *im = &m->images;

	while (im->n)
		if (im->v[--im->n].fd >= 0)
			close(im->v[im->n].fd);
}

static bool in_image(const struct images *im, const fs_extent *e)
{
	return e->drive < im->n && im->v[e->drive].fd >= 0 &&
	       e->length <= im->v[e->drive].size &&
	       e->at <= im->v[e->drive].size - e->length;
}

int image_place_check(const struct images *im, uint64_t place, uint64_t size,
		      fs_extent *ret)
{
	*ret = (fs_extent){ .length = size,
			    .at = fsdir_place_at(place),
			    .drive = fsdir_place_drive(place) };
	return size && in_image(im, ret) ? 0 : ERANGE;
}

int image_map_check(const struct images *im, const fs_map_args *a,
		    const fs_map_ret *ret)
{
	const fs_extent *v = ret->extents.extents_val;
	uint64_t end = 0;

	if (ret->size > INT64_MAX || ret->end > ret->size ||
	    ret->end <= a->offset)
		return EIO;
	for (unsigned int i = 0; i < ret->extents.extents_len; i++) {
		if (!v[i].length || v[i].offset > INT64_MAX ||
		    v[i].length > INT64_MAX || v[i].offset < end)
			return EIO;
		end = v[i].offset + v[i].length;
		if (!in_image(im, &v[i]))
			return ERANGE;
	}
	return 0;
}

/* Of a file of @size bytes, from @from to @to */
static struct image_map *new_map(uint64_t from, uint64_t to, uint64_t size,
				 unsigned int n, const fs_extent *v)
{
	struct image_map *map = malloc(sizeof(*map) + n * sizeof(map->v[0]));

	if (!map)
		return NULL;
	map->from = from;
	map->to = to;
	map->size = size;
	map->n = n;
	memcpy(map->v, v, n * sizeof(map->v[0]));
	return map;
}

/* With @f->lock held: what its directory's listing said, if it did */
static struct image_map *listed_map(struct mount *m, const struct node *n)
{
	uint64_t place = n->place, size;
	fs_attr attr;
	fs_extent e;

	if (!place)
		return NULL;
	node_last_attr(m, n->id, &attr);
	size = attr.size;
	return image_place_check(&m->images, place, size, &e) == 0
		       ? new_map(0, size, size, 1, &e)
		       : NULL;
}

/* With @f->lock held: who else reads the file wants the same. Return: 0 with
 * @f->map, or an errno
 */
static int ask(struct mount *m, struct file *f, uint64_t offset)
{
	fs_map_args args = { .node = f->node->id, .offset = offset };
	fs_map_ret ret = { 0 };
	int err =
		CALL(conn_self(), FS_MAP, fs_map_args, &args, fs_map_ret, &ret);

	if (err)
		return err;
	err = image_map_check(&m->images, &args, &ret);
	if (err == EIO)
		mount_bad_reply(m, "an impossible place of data");
	if (!err) {
		free(f->map);
		f->map = new_map(offset, ret.end, ret.size,
				 ret.extents.extents_len,
				 ret.extents.extents_val);
		err = f->map ? 0 : ENOMEM;
	}
	xdr_free(XDR_OF(fs_map_ret), &ret);
	return err;
}

static bool worth_asking(struct images *im)
{
	return im->refused < PATIENCE || im->tries++ % TRY_EVERY == 0;
}

static bool covers(const struct image_map *map, uint64_t from, uint64_t to)
{
	return map && from >= map->from &&
	       (to <= map->to || map->to == map->size);
}

/* The same. Return: whether @f->map has these bytes */
static bool look_up(struct mount *m, struct file *f, uint64_t from, uint64_t to)
{
	struct images *im = &m->images;

	if (!f->map)
		f->map = listed_map(m, f->node);
	if (covers(f->map, from, to))
		return true;
	if (f->no_map || !worth_asking(im))
		return false;
	if (ask(m, f, from) != 0) {
		im->refused++;
		f->no_map = true;
		return false;
	}
	im->refused = 0;
	/* In too many pieces, or not all of it is simply on a drive: each such
	 * read would cost two requests.
	 */
	f->no_map = !covers(f->map, from, to);
	return !f->no_map;
}

/* The first extent that ends behind @at */
static unsigned int find(const struct image_map *map, uint64_t at)
{
	unsigned int low = 0, high = map->n;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (map->v[mid].offset + map->v[mid].length > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Return: number of pieces, or -1 when there are too many */
static int divide(const struct images *im, const struct image_map *map,
		  uint64_t at, uint64_t end, struct piece *v)
{
	unsigned int i = find(map, at);
	int n = 0;

	while (at < end) {
		const fs_extent *e = i < map->n ? &map->v[i] : NULL;
		uint64_t to = end;

		if (n == PIECES_MAX)
			return -1;
		v[n].fd = -1;
		if (e && e->offset <= at) {
			v[n].fd = im->v[e->drive].fd;
			v[n].at = e->at + (at - e->offset);
			to = e->offset + e->length;
			i++;
		} else if (e) {
			to = e->offset;
		}
		if (to > end)
			to = end;
		v[n++].len = to - at;
		at = to;
	}
	return n;
}

static char *buffer(void)
{
	struct conn *c = conn_self();

	if (!c->data)
		c->data = malloc(FS_INLINE_MAX);
	return c->data;
}

/* Return: 0 or an errno */
static int read_piece(const struct piece *p, char *buf)
{
	size_t done = 0;

	if (p->fd < 0)
		memset(buf, 0, p->len);
	while (p->fd >= 0 && done < p->len) {
		ssize_t r =
			pread(p->fd, buf + done, p->len - done, p->at + done);

		if (r < 0 && errno == EINTR)
			continue;
		/* The image has become shorter. */
		if (r <= 0)
			return r < 0 ? errno : EIO;
		done += r;
	}
	return 0;
}

bool image_read(fuse_req_t req, struct file *f, size_t size, off_t off)
{
	struct mount *m = mount_of(req);
	struct piece pieces[PIECES_MAX];
	uint64_t end = (uint64_t)off + size;
	size_t done = 0;
	int n = -1, err = 0;
	char *buf;

	if (!m->images.n || m->images.off || size > FS_INLINE_MAX)
		return false;
	pthread_mutex_lock(&f->lock);
	if (look_up(m, f, off, end)) {
		if (end > f->map->size)
			end = f->map->size;
		n = divide(&m->images, f->map, off, end, pieces);
	}
	pthread_mutex_unlock(&f->lock);
	buf = n < 0 ? NULL : buffer();
	if (!buf)
		return false;
	for (int i = 0; i < n && !err; i++) {
		err = read_piece(&pieces[i], buf + done);
		done += pieces[i].len;
	}
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_buf(req, buf, done);
	return true;
}
