/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"
#include "errname.h"
#include "guestfs_protocol.h"
#include "mailbox.h"
#include "mount.h"

#define LENGTH_WORD 4
/* The largest honest reply is FS_INLINE_MAX of data and its header. */
#define REPLY_MAX (FS_INLINE_MAX + 65536)
#define BUF_MIN	  16384

static __thread struct conn *self;

void conn_bind(struct conn *c)
{
	self = c;
}

struct conn *conn_self(void)
{
	return self;
}

int conn_init(struct conn *c, struct mount *m, int fd, int pidfd,
	      const struct fs_slot *slot)
{
	memset(c, 0, sizeof(*c));
	pthread_mutex_init(&c->lock, NULL);
	c->mount = m;
	c->pidfd = -1;
	c->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (c->fd < 0)
		return -1;
	if (pidfd >= 0) {
		c->pidfd = fcntl(pidfd, F_DUPFD_CLOEXEC, 3);
		if (c->pidfd < 0)
			return -1;
	}
	c->slot = *slot;
	c->mapped = slot->size;
	c->cap = BUF_MIN;
	c->buf = malloc(c->cap);
	return c->buf ? 0 : -1;
}

void conn_finish(struct conn *c)
{
	if (!c->mount)
		return;
	if (c->fd >= 0)
		close(c->fd);
	if (c->pidfd >= 0)
		close(c->pidfd);
	free(c->buf);
	free(c->data);
	pthread_mutex_destroy(&c->lock);
	memset(c, 0, sizeof(*c));
}

static int broken(struct conn *c, const char *what)
{
	c->dead = true;
	if (what)
		mount_bad_reply(c->mount, what);
	return EIO;
}

/* Wait for the socket, or for the appliance's end. */
static int wait_for(struct conn *c, short events)
{
	struct pollfd p[2] = {
		{ .fd = c->fd, .events = events },
		{ .fd = c->pidfd, .events = POLLIN },
	};

	while (poll(p, 2, -1) < 0) {
		if (errno != EINTR)
			return broken(c, NULL);
	}
	/* What it sent before it died is still worth reading. */
	if (p[0].revents & events)
		return 0;
	return broken(c, NULL);
}

static int send_all(struct conn *c, const char *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = send(c->fd, buf, len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
			if (wait_for(c, POLLOUT))
				return EIO;
			continue;
		}
		if (n < 0)
			return broken(c, NULL);
		buf += n;
		len -= n;
	}
	return 0;
}

static int reserve(struct conn *c, size_t need)
{
	char *p;

	if (need <= c->cap)
		return 0;
	p = realloc(c->buf, need);
	if (!p)
		return ENOMEM;
	c->buf = p;
	c->cap = need;
	return 0;
}

static int encode(struct conn *c, enum fs_proc proc, xdrproc_t xargs,
		  void *args, size_t *ret_len)
{
	guestfs_message_header hdr = {
		.prog = FS_PROGRAM,
		.vers = FS_VERSION,
		.proc = proc,
		.direction = GUESTFS_DIRECTION_CALL,
		.serial = ++c->serial,
		.status = GUESTFS_STATUS_OK,
	};
	size_t need;
	uint32_t word;
	XDR xdr;

	need = LENGTH_WORD +
	       xdr_sizeof((xdrproc_t)xdr_guestfs_message_header, &hdr) +
	       xdr_sizeof(xargs, args);
	if (reserve(c, need))
		return ENOMEM;
	xdrmem_create(&xdr, c->buf + LENGTH_WORD, c->cap - LENGTH_WORD,
		      XDR_ENCODE);
	if (!xdr_guestfs_message_header(&xdr, &hdr) || !xargs(&xdr, args)) {
		xdr_destroy(&xdr);
		return EINVAL;
	}
	*ret_len = LENGTH_WORD + xdr_getpos(&xdr);
	xdr_destroy(&xdr);
	word = htonl(*ret_len - LENGTH_WORD);
	memcpy(c->buf, &word, sizeof(word));
	return 0;
}

void conn_mail(struct conn *c)
{
	c->slot.size = c->mapped - MAILBOX_SIZE;
	c->mail = (struct mailbox *)(void *)(c->slot.base + c->slot.size);
	/* An earlier mount may have counted already. */
	c->mail_seq = c->mail->asked;
}

/* By the mailbox where it fits, else by the port */
static int send_call(struct conn *c, size_t len)
{
	uint32_t bell = htonl(MAILBOX_BELL);

	c->mail_waits = c->mail && len - LENGTH_WORD <= MAILBOX_ROOM;
	if (!c->mail_waits)
		return send_all(c, c->buf, len);
	memcpy(mailbox_ask(c->mail), c->buf + LENGTH_WORD, len - LENGTH_WORD);
	c->mail->ask_len = len - LENGTH_WORD;
	atomic_store(&c->mail->asked, ++c->mail_seq);
	if (atomic_load(&c->mail->guest_looks))
		return 0;
	return send_all(c, (const char *)&bell, sizeof(bell));
}

static bool answered(const struct conn *c)
{
	return c->mail_waits && atomic_load(&c->mail->answered) == c->mail_seq;
}

/* The answer leaves shared memory before anything looks at it. */
static int take_mail(struct conn *c, size_t *ret_len)
{
	uint32_t len = c->mail->answer_len;

	c->mail_waits = false;
	if (len == 0 || len > MAILBOX_ROOM)
		return broken(c, "a message of impossible length");
	if (reserve(c, LENGTH_WORD + len))
		return broken(c, NULL);
	memcpy(c->buf + LENGTH_WORD, mailbox_answer(c->mail), len);
	*ret_len = len;
	return 0;
}

/* What there is on the socket; 0, EAGAIN, or EIO */
static int receive_some(struct conn *c, size_t *have)
{
	ssize_t n = recv(c->fd, c->buf + *have, c->cap - *have, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return EAGAIN;
	if (n <= 0)
		return broken(c, NULL);
	*have += n;
	return 0;
}

/* Also those for the mount before, on the same port */
static void drop_bells(struct conn *c, size_t *have)
{
	uint32_t word;

	while (*have >= LENGTH_WORD) {
		memcpy(&word, c->buf, sizeof(word));
		if (ntohl(word) != MAILBOX_BELL)
			return;
		*have -= LENGTH_WORD;
		memmove(c->buf, c->buf + LENGTH_WORD, *have);
	}
}

/* Once the length word is there: how much makes a message */
static int length_of(struct conn *c, size_t *ret_want)
{
	uint32_t word;

	memcpy(&word, c->buf, sizeof(word));
	if (ntohl(word) == 0 || ntohl(word) > REPLY_MAX)
		return broken(c, "a message of impossible length");
	*ret_want = LENGTH_WORD + ntohl(word);
	return reserve(c, *ret_want) ? broken(c, NULL) : 0;
}

/* Receive one message into c->buf; *ret_len without the length word. One
 * request is under way, so nothing can follow its reply: take all there is.
 */
static int receive(struct conn *c, size_t *ret_len)
{
	size_t have = 0, want = LENGTH_WORD;
	int err;

	while (have < want) {
		if (!have && answered(c))
			return take_mail(c, ret_len);
		err = receive_some(c, &have);
		if (err == EAGAIN)
			err = wait_for(c, POLLIN);
		if (err)
			return EIO;
		drop_bells(c, &have);
		if (have >= LENGTH_WORD && want == LENGTH_WORD &&
		    length_of(c, &want))
			return EIO;
	}
	if (have != want)
		return broken(c, "more bytes than one reply");
	*ret_len = want - LENGTH_WORD;
	return 0;
}

static int error_of(XDR *xdr, int *ret_err)
{
	guestfs_message_error err = { 0 };
	int rc = -1;

	if (xdr_guestfs_message_error(xdr, &err)) {
		*ret_err = errname_to_errno(err.errno_name);
		if (*ret_err <= 0)
			*ret_err = EIO;
		rc = 0;
	}
	xdr_free((xdrproc_t)xdr_guestfs_message_error, (char *)&err);
	return rc;
}

static bool header_ok(const guestfs_message_header *h, enum fs_proc proc,
		      uint32_t serial)
{
	return h->prog == FS_PROGRAM && h->vers == FS_VERSION &&
	       h->proc == (unsigned int)proc && h->serial == serial &&
	       h->direction == GUESTFS_DIRECTION_REPLY &&
	       (h->status == GUESTFS_STATUS_OK ||
		h->status == GUESTFS_STATUS_ERROR);
}

int conn_decode(char *buf, size_t len, enum fs_proc proc, uint32_t serial,
		xdrproc_t xret, void *ret, int *ret_err)
{
	guestfs_message_header hdr = { 0 };
	int rc = -1;
	XDR xdr;

	*ret_err = 0;
	xdrmem_create(&xdr, buf, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&xdr, &hdr) ||
	    !header_ok(&hdr, proc, serial))
		goto out;
	if (hdr.status == GUESTFS_STATUS_ERROR)
		rc = error_of(&xdr, ret_err);
	else
		rc = !xret || xret(&xdr, ret) ? 0 : -1;
	if (rc == 0 && xdr_getpos(&xdr) != len)
		rc = -1;
out:
	xdr_destroy(&xdr);
	return rc;
}

int conn_call(struct conn *c, enum fs_proc proc, xdrproc_t xargs, void *args,
	      xdrproc_t xret, void *ret)
{
	size_t len;
	int err;

	LOCK_SCOPE(&c->lock);
	if (c->dead)
		return EIO;
	err = encode(c, proc, xargs, args, &len);
	if (!err)
		err = send_call(c, len);
	if (!err)
		err = receive(c, &len);
	if (err)
		return err;
	if (conn_decode(c->buf + LENGTH_WORD, len, proc, c->serial, xret, ret,
			&err) < 0) {
		/* What came half-way is freed here, for callers look at @ret
		 * on success only.
		 */
		if (xret)
			xdr_free(xret, ret);
		return broken(c, "a reply that cannot be decoded");
	}
	return err;
}

static void tell(struct conn *c, enum fs_proc proc, xdrproc_t xargs, void *args)
{
	size_t len;

	if (!c->dead && !encode(c, proc, xargs, args, &len))
		send_all(c, c->buf, len);
}

void conn_tell(struct conn *c, enum fs_proc proc, xdrproc_t xargs, void *args)
{
	LOCK_SCOPE(&c->lock);
	tell(c, proc, xargs, args);
}

bool conn_try_tell(struct conn *c, enum fs_proc proc, xdrproc_t xargs,
		   void *args)
{
	if (pthread_mutex_trylock(&c->lock))
		return false;
	tell(c, proc, xargs, args);
	pthread_mutex_unlock(&c->lock);
	return true;
}
