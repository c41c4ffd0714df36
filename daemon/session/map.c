// SPDX-License-Identifier: GPL-2.0-or-later
/* FS_MAP: the library has the images of drives that nobody writes to, and reads
 * from them what it knows the place of.
 */
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "dev.h"
#include "file.h"
#include "place.h"
#include "procs.h"

/* Extents whose bytes are not simply those of the file. One that is not written
 * is zeros, and left out of the map.
 */
#define STRANGE                                                                \
	(FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC |                      \
	 FIEMAP_EXTENT_ENCODED | FIEMAP_EXTENT_DATA_ENCRYPTED |                \
	 FIEMAP_EXTENT_NOT_ALIGNED | FIEMAP_EXTENT_DATA_INLINE |               \
	 FIEMAP_EXTENT_DATA_TAIL)

union query {
	struct fiemap head;
	char buf[sizeof(struct fiemap) +
		 FS_EXTENT_MAX * sizeof(struct fiemap_extent)];
};

/* Append what of @len bytes of the file at @offset, which are at @at of the
 * device, lies in @p.
 */
static void add_piece(struct fs_map_ret *out, const struct place *p,
		      uint64_t offset, uint64_t at, uint64_t len)
{
	uint64_t from = at > p->start ? at : p->start;
	uint64_t to = at + len, end = p->start + p->length;

	if (to > end)
		to = end;
	if (from >= to)
		return;
	out->extents.extents_val[out->extents.extents_len++] =
		(struct fs_extent){ .offset = offset + (from - at),
				    .length = to - from,
				    .at = p->at + (from - p->start),
				    .drive = p->drive };
}

/* Return: whether the whole extent is in the map now */
static bool add(struct fs_map_ret *out, const struct places *places,
		const struct fiemap_extent *e)
{
	uint64_t len = e->fe_length, covered = 0;
	unsigned int n = out->extents.extents_len;

	if (e->fe_flags & STRANGE || e->fe_logical > INT64_MAX ||
	    e->fe_physical > INT64_MAX || len > INT64_MAX)
		return false;
	if (e->fe_flags & FIEMAP_EXTENT_UNWRITTEN)
		return true;
	for (unsigned int i = 0; i < places->n; i++) {
		unsigned int at = out->extents.extents_len;

		if (at == FS_EXTENT_MAX)
			break;
		add_piece(out, &places->v[i], e->fe_logical, e->fe_physical,
			  len);
		if (out->extents.extents_len > at)
			covered += out->extents.extents_val[at].length;
	}
	if (covered != len)
		out->extents.extents_len = n;
	return covered == len;
}

/* Of XFS: on a device of its own, where its extents are meant to be */
static bool is_realtime(int fd)
{
	struct fsxattr x;

	return ioctl(fd, FS_IOC_FSGETXATTR, &x) == 0 &&
	       x.fsx_xflags & FS_XFLAG_REALTIME;
}

static int map(int fd, uint64_t offset, const struct places *places,
	       struct fs_map_ret *out)
{
	union query q = { .head = { .fm_start = offset,
				    .fm_length = FIEMAP_MAX_OFFSET - offset,
				    .fm_extent_count = FS_EXTENT_MAX } };
	struct stat st;

	if (is_realtime(fd))
		return fs_fail(EOPNOTSUPP);
	if (fstat(fd, &st) < 0 || ioctl(fd, FS_IOC_FIEMAP, &q) < 0)
		return -1;
	out->size = st.st_size;
	out->end = st.st_size;
	for (unsigned int i = 0; i < q.head.fm_mapped_extents; i++) {
		const struct fiemap_extent *e = &q.head.fm_extents[i];

		if (e->fe_logical >= out->size)
			break;
		if (!add(out, places, e)) {
			out->end = e->fe_logical;
			break;
		}
		/* There may be more. */
		if (i + 1 == FS_EXTENT_MAX &&
		    !(e->fe_flags & FIEMAP_EXTENT_LAST) &&
		    e->fe_logical + e->fe_length < out->size)
			out->end = e->fe_logical + e->fe_length;
	}
	return out->end > offset ? 0 : fs_fail(EOPNOTSUPP);
}

PROC_FN(fs_do_map)
{
	const struct fs_map_args *a = args;
	struct fs_map_ret *out = ret;
	cleanup_node struct node *n = node_get(a->node);
	cleanup_close int fd = -1;
	struct places places;
	const struct dev *dev;

	if (!n)
		return -1;
	dev = dev_get(n->dev);
	if (!s->readonly || !S_ISREG(node_type(n)) || !dev || !dev->mappable ||
	    !places_find(dev, &places))
		return fs_fail(EOPNOTSUPP);
	if (!s->extents)
		s->extents = calloc(FS_EXTENT_MAX, sizeof(*s->extents));
	if (!s->extents)
		return fs_fail(ENOMEM);
	fd = file_reopen(n, O_RDONLY);
	if (fd < 0)
		return -1;
	out->extents.extents_val = s->extents;
	out->extents.extents_len = 0;
	return map(fd, a->offset, &places, out);
}
