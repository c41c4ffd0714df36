/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FileOut. Whoever cancels, the chunks are always brought to their end, so that
 * the connection stays usable.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "launch/launch.h"
#include "rpc/decode.h"
#include "rpc/exchange.h"

#define CHUNK_SIZE (8 + GUESTFS_CHUNK_MAX)
#define ZEROS	   (64 << 10)

/**
 * struct sink - The file that is filled
 * @fd:		-1 where it could not be opened
 * @regular:	It was emptied: holes need not be written
 * @pos:	Bytes that it has, holes included
 * @cancelled:	The daemon was told to stop
 * @taken:	Turns of the slot that it took
 */
struct sink {
	struct exchange *e;
	const char *name;
	int fd;
	bool regular;
	uint64_t pos;
	bool cancelled;
	unsigned int taken;
};

/* Never blocks for long but on a disk: whoever reads our pipe may take its
 * time, and the program may cancel meanwhile.
 */
static void open_sink(struct sink *s)
{
	struct stat st;

	s->fd = open(s->name,
		     O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0666);
	if (s->fd < 0 || fstat(s->fd, &st) < 0) {
		exchange_local_error(s->e, errno, s->name);
		return;
	}
	s->regular = S_ISREG(st.st_mode);
	/* Opened by us, so nobody else's flag */
	if (!s->regular && !S_ISBLK(st.st_mode))
		fcntl(s->fd, F_SETFL, O_NONBLOCK);
}

/* Write all of it, or note why not. -1: the connection is lost */
static int put(struct sink *s, const char *buf, size_t n)
{
	while (n && !exchange_must_stop(s->e)) {
		ssize_t r = write(s->fd, buf, n);

		if (r < 0 && errno == EAGAIN) {
			if (wire_wait(&s->e->wire, WIRE_FD_OUT, s->fd) < 0)
				return -1;
		} else if (r < 0 && errno != EINTR) {
			exchange_local_error(s->e, errno, s->name);
		} else if (r > 0) {
			buf += r;
			n -= r;
			s->pos += r;
		}
	}
	return 0;
}

static int put_zeros(struct sink *s, uint64_t n)
{
	static const char zeros[ZEROS];

	while (n && !exchange_must_stop(s->e)) {
		size_t piece = n < ZEROS ? n : ZEROS;

		if (put(s, zeros, piece) < 0)
			return -1;
		n -= piece;
	}
	return 0;
}

static int put_hole(struct sink *s, uint64_t n)
{
	if (n > INT64_MAX - s->pos)
		return exchange_broken(s->e, "a hole without end");
	if (!s->regular)
		return put_zeros(s, n);
	if (lseek(s->fd, s->pos + n, SEEK_SET) < 0)
		exchange_local_error(s->e, errno, s->name);
	s->pos += n;
	return 0;
}

/* A full disk may show only now. A hole at the end needs its end made. */
static void close_sink(struct sink *s)
{
	if (s->fd < 0)
		return;
	if ((s->regular && !exchange_must_stop(s->e) &&
	     ftruncate(s->fd, s->pos) < 0) ||
	    close(s->fd) < 0)
		exchange_local_error(s->e, errno, s->name);
}

static size_t piece_size(const struct sink *s)
{
	struct launch *l = s->e->wire.g->launch;

	return l ? l->files.size / GUESTFS_SLOT_PIECES : 0;
}

/* The next chunk into @buf; progress may come in between. */
static int recv_chunk(struct sink *s, char *buf, struct chunk *ret_chunk)
{
	struct exchange *e = s->e;
	uint32_t len;

	for (;;) {
		if (wire_recv_word(&e->wire, &len) < 0)
			return -1;
		if (len != GUESTFS_PROGRESS_FLAG)
			break;
		if (exchange_progress(e) < 0)
			return -1;
	}
	if (!decode_chunk_len(len))
		return exchange_broken(e, "impossible length of a chunk");
	if (wire_recv(&e->wire, buf, len) < 0)
		return -1;
	if (!decode_chunk(buf, len, piece_size(s), ret_chunk))
		return exchange_broken(e, "malformed chunk");
	return 0;
}

/* From the slot it is written as it is at this moment: it is the guest's data,
 * to change as it likes.
 */
static int take(struct sink *s, const struct chunk *c)
{
	size_t piece = piece_size(s);
	const char *data = c->data;
	int r;

	if (c->kind == GUESTFS_CHUNK_SLOT)
		data = s->e->wire.g->launch->files.base +
		       s->taken % GUESTFS_SLOT_PIECES * piece;
	r = c->kind == GUESTFS_CHUNK_HOLE ? put_hole(s, c->len)
					  : put(s, data, c->len);
	if (r < 0 || c->kind == GUESTFS_CHUNK_DATA)
		return r;
	s->taken++;
	return wire_send_word(&s->e->wire, GUESTFS_PIECE_FLAG);
}

static int cancel(struct sink *s)
{
	if (s->cancelled)
		return 0;
	s->cancelled = true;
	return wire_send_word(&s->e->wire, GUESTFS_CANCEL_FLAG);
}

static int receive(struct sink *s)
{
	cleanup_free char *buf = handle_malloc(s->e->wire.g, CHUNK_SIZE);
	struct chunk c;

	for (;;) {
		if (exchange_must_stop(s->e) && cancel(s) < 0)
			return -1;
		if (recv_chunk(s, buf, &c) < 0)
			return -1;
		if (c.kind == GUESTFS_CHUNK_CANCEL)
			s->e->daemon_cancelled = true;
		if (c.kind == GUESTFS_CHUNK_CANCEL || !c.len)
			return 0;
		if (!s->cancelled && take(s, &c) < 0)
			return -1;
	}
}

/* A reader that has gone is an error like others, not the program's end. */
static int receive_quietly(struct sink *s)
{
	const struct timespec now = { 0 };
	sigset_t set, pending, old;
	int r, saved;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	r = receive(s);
	saved = errno;
	if (s->e->local_err == EPIPE && !sigismember(&pending, SIGPIPE))
		sigtimedwait(&set, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = saved;
	return r;
}

int exchange_recv_file(struct exchange *e, const char *name)
{
	struct sink s = { .e = e, .name = name, .fd = -1 };
	int r;

	open_sink(&s);
	r = receive_quietly(&s);
	close_sink(&s);
	return r;
}
