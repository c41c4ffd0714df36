/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FileIn. Whoever cancels, the chunks are always brought to their end, so that
 * the connection stays usable.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "guestfs_protocol.h"
#include "launch/launch.h"
#include "rpc/exchange.h"

#define CHUNK_HEAD 12 /* bytes: length word, kind, length of the data */
#define CHUNK_SIZE (CHUNK_HEAD + GUESTFS_CHUNK_MAX)
/* Less than this goes through the port: a turn of the slot costs an answer */
#define SLOT_MIN (16 << 10)
/* Smaller holes are read like data. Larger ones go in parts, for a daemon that
 * must write zeros sees a cancel only between them.
 */
#define HOLE_MIN (1 << 20)
#define HOLE_MAX (64 << 20)

/**
 * struct source - The file that is sent
 * @regular:	Read by position, and asked for holes
 * @pos:	Bytes read
 * @data_end:	No hole is expected before this
 * @sent:	Turns of the slot taken
 * @slot:	The slot, in pieces of @piece bytes; 0: there is none
 * @buf:	For one chunk
 */
struct source {
	struct exchange *e;
	int fd;
	const char *name;
	bool regular;
	uint64_t pos, data_end;
	unsigned int sent;
	char *slot;
	size_t piece;
	char *buf;
};

/* @buf has @n bytes of data after room for the head. */
static int send_chunk(struct source *s, enum guestfs_chunk_kind kind, size_t n)
{
	size_t padded = (n + 3) / 4 * 4;
	uint32_t head[3] = { htonl(8 + padded), htonl(kind), htonl(n) };

	memcpy(s->buf, head, sizeof(head));
	memset(s->buf + CHUNK_HEAD + n, 0, padded - n);
	return wire_send(&s->e->wire, s->buf, CHUNK_HEAD + padded);
}

static int send_turn(struct source *s, enum guestfs_chunk_kind kind, uint64_t n)
{
	uint32_t number[2] = { htonl(n >> 32), htonl(n) };

	memcpy(s->buf + CHUNK_HEAD, number, sizeof(number));
	s->sent++;
	s->e->turns++;
	return send_chunk(s, kind, sizeof(number));
}

static int inbound(void *opaque)
{
	return exchange_recv(opaque, true);
}

/* We want no more, or the daemon. A reply before the end of the file can only
 * be an error.
 */
static bool must_stop(struct exchange *e)
{
	return exchange_must_stop(e) || e->daemon_cancelled || e->message;
}

static bool more_now(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0 && p.revents & POLLIN;
}

/* As much as there is now. Return: bytes, 0 at the end, -1 */
static ssize_t read_some(struct source *s, char *buf, size_t size)
{
	size_t done = 0;
	ssize_t n;

	do {
		n = s->regular ? pread(s->fd, buf + done, size - done, s->pos)
			       : read(s->fd, buf + done, size - done);
		if (n > 0) {
			done += n;
			s->pos += n;
		}
	} while (n > 0 && done < size && (s->regular || more_now(s->fd)));
	/* An error after some bytes is met again by the next read */
	return done ? (ssize_t)done : n;
}

/* The hole at @s->pos, 0 where there is none to speak of */
static uint64_t hole_here(struct source *s)
{
	struct stat st;
	off_t data, end;

	if (!s->regular || s->pos < s->data_end)
		return 0;
	s->data_end = UINT64_MAX;
	data = lseek(s->fd, s->pos, SEEK_DATA);
	if (data < 0 && errno == ENXIO && fstat(s->fd, &st) == 0)
		data = st.st_size;
	if (data >= 0 && data - (off_t)s->pos >= HOLE_MIN) {
		s->data_end = s->pos;
		return data - s->pos;
	}
	end = data < 0 ? -1 : lseek(s->fd, data, SEEK_HOLE);
	if (end > (off_t)s->pos)
		s->data_end = end;
	return 0;
}

static int send_hole(struct source *s, uint64_t n)
{
	if (n > HOLE_MAX)
		n = HOLE_MAX;
	s->pos += n;
	return send_turn(s, GUESTFS_CHUNK_HOLE, n);
}

static int send_data(struct source *s, const char *data, size_t n)
{
	if (s->piece && n >= SLOT_MIN)
		return send_turn(s, GUESTFS_CHUNK_SLOT, n);
	if (s->piece)
		memcpy(s->buf + CHUNK_HEAD, data, n);
	return send_chunk(s, GUESTFS_CHUNK_DATA, n);
}

/* What comes next. Return: 1 sent, 0 nothing more (or nothing that could be
 * read, which is noted), -1 error
 */
static int send_next(struct source *s)
{
	uint64_t hole = s->piece ? hole_here(s) : 0;
	uint64_t n = s->data_end - s->pos;
	char *data = s->buf + CHUNK_HEAD;
	ssize_t r;

	if (hole)
		return send_hole(s, hole) < 0 ? -1 : 1;
	if (s->piece)
		data = s->slot + s->sent % GUESTFS_SLOT_PIECES * s->piece;
	if (!s->piece || n > s->piece)
		n = s->piece ? s->piece : GUESTFS_CHUNK_MAX;
	r = read_some(s, data, n);
	if (r > 0)
		return send_data(s, data, r) < 0 ? -1 : 1;
	if (r < 0 && (errno == EINTR || errno == EAGAIN))
		return 1;
	if (r < 0)
		exchange_local_error(s->e, errno, s->name);
	return 0;
}

static int send_end(struct source *s)
{
	return send_chunk(
		s, must_stop(s->e) ? GUESTFS_CHUNK_CANCEL : GUESTFS_CHUNK_DATA,
		0);
}

/* Return: 1 there is more to do, 0 done, -1 error */
static int step(struct source *s)
{
	int want = WIRE_IN, ready, r = 0;

	if (s->e->turns < GUESTFS_SLOT_PIECES)
		want |= WIRE_FD;
	ready = wire_wait(&s->e->wire, want, s->fd);
	if (ready < 0 || (ready & WIRE_IN && inbound(s->e) < 0))
		return -1;
	if (!must_stop(s->e)) {
		r = ready & WIRE_FD ? send_next(s) : 1;
		if (r)
			return r;
	}
	return send_end(s);
}

int exchange_send_file(struct exchange *e, int fd, const char *name)
{
	cleanup_free char *buf = handle_malloc(e->wire.g, CHUNK_SIZE);
	struct source s = { .e = e, .fd = fd, .name = name, .buf = buf };
	struct stat st;
	int r;

	if (e->wire.g->launch) {
		s.slot = e->wire.g->launch->files.base;
		s.piece = e->wire.g->launch->files.size / GUESTFS_SLOT_PIECES;
	}
	s.regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (!s.regular || !s.piece)
		s.data_end = UINT64_MAX;
	e->wire.inbound = inbound;
	e->wire.opaque = e;
	do
		r = step(&s);
	while (r > 0);
	e->wire.inbound = NULL;
	return r;
}
