/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reading and writing. File data is answered to the kernel straight from the
 * slot: that the guest may change it meanwhile harms nobody, it is the guest's
 * data. What is kept for later answers is copied.
 */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "hold.h"
#include "image.h"
#include "pieces.h"
#include "small.h"

#define FIRST_WINDOW (256u << 10)
#define LARGE	     (512u << 10) /* fast as it is, and many at once */
#define NEAR	     (1 << 20)	  /* how far out of order the kernel reads */
#define RA_TOTAL_MAX (256u << 20)

void file_drop_ra(struct mount *m, struct file *f)
{
	if (!f->ra)
		return;
	m->ra_total -= f->ra_cap;
	free(steal_ptr(&f->ra));
	f->ra_cap = 0;
	f->ra_len = 0;
}

/**
 * struct piece - Data of one FS_READ
 * @data:	In the slot or in @ret
 * @count:	Bytes
 */
struct piece {
	const char *data;
	size_t count;
	fs_data_ret ret;
};

static void piece_finish(struct piece *p)
{
	xdr_free(XDR_OF(fs_data_ret), &p->ret);
}

/* Check what is in @p->ret. */
static int piece_take(struct mount *m, struct piece *p, size_t size)
{
	const struct fs_slot *slot = &conn_self()->slot;

	p->count = p->ret.count;
	p->data = p->ret.in_slot ? slot->base : p->ret.data.data_val;
	if (p->count > size ||
	    (p->ret.in_slot ? !slot->base : p->count != p->ret.data.data_len)) {
		piece_finish(p);
		return mount_bad_reply(m, "more data than asked for");
	}
	return 0;
}

static int fetch(struct mount *m, uint64_t handle, off_t off, size_t size,
		 struct piece *p)
{
	fs_read_args args = {
		.handle = handle,
		.offset = off,
		.size = size,
		.slot = conn_self()->slot.base != NULL,
	};
	int err;

	memset(p, 0, sizeof(*p));
	err = CALL(conn_self(), FS_READ, fs_read_args, &args, fs_data_ret,
		   &p->ret);
	return err ? err : piece_take(m, p, size);
}

/* The same of a file that is not open in the daemon, and will be afterwards
 * only if there is more of it.
 */
static int fetch_first(struct mount *m, struct file *f, off_t off, size_t size,
		       struct piece *p)
{
	fs_open_read_args args = {
		.node = f->node->id,
		.offset = off,
		.size = size,
		.slot = conn_self()->slot.base != NULL,
	};
	fs_open_read_ret ret = { 0 };
	int err;

	memset(p, 0, sizeof(*p));
	err = CALL(conn_self(), FS_OPEN_READ, fs_open_read_args, &args,
		   fs_open_read_ret, &ret);
	if (err)
		return err;
	file_set_handle(m, f, ret.handle);
	p->ret = ret.data;
	return piece_take(m, p, size);
}

static size_t fetch_max(void)
{
	const struct fs_slot *s = &conn_self()->slot;

	return s->base ? s->size : FS_INLINE_MAX;
}

/* Reads no larger than the slot, one after another. */
static void read_direct(fuse_req_t req, struct file *f, size_t size, off_t off)
{
	struct mount *m = mount_of(req);
	uint64_t handle = file_handle(f);
	struct piece p;
	int err;

	if (size > fetch_max())
		size = fetch_max();
	err = handle ? fetch(m, handle, off, size, &p)
		     : fetch_first(m, f, off, size, &p);
	if (err) {
		fuse_reply_err(req, err);
		return;
	}
	fuse_reply_buf(req, p.data, p.count);
	piece_finish(&p);
}

/* The piece around what is asked for, of which the rest is kept */
static void read_piece(fuse_req_t req, struct file *f, size_t size, off_t off,
		       off_t start)
{
	struct mount *m = mount_of(req);
	uint64_t handle = file_handle(f), when = nodes_now(m);
	size_t skip = off - start;
	struct piece p;
	int err;

	err = handle ? fetch(m, handle, start, PIECE_SIZE, &p)
		     : fetch_first(m, f, start, PIECE_SIZE, &p);
	if (err) {
		fuse_reply_err(req, err);
		return;
	}
	if (skip > p.count)
		skip = p.count;
	fuse_reply_buf(req, p.data + skip,
		       size < p.count - skip ? size : p.count - skip);
	pieces_keep(m, f->node, start, p.data, p.count, when);
	piece_finish(&p);
}

/* Answer from the buffer if it has all of it. */
static bool read_buffered(fuse_req_t req, struct file *f, size_t size,
			  off_t off)
{
	off_t end = f->ra_off + f->ra_len;

	if (!f->ra_len || f->ra_data != f->node->data || off < f->ra_off ||
	    off > end)
		return false;
	if (off + (off_t)size > end) {
		if (!f->ra_eof)
			return false;
		size = end - off;
	}
	fuse_reply_buf(req, f->ra + (off - f->ra_off), size);
	return true;
}

static bool reserve(struct mount *m, struct file *f, size_t window)
{
	if (f->ra_cap >= window)
		return true;
	file_drop_ra(m, f);
	if (m->ra_total + window > RA_TOTAL_MAX)
		return false;
	f->ra = malloc(window);
	if (!f->ra)
		return false;
	f->ra_cap = window;
	m->ra_total += window;
	return true;
}

static int fill(struct mount *m, struct file *f, uint64_t handle, off_t off,
		size_t window)
{
	uint64_t data = f->node->data;
	struct piece p;
	int err = fetch(m, handle, off, window, &p);

	f->ra_len = 0;
	if (err)
		return err;
	memcpy(f->ra, p.data, p.count);
	f->ra_off = off;
	f->ra_len = p.count;
	f->ra_eof = p.count < window;
	f->ra_data = data;
	piece_finish(&p);
	return 0;
}

/* The next window of a sequential reader; false: read directly. */
static bool read_ahead(fuse_req_t req, struct file *f, size_t size, off_t off)
{
	struct mount *m = mount_of(req);
	size_t max = fetch_max();
	int err;

	f->window = f->window ? f->window * 2 : FIRST_WINDOW;
	if (f->window > max)
		f->window = max;
	if (f->window <= size || !reserve(m, f, f->window))
		return false;
	err = f->handle ? fill(m, f, f->handle, off, f->window) : EAGAIN;
	if (err == EAGAIN)
		return false;
	if (err)
		fuse_reply_err(req, err);
	else
		fuse_reply_buf(req, f->ra, f->ra_len < size ? f->ra_len : size);
	return true;
}

static bool sequential(const struct file *f, off_t off)
{
	return f->next > 0 && off >= f->next - NEAR && off <= f->next + NEAR &&
	       !(f->ra_len && off < f->ra_off);
}

void gm_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
	     struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	struct file *f = file_use(m, ino, fi);
	bool done, near, piece;
	off_t start;

	if (!f) {
		fuse_reply_err(req, errno);
		return;
	}
	if (!m->readonly)
		hold_settle(m, f->node->id);
	if (small_read(req, f, size, off) || image_read(req, f, size, off)) {
		file_put(m, f);
		return;
	}
	pthread_mutex_lock(&f->lock);
	near = sequential(f, off);
	done = read_buffered(req, f, size, off);
	if (!done && near && size < LARGE)
		done = read_ahead(req, f, size, off);
	if (!near)
		f->window = 0;
	piece = !near && !done && pieces_begin(m, f, size, off, &start);
	if (off + (off_t)size > f->next || !near)
		f->next = off + size;
	pthread_mutex_unlock(&f->lock);
	if (piece)
		read_piece(req, f, size, off, start);
	else if (!done)
		read_direct(req, f, size, off);
	file_put(m, f);
}

static int write_piece(struct mount *m, uint64_t handle, const char *buf,
		       size_t size, off_t off, size_t *ret_count)
{
	struct conn *c = conn_self();
	fs_write_args args = { .handle = handle, .offset = off, .count = size };
	fs_count_ret ret = { 0 };
	int err;

	if (c->slot.base) {
		memcpy(c->slot.base, buf, size);
		args.in_slot = 1;
	} else {
		args.data.data_len = size;
		args.data.data_val = (char *)buf;
	}
	err = CALL(c, FS_WRITE, fs_write_args, &args, fs_count_ret, &ret);
	if (!err && ret.count > size)
		err = mount_bad_reply(m, "an impossible count");
	*ret_count = ret.count;
	return err;
}

void gm_write(fuse_req_t req, fuse_ino_t ino, const char *buf, size_t size,
	      off_t off, struct fuse_file_info *fi)
{
	struct mount *m = mount_of(req);
	uint64_t handle = file_handle_of(fi);
	size_t done = 0, max = fetch_max();
	int err;

	node_data_changed(m, ino);
	if (fi->writepage && hold_write(m, file_of(fi), buf, size, off)) {
		fuse_reply_write(req, size);
		return;
	}
	err = hold_error(m, ino);
	later_spend(m, size);
	while (done < size && !err) {
		size_t want = size - done < max ? size - done : max, got = 0;

		err = write_piece(m, handle, buf + done, want, off + done,
				  &got);
		if (err)
			break;
		done += got;
		if (got < want)
			break;
	}
	node_data_changed(m, ino);
	if (fi->writepage)
		node_untimed(m, ino, true);
	if (err && !done)
		fuse_reply_err(req, err);
	else
		fuse_reply_write(req, done);
}
