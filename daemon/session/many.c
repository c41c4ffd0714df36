// SPDX-License-Identifier: GPL-2.0-or-later
/* FS_READ_MANY. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "file.h"
#include "kaio.h"
#include "procs.h"

#define ALIGN 4096u

/**
 * struct many - One FS_READ_MANY
 * @buf:	The slot
 * @size:	Bytes of it to use
 * @used:	Bytes given away
 * @each:	Bytes of the largest file
 * @fds:	Open files, or -1
 * @sizes:	Their sizes
 * @cbs:	Reads
 * @which:	File that each is for
 * @n:		Their number
 */
struct many {
	char *buf;
	size_t size;
	size_t used;
	size_t each;
	int fds[FS_MANY_MAX];
	size_t sizes[FS_MANY_MAX];
	struct iocb cbs[FS_MANY_MAX];
	unsigned int which[FS_MANY_MAX];
	size_t n;
};

static size_t rounded(size_t size)
{
	return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static int open_one(uint64_t id)
{
	cleanup_node struct node *n = node_get(id);
	const struct dev *dev;
	int fd = -1;

	if (!n || !S_ISREG(node_type(n)))
		return -1;
	dev = dev_get(n->dev);
	if (dev && dev->direct)
		fd = node_open_file(n, O_RDONLY | O_DIRECT);
	return fd >= 0 ? fd : node_open_file(n, O_RDONLY);
}

/* A place in the slot, if there is one left for all of the file */
static void add(struct many *m, unsigned int i, uint64_t id,
		struct fs_many_one *out)
{
	struct stat st;

	m->fds[i] = open_one(id);
	if (m->fds[i] < 0 || fstat(m->fds[i], &st) < 0 || st.st_size < 0 ||
	    (uint64_t)st.st_size > m->each ||
	    rounded(st.st_size) > m->size - m->used)
		return;
	m->sizes[i] = st.st_size;
	out->offset = m->used;
	out->whole = !st.st_size;
	if (!st.st_size)
		return;
	kaio_read(&m->cbs[m->n], m->n, m->fds[i], m->buf + m->used,
		  rounded(st.st_size), 0);
	m->which[m->n++] = i;
	m->used += rounded(st.st_size);
}

/* Where the batch did not do: tails that are no blocks of a disk, and file
 * systems that know no O_DIRECT.
 */
static ssize_t read_again(int fd, char *buf, size_t size)
{
	size_t done = 0;
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_DIRECT) < 0)
		return -1;
	while (done < size) {
		ssize_t r = pread(fd, buf + done, size - done, done);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			break;
		done += r;
	}
	return done;
}

static void finish(struct many *m, size_t i, ssize_t got,
		   struct fs_many_one *out)
{
	unsigned int file = m->which[i];

	if (got < 0 || (size_t)got < m->sizes[file])
		got = read_again(m->fds[file], m->buf + out->offset,
				 m->sizes[file]);
	/* One that has grown meanwhile is as long as it was looked at. */
	out->whole = got >= 0 && (size_t)got >= m->sizes[file];
	out->count = out->whole ? m->sizes[file] : 0;
}

static void read_all(struct many *m, const struct fs_read_many_args *a,
		     struct fs_many_one *out)
{
	ssize_t got[FS_MANY_MAX];

	for (unsigned int i = 0; i < a->nodes.nodes_len; i++)
		add(m, i, a->nodes.nodes_val[i], &out[i]);
	kaio_run(m->cbs, m->n, got);
	for (size_t i = 0; i < m->n; i++)
		finish(m, i, got[i], &out[m->which[i]]);
	for (unsigned int i = 0; i < a->nodes.nodes_len; i++)
		if (m->fds[i] >= 0)
			close(m->fds[i]);
}

PROC_FN(fs_do_read_many)
{
	const struct fs_read_many_args *a = args;
	struct fs_read_many_ret *out = ret;
	size_t bytes = FS_MANY_MAX * sizeof(*s->many);
	cleanup_free struct many *m = NULL;

	if (!s->slot_size)
		return fs_fail(EOPNOTSUPP);
	if (!s->many)
		s->many = malloc(bytes);
	m = calloc(1, sizeof(*m));
	if (!s->many || !m)
		return fs_fail(ENOMEM);
	memset(s->many, 0, bytes);
	m->buf = s->slot;
	m->size = a->size < s->slot_size ? a->size : s->slot_size;
	m->each = a->each;
	read_all(m, a, s->many);
	out->files.files_len = a->nodes.nodes_len;
	out->files.files_val = s->many;
	return 0;
}
