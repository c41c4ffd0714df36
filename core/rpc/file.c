/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FileIn and FileOut. Whoever cancels, the stream of chunks is always brought
 * to its end, so that the connection stays usable.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"
#include "rpc/decode.h"
#include "rpc/exchange.h"

#define CHUNK_HEAD 12 /* bytes: length word, cancel, length of the data */
#define CHUNK_SIZE (CHUNK_HEAD + GUESTFS_CHUNK_MAX)

static void local_error(struct exchange *e, int err, const char *name)
{
	if (!e->local_err) {
		e->local_err = err;
		e->local_name = name;
	}
}

/* @buf has @n bytes of data after room for the head. */
static int send_chunk(struct exchange *e, char *buf, size_t n, bool cancel)
{
	size_t padded = (n + 3) / 4 * 4;
	uint32_t head[3] = { htonl(8 + padded), htonl(cancel), htonl(n) };

	memcpy(buf, head, sizeof(head));
	memset(buf + CHUNK_HEAD + n, 0, padded - n);
	return wire_send(&e->wire, buf, CHUNK_HEAD + padded);
}

static int inbound(void *opaque)
{
	return exchange_recv(opaque, true);
}

/* Whether the program wants no more, or we cannot. */
static bool must_stop(struct exchange *e)
{
	if (e->wire.g->user_cancel)
		e->user_cancelled = true;
	return e->user_cancelled || e->local_err;
}

/* The same, or the daemon wants no more. A reply before the end of the file
 * can only be an error.
 */
static bool must_stop_sending(struct exchange *e)
{
	return must_stop(e) || e->daemon_cancelled || e->message;
}

/* One chunk, or the end of the file. Return: 1 more, 0 end, -1 error */
static int send_piece(struct exchange *e, int fd, const char *name, char *buf)
{
	ssize_t n = 0;
	int ready;

	ready = wire_wait(&e->wire, WIRE_IN | WIRE_FD, fd);
	if (ready < 0)
		return -1;
	if (ready & WIRE_IN && inbound(e) < 0)
		return -1;
	if (!must_stop_sending(e)) {
		if (!(ready & WIRE_FD))
			return 1;
		n = read(fd, buf + CHUNK_HEAD, GUESTFS_CHUNK_MAX);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return 1;
		if (n < 0)
			local_error(e, errno, name);
	}
	if (n <= 0)
		return send_chunk(e, buf, 0, must_stop_sending(e));
	return send_chunk(e, buf, n, false) < 0 ? -1 : 1;
}

int exchange_send_file(struct exchange *e, int fd, const char *name)
{
	cleanup_free char *buf = handle_malloc(e->wire.g, CHUNK_SIZE);
	int r;

	e->wire.inbound = inbound;
	e->wire.opaque = e;
	do
		r = send_piece(e, fd, name, buf);
	while (r > 0);
	e->wire.inbound = NULL;
	return r;
}

/* The next chunk into @buf; progress may come in between. */
static int recv_chunk(struct exchange *e, char *buf, struct chunk *ret_chunk)
{
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
	if (!decode_chunk(buf, len, ret_chunk))
		return exchange_broken(e, "malformed chunk");
	return 0;
}

static int cancel(struct exchange *e, bool *cancelled)
{
	if (*cancelled)
		return 0;
	*cancelled = true;
	return wire_send_word(&e->wire, GUESTFS_CANCEL_FLAG);
}

int exchange_recv_file(struct exchange *e, const char *name)
{
	cleanup_free char *buf = handle_malloc(e->wire.g, CHUNK_SIZE);
	cleanup_close int fd = -1;
	bool cancelled = false;
	struct chunk c;

	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC,
		  0666);
	if (fd < 0)
		local_error(e, errno, name);
	for (;;) {
		if (must_stop(e) && cancel(e, &cancelled) < 0)
			return -1;
		if (recv_chunk(e, buf, &c) < 0)
			return -1;
		if (c.cancel)
			e->daemon_cancelled = true;
		if (c.cancel || !c.len)
			break;
		if (!cancelled && io_write_full(fd, c.data, c.len) < 0)
			local_error(e, errno, name);
	}
	/* A full disk may show only now */
	if (fd >= 0 && close(steal_fd(&fd)) < 0)
		local_error(e, errno, name);
	return 0;
}
