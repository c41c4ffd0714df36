// SPDX-License-Identifier: GPL-2.0-or-later
#include "serve.h"

#include <endian.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"
#include "errname.h"
#include "gate.h"
#include "io.h"
#include "mail.h"
#include "mailbox.h"
#include "procs.h"

#define WORD	   4
#define REPLY_ROOM 16384 /* header, and any result but data */

/**
 * union any_args - Room for the arguments of any procedure
 *
 * The same with any_ret. Both stay zeroed so that xdr_free() may always run.
 */
union any_args {
	struct fs_make_args make;
	struct fs_rename_args rename;
	struct fs_setattr_args setattr;
	struct fs_setxattr_args setxattr;
	struct fs_write_args write;
	struct fs_copy_range_args copy;
	struct fs_write_set_args write_set;
	struct fs_batch_args batch;
	char room[256];
};

union any_ret {
	struct fs_make_ret make;
	struct fs_data_ret data;
	struct fs_open_read_ret open_read;
	struct fs_statfs_ret statfs;
	struct fs_batch_ret batch;
	char room[256];
};

int serve_start(void)
{
	/* Modes come as they shall be; the mask of the other threads must
	 * not touch them.
	 */
	if (unshare(CLONE_FS) < 0)
		return -1;
	umask(0);
	return 0;
}

char *serve_data(struct session *s, bool slot, size_t *size, bool *ret_in_slot)
{
	bool in_slot = slot && s->slot_size;
	size_t max = in_slot ? s->slot_size : FS_INLINE_MAX;

	*ret_in_slot = in_slot;
	if (*size > max)
		*size = max;
	if (in_slot)
		return s->slot;
	if (!s->data &&
	    posix_memalign((void **)&s->data, 4096, FS_INLINE_MAX)) {
		s->data = NULL;
		errno = ENOMEM;
	}
	return s->data;
}

static int reply_room(struct serve_reply *reply, size_t n)
{
	char *p;

	if (reply->cap >= n)
		return 0;
	p = realloc(reply->buf, n);
	if (!p)
		return -1;
	reply->buf = p;
	reply->cap = n;
	return 0;
}

static void put_word(char *p, size_t n)
{
	uint32_t be = htobe32(n);

	memcpy(p, &be, sizeof(be));
}

static int encode(struct serve_reply *reply,
		  const struct guestfs_message_header *call, int status,
		  xdrproc_t xbody, void *body)
{
	struct guestfs_message_header head = *call;
	XDR x;

	head.direction = GUESTFS_DIRECTION_REPLY;
	head.status = status;
	xdrmem_create(&x, reply->buf + WORD, reply->cap - WORD, XDR_ENCODE);
	if (!xdr_guestfs_message_header(&x, &head) ||
	    (xbody && !xbody(&x, body)))
		return -1;
	reply->len = WORD + xdr_getpos(&x);
	put_word(reply->buf, xdr_getpos(&x));
	return 0;
}

static int reply_error(struct serve_reply *reply,
		       const struct guestfs_message_header *call, int err)
{
	struct guestfs_message_error e = {
		.errno_name = (char *)errname(err),
		.message = strerror(err),
	};

	if (reply_room(reply, REPLY_ROOM) < 0)
		return -1;
	return encode(reply, call, GUESTFS_STATUS_ERROR,
		      (xdrproc_t)xdr_guestfs_message_error, &e);
}

/* What a result holds beyond its struct, but for short strings */
static size_t data_in(const struct proc *p, const union any_ret *ret)
{
	if (p->xret == (xdrproc_t)xdr_fs_data_ret)
		return ret->data.data.data_len;
	if (p->xret == (xdrproc_t)xdr_fs_open_read_ret)
		return ret->open_read.data.data.data_len;
	if (p->xret == (xdrproc_t)xdr_fs_batch_ret)
		return ret->batch.items.items_len *
		       (sizeof(struct fs_one_ret) + sizeof(struct fs_attr));
	return 0;
}

static int reply_ok(struct serve_reply *reply,
		    const struct guestfs_message_header *call,
		    const struct proc *p, union any_ret *ret)
{
	if (reply_room(reply, REPLY_ROOM + data_in(p, ret)) < 0)
		return -1;
	return encode(reply, call, GUESTFS_STATUS_OK, p->xret, ret);
}

/* rpcgen's strings end at a NUL in them. Such a name is another one than was
 * sent: what was decoded does not encode to the same bytes.
 */
static bool strings_whole(const struct proc *p, union any_args *args,
			  const char *msg, size_t len)
{
	cleanup_free char *again = malloc(len);
	bool same;
	XDR x;

	if (!again)
		return false;
	xdrmem_create(&x, again, len, XDR_ENCODE);
	same = p->xargs(&x, args) && xdr_getpos(&x) == len &&
	       !memcmp(again, msg, len);
	xdr_destroy(&x);
	return same;
}

static int decode(const struct proc *p, XDR *x, const char *msg, size_t len,
		  union any_args *args)
{
	size_t from = xdr_getpos(x);

	if (p->xargs && !p->xargs(x, args))
		return fs_fail(EINVAL);
	if (xdr_getpos(x) != len)
		return fs_fail(EINVAL);
	if (p->flags & PROC_STRINGS &&
	    !strings_whole(p, args, msg + from, len - from))
		return fs_fail(EINVAL);
	return 0;
}

static int carry_out(struct session *s, const struct proc *p,
		     union any_args *args, union any_ret *ret)
{
	int r, err;

	if (p->flags & PROC_WRITES && s->readonly)
		return fs_fail(EROFS);
	if (p->flags & PROC_INIT)
		return p->fn(s, args, ret);
	gate_enter();
	r = p->fn(s, args, ret);
	err = errno;
	gate_leave();
	errno = err;
	return r;
}

static int call_proc(struct session *s, const struct proc *p, XDR *x,
		     const char *msg, size_t len, union any_ret *ret)
{
	union any_args args;
	int r, err;

	memset(&args, 0, sizeof(args));
	r = decode(p, x, msg, len, &args);
	if (r == 0)
		r = carry_out(s, p, &args, ret);
	err = errno;
	if (p->xargs)
		xdr_free(p->xargs, &args);
	errno = err;
	return r;
}

static bool is_request(const struct guestfs_message_header *h)
{
	return h->prog == FS_PROGRAM && h->vers == FS_VERSION &&
	       h->direction == GUESTFS_DIRECTION_CALL &&
	       h->status == GUESTFS_STATUS_OK;
}

int serve_message(struct session *s, const char *msg, size_t len,
		  struct serve_reply *reply)
{
	struct guestfs_message_header head;
	const struct proc *p;
	union any_ret ret;
	XDR x;

	reply->len = 0;
	xdrmem_create(&x, (char *)msg, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&x, &head))
		return fs_fail(EPROTO);
	if (!is_request(&head))
		return reply_error(reply, &head, EPROTO);
	p = proc_find(head.proc);
	if (!p)
		return reply_error(reply, &head, ENOSYS);

	memset(&ret, 0, sizeof(ret));
	if (call_proc(s, p, &x, msg, len, &ret) < 0)
		return p->flags & PROC_SILENT
			       ? 0
			       : reply_error(reply, &head, errno);
	return p->flags & PROC_SILENT ? 0 : reply_ok(reply, &head, p, &ret);
}

/**
 * struct inbox - Bytes that came from the host
 * @buf:	Messages with their length words
 * @len:	Bytes in it
 * @pos:	Where the next message begins
 * @cap:	Allocated
 */
struct inbox {
	char *buf;
	size_t len;
	size_t pos;
	size_t cap;
};

static void inbox_compact(struct inbox *in)
{
	if (in->pos)
		memmove(in->buf, in->buf + in->pos, in->len - in->pos);
	in->len -= in->pos;
	in->pos = 0;
}

static int inbox_room(struct inbox *in, size_t n)
{
	char *p;

	if (in->cap - in->pos >= n)
		return 0;
	inbox_compact(in);
	if (in->cap >= n)
		return 0;
	p = realloc(in->buf, n);
	if (!p)
		return -1;
	in->buf = p;
	in->cap = n;
	return 0;
}

static void wait_for_host(void)
{
	const struct timespec ts = { .tv_nsec = 10 * 1000 * 1000 };

	nanosleep(&ts, NULL);
}

/* A new host does not go on with half a message of the old one. */
static bool host_left(struct inbox *in)
{
	bool had_some = in->len > in->pos;

	in->len = in->pos = 0;
	wait_for_host();
	return had_some;
}

/* Return: 1; 0 at the end of file; -1 with errno; 2 when a half message was
 * dropped
 */
static int inbox_need(struct inbox *in, int fd, size_t n, bool wait)
{
	while (in->len - in->pos < n) {
		ssize_t r;

		if (inbox_room(in, n < 65536 ? 65536 : n) < 0)
			return -1;
		r = read(fd, in->buf + in->len, in->cap - in->len);
		if (r < 0 && errno == EINTR)
			continue;
		/* A host on a socket that left with a bell unread */
		if (r < 0 && errno == ECONNRESET)
			r = 0;
		if (r < 0)
			return -1;
		if (r == 0 && !wait)
			return 0;
		if (r == 0 && host_left(in))
			return 2;
		in->len += r;
	}
	return 1;
}

static uint32_t inbox_word(const struct inbox *in)
{
	uint32_t be;

	memcpy(&be, in->buf + in->pos, sizeof(be));
	return be32toh(be);
}

/* As inbox_need(), with 2 for the mailbox's bell too; the message is @ret_len
 * bytes at @pos afterwards.
 */
static int next_message(struct inbox *in, int fd, bool wait, size_t *ret_len)
{
	int r = inbox_need(in, fd, WORD, wait);

	if (r != 1)
		return r;
	*ret_len = inbox_word(in);
	if (*ret_len == MAILBOX_BELL) {
		in->pos += WORD;
		*ret_len = 0;
		return 2;
	}
	if (*ret_len > GUESTFS_MESSAGE_MAX)
		return fs_fail(EPROTO);
	r = inbox_need(in, fd, WORD + *ret_len, wait);
	if (r == 1)
		in->pos += WORD;
	return r;
}

static int serve_mail(struct session *s, struct serve_reply *reply)
{
	cleanup_free char *buf = malloc(MAILBOX_ROOM);
	int r = 0;

	if (!buf)
		return -1;
	while (r == 0 && mail_look(s)) {
		ssize_t len = mail_take(s, buf);

		if (len < 0)
			return fs_fail(EPROTO);
		r = serve_message(s, buf, len, reply);
		mail_done();
		if (r == 0)
			r = mail_answer(s, reply);
	}
	return r;
}

static int serve_next(struct session *s, struct inbox *in, bool wait,
		      struct serve_reply *reply)
{
	size_t len = 0;
	int r = next_message(in, s->fd, wait, &len);

	if (r != 1)
		return r;
	r = serve_message(s, in->buf + in->pos, len, reply);
	if (r < 0)
		return -1;
	in->pos += len;
	r = io_write_full(s->fd, reply->buf, reply->len);
	return r < 0 ? -1 : 1;
}

int serve_loop(struct session *s, bool wait)
{
	struct serve_reply reply = { 0 };
	struct inbox in = { 0 };
	int r = 1;

	while (r > 0) {
		if (in.pos == in.len) {
			in.pos = in.len = 0;
			if (s->mail && serve_mail(s, &reply) < 0) {
				r = -1;
				break;
			}
		}
		r = serve_next(s, &in, wait, &reply);
	}
	free(reply.buf);
	free(in.buf);
	return r;
}

void serve_finish(struct session *s)
{
	mail_open(s, false);
	free(s->data);
	free(s->many);
	free(s->extents);
	free(s->batch);
	free(s->spares);
	s->data = NULL;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}
