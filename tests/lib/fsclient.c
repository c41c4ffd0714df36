// SPDX-License-Identifier: GPL-2.0-or-later
#include "fsclient.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "errname.h"
#include "io.h"
#include "mailbox.h"
#include "session/session.h"

#define ROOM (2u << 20)

struct fc {
	int fd;
	int server_fd;
	char *slot;
	struct mailbox *mail;
	uint32_t asked;
	bool mail_waits;
	unsigned int serial;
	char *buf;
	pthread_t thread;
};

static void *serve(void *arg)
{
	struct fc *c = arg;

	session_serve(0, c->server_fd, c->slot, c->slot ? FC_SLOT_SIZE : 0);
	return NULL;
}

struct fc *fc_new(int slot)
{
	struct fc *c = calloc(1, sizeof(*c));
	int sv[2];

	if (!c || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv) < 0)
		abort();
	signal(SIGPIPE, SIG_IGN);
	c->fd = sv[0];
	c->server_fd = sv[1];
	c->buf = malloc(ROOM);
	if (slot)
		c->slot = mmap(NULL, FC_SLOT_SIZE, PROT_READ | PROT_WRITE,
			       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (pthread_create(&c->thread, NULL, serve, c))
		abort();
	return c;
}

void fc_free(struct fc *c)
{
	close(c->fd);
	pthread_join(c->thread, NULL);
	if (c->slot)
		munmap(c->slot, FC_SLOT_SIZE);
	free(c->buf);
	free(c);
}

int fc_fd(struct fc *c)
{
	return c->fd;
}

char *fc_slot(struct fc *c)
{
	return c->slot;
}

static void send_bytes(struct fc *c, const void *msg, size_t len)
{
	uint32_t word = htonl(len);

	if (io_write_full(c->fd, &word, 4) < 0 ||
	    io_write_full(c->fd, msg, len) < 0)
		return;
}

struct mailbox *fc_mailbox(struct fc *c)
{
	return (struct mailbox *)(void *)(c->slot + FC_SLOT_SIZE -
					  MAILBOX_SIZE);
}

static void put_mail(struct fc *c, size_t len)
{
	uint32_t bell = htonl(MAILBOX_BELL);

	memcpy(mailbox_ask(c->mail), c->buf, len);
	c->mail->ask_len = len;
	c->mail->asked = c->asked = c->mail->asked + 1;
	c->mail_waits = true;
	if (!c->mail->guest_looks && io_write_full(c->fd, &bell, 4) < 0)
		return;
}

static size_t encode(struct fc *c, unsigned int proc, xdrproc_t xargs,
		     void *args)
{
	struct guestfs_message_header h = {
		.prog = FS_PROGRAM,
		.vers = FS_VERSION,
		.proc = proc,
		.serial = ++c->serial,
	};
	XDR x;

	xdrmem_create(&x, c->buf, ROOM, XDR_ENCODE);
	if (!xdr_guestfs_message_header(&x, &h) || (xargs && !xargs(&x, args)))
		abort();
	return xdr_getpos(&x);
}

void fc_send(struct fc *c, unsigned int proc, xdrproc_t xargs, void *args)
{
	send_bytes(c, c->buf, encode(c, proc, xargs, args));
}

/* Into c->buf; its bytes, or -1 */
static long take_message(struct fc *c)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };
	uint32_t word;

	for (;;) {
		if (c->mail_waits && c->mail->answered == c->asked) {
			c->mail_waits = false;
			memcpy(c->buf, mailbox_answer(c->mail), MAILBOX_ROOM);
			return c->mail->answer_len;
		}
		if (c->mail_waits && poll(&p, 1, 1) == 0)
			continue;
		if (io_read_full(c->fd, &word, 4) != 4)
			return -1;
		if (ntohl(word) == MAILBOX_BELL)
			continue;
		c->mail_waits = false;
		if (ntohl(word) > ROOM ||
		    io_read_full(c->fd, c->buf, ntohl(word)) != ntohl(word))
			return -1;
		return ntohl(word);
	}
}

/* Return: 0 with the result in @ret, an errno, or -1 */
static int receive(struct fc *c, xdrproc_t xret, void *ret)
{
	struct guestfs_message_error e = { 0 };
	struct guestfs_message_header h;
	long len = take_message(c);
	int err;
	XDR x;

	if (len < 0)
		return -1;
	xdrmem_create(&x, c->buf, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&x, &h) ||
	    h.direction != GUESTFS_DIRECTION_REPLY)
		return -1;
	if (h.status == GUESTFS_STATUS_OK)
		return xret && !xret(&x, ret) ? -1 : 0;
	if (!xdr_guestfs_message_error(&x, &e))
		return -1;
	err = errname_to_errno(e.errno_name);
	xdr_free((xdrproc_t)xdr_guestfs_message_error, &e);
	return err;
}

int fc_call(struct fc *c, unsigned int proc, xdrproc_t xargs, void *args,
	    xdrproc_t xret, void *ret)
{
	size_t len = encode(c, proc, xargs, args);
	int err;

	if (c->mail && len <= MAILBOX_ROOM)
		put_mail(c, len);
	else
		send_bytes(c, c->buf, len);
	err = receive(c, xret, ret);
	if (err)
		errno = err;
	return err ? -1 : 0;
}

int fc_raw(struct fc *c, const void *msg, size_t len)
{
	send_bytes(c, msg, len);
	return receive(c, NULL, NULL);
}

#define CALL(c, proc, atype, a, rtype, r)                                      \
	fc_call(c, proc, (xdrproc_t)xdr_##atype, a, (xdrproc_t)xdr_##rtype, r)
#define CALL_VOID(c, proc, atype, a)                                           \
	fc_call(c, proc, (xdrproc_t)xdr_##atype, a, NULL, NULL)

static uint64_t take_entry(struct fs_entry *from, struct fs_entry *to)
{
	if (to)
		*to = *from;
	else
		free(from->stored);
	return from->node;
}

int fc_init(struct fc *c, int readonly, int case_mode)
{
	struct fs_init_args a = { readonly, case_mode };
	struct fs_init_ret r = { 0 };

	if (CALL(c, FS_INIT, fs_init_args, &a, fs_init_ret, &r) < 0)
		return -1;
	free(r.root.stored);
	return r.root.node == 1 ? 0 : -1;
}

int fc_mail(struct fc *c, int wanted)
{
	struct fs_init_args a = { .mailbox = wanted };
	struct fs_init_ret r = { 0 };

	if (CALL(c, FS_INIT, fs_init_args, &a, fs_init_ret, &r) < 0)
		return -1;
	free(r.root.stored);
	c->mail = r.mailbox ? fc_mailbox(c) : NULL;
	if (c->mail)
		c->asked = c->mail->asked;
	return r.mailbox;
}

uint64_t fc_lookup(struct fc *c, uint64_t dir, const char *name,
		   struct fs_entry *e)
{
	struct fs_name_args a = { dir, (char *)name };
	struct fs_entry_ret r = { 0 };

	if (CALL(c, FS_LOOKUP, fs_name_args, &a, fs_entry_ret, &r) < 0)
		return 0;
	return take_entry(&r.entry, e);
}

void fc_forget(struct fc *c, uint64_t node, uint64_t n)
{
	struct fs_forget_one one = { node, n };
	struct fs_forget_args a = { { 1, &one } };

	fc_send(c, FS_FORGET, (xdrproc_t)xdr_fs_forget_args, &a);
}

int fc_getattr(struct fc *c, uint64_t node, uint64_t handle,
	       struct fs_attr *attr)
{
	struct fs_getattr_args a = { node, handle };
	struct fs_attr_ret r = { 0 };

	if (CALL(c, FS_GETATTR, fs_getattr_args, &a, fs_attr_ret, &r) < 0)
		return -1;
	if (attr)
		*attr = r.attr;
	return 0;
}

uint64_t fc_make(struct fc *c, unsigned int proc, uint64_t dir,
		 const char *name, unsigned int mode)
{
	struct fs_make_args a = {
		.parent = dir,
		.name = (char *)name,
		.mode = mode,
		.uid = getuid(),
		.gid = getgid(),
		.target = "target",
	};
	struct fs_make_ret r = { 0 };

	if (CALL(c, proc, fs_make_args, &a, fs_make_ret, &r) < 0)
		return 0;
	return take_entry(&r.entry, NULL);
}

int fc_name(struct fc *c, unsigned int proc, uint64_t dir, const char *name)
{
	struct fs_name_args a = { dir, (char *)name };

	return CALL_VOID(c, proc, fs_name_args, &a);
}

int fc_rename(struct fc *c, uint64_t from, const char *old, uint64_t to,
	      const char *new, unsigned int flags)
{
	struct fs_rename_args a = { from, (char *)old, to, (char *)new, flags };

	return CALL_VOID(c, FS_RENAME, fs_rename_args, &a);
}

uint64_t fc_link(struct fc *c, uint64_t node, uint64_t to, const char *name)
{
	struct fs_link_args a = { node, to, (char *)name };
	struct fs_entry_ret r = { 0 };

	if (CALL(c, FS_LINK, fs_link_args, &a, fs_entry_ret, &r) < 0)
		return 0;
	return take_entry(&r.entry, NULL);
}

uint64_t fc_open(struct fc *c, uint64_t node, unsigned int flags)
{
	struct fs_open_args a = { node, flags };
	struct fs_open_ret r = { 0 };

	if (CALL(c, FS_OPEN, fs_open_args, &a, fs_open_ret, &r) < 0)
		return 0;
	return r.handle;
}

uint64_t fc_create(struct fc *c, uint64_t dir, const char *name,
		   unsigned int flags, unsigned int mode, struct fs_entry *e)
{
	struct fs_make_args a = {
		.parent = dir,
		.name = (char *)name,
		.mode = mode,
		.uid = getuid(),
		.gid = getgid(),
		.flags = flags,
		.target = "",
	};
	struct fs_make_ret r = { 0 };

	if (CALL(c, FS_CREATE, fs_make_args, &a, fs_make_ret, &r) < 0)
		return 0;
	take_entry(&r.entry, e);
	return r.handle;
}

uint64_t fc_opendir(struct fc *c, uint64_t node)
{
	struct fs_node_args a = { node };
	struct fs_open_ret r = { 0 };

	if (CALL(c, FS_OPENDIR, fs_node_args, &a, fs_open_ret, &r) < 0)
		return 0;
	return r.handle;
}

void fc_release(struct fc *c, uint64_t handle)
{
	struct fs_handle_args a = { handle, 0 };

	fc_send(c, FS_RELEASE, (xdrproc_t)xdr_fs_handle_args, &a);
}

static long get_data(struct fc *c, struct fs_data_ret *r, void *buf, size_t n)
{
	long count = r->count;

	if (r->count > n || (!r->in_slot && r->data.data_len != r->count))
		abort();
	if (count)
		memcpy(buf, r->in_slot ? c->slot : r->data.data_val, count);
	xdr_free((xdrproc_t)xdr_fs_data_ret, r);
	return count;
}

long fc_read(struct fc *c, uint64_t handle, void *buf, size_t n, uint64_t off)
{
	struct fs_read_args a = { handle, off, n, !!c->slot };
	struct fs_data_ret r = { 0 };

	if (CALL(c, FS_READ, fs_read_args, &a, fs_data_ret, &r) < 0)
		return -1;
	return get_data(c, &r, buf, n);
}

long fc_write(struct fc *c, uint64_t handle, const void *buf, size_t n,
	      uint64_t off)
{
	struct fs_write_args a = {
		.handle = handle,
		.offset = off,
		.count = n,
	};
	struct fs_count_ret r = { 0 };

	if (c->slot) {
		memcpy(c->slot, buf, n);
		a.in_slot = 1;
	} else {
		a.data.data_len = n;
		a.data.data_val = (char *)buf;
	}
	if (CALL(c, FS_WRITE, fs_write_args, &a, fs_count_ret, &r) < 0)
		return -1;
	return r.count;
}

long fc_readdir(struct fc *c, uint64_t handle, void *buf, size_t n,
		uint64_t cookie, int *ret_eof)
{
	struct fs_read_args a = { handle, cookie, n, !!c->slot };
	struct fs_data_ret r = { 0 };

	if (CALL(c, FS_READDIR, fs_read_args, &a, fs_data_ret, &r) < 0)
		return -1;
	*ret_eof = r.eof;
	return get_data(c, &r, buf, n);
}
