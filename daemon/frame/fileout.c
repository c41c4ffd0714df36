// SPDX-License-Identifier: GPL-2.0-or-later
/* FileOut: a file that the library receives. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "chunk.h"
#include "log.h"
#include "port.h"
#include "reply.h"

#define LENGTH_WORD 4
#define HEAD	    (LENGTH_WORD + CHUNK_HEAD)
/* Less than this goes through the port: a turn of the slot costs an answer */
#define SLOT_MIN (64 * 1024)

/**
 * struct out - The FileOut of the current call
 * @message:	A chunk in the making: data behind room for the head
 * @gathered:	Bytes of data in it
 * @sent:	Turns of the slot that were taken
 * @done:	Turns that the library gave back
 */
static struct {
	char message[HEAD + GUESTFS_CHUNK_MAX];
	size_t gathered;
	unsigned int sent, done;
	bool cancelled;
} out;

int fileout_begin(void)
{
	out.gathered = 0;
	out.sent = out.done = 0;
	out.cancelled = false;
	call_send_ok();
	return 0;
}

static void send_chunk(enum guestfs_chunk_kind kind, size_t n)
{
	size_t padded = (n + 3) & ~(size_t)3;
	uint32_t head[3] = { htonl(CHUNK_HEAD + padded), htonl(kind),
			     htonl(n) };

	memcpy(out.message, head, sizeof(head));
	memset(out.message + HEAD + n, 0, padded - n);
	port_write(out.message, HEAD + padded);
}

static void take_word(void)
{
	uint32_t word;

	port_read(&word, 4);
	word = ntohl(word);
	if (word == GUESTFS_CANCEL_FLAG) {
		out.cancelled = true;
	} else if (word == GUESTFS_PIECE_FLAG && out.done != out.sent) {
		out.done++;
	} else {
		log_line("word %#x while sending a file", word);
		abort();
	}
}

/* What the library has said, waiting until no more than @turns are out. */
static int listen_until(unsigned int turns)
{
	while (!out.cancelled &&
	       (out.sent - out.done > turns || port_readable()))
		take_word();
	if (!out.cancelled)
		return 0;
	errno = EINTR;
	return -1;
}

static int flush(void)
{
	size_t n = out.gathered;

	out.gathered = 0;
	if (listen_until(GUESTFS_SLOT_PIECES) < 0)
		return -1;
	if (n)
		send_chunk(GUESTFS_CHUNK_DATA, n);
	return 0;
}

static int gather(const char *buf, size_t n)
{
	while (n) {
		size_t room = GUESTFS_CHUNK_MAX - out.gathered;
		size_t piece = n < room ? n : room;

		memmove(out.message + HEAD + out.gathered, buf, piece);
		out.gathered += piece;
		buf += piece;
		n -= piece;
		if (out.gathered == GUESTFS_CHUNK_MAX && flush() < 0)
			return -1;
	}
	return 0;
}

static int send_turn(enum guestfs_chunk_kind kind, uint64_t n)
{
	uint32_t number[2] = { htonl(n >> 32), htonl(n) };

	if (flush() < 0 || listen_until(GUESTFS_SLOT_PIECES - 1) < 0)
		return -1;
	memcpy(out.message + HEAD, number, sizeof(number));
	send_chunk(kind, sizeof(number));
	out.sent++;
	return 0;
}

void *fileout_room(size_t *ret_size)
{
	if (flush() < 0)
		return NULL;
	*ret_size = GUESTFS_CHUNK_MAX;
	if (!chunk_piece_size())
		return out.message + HEAD;
	if (listen_until(GUESTFS_SLOT_PIECES - 1) < 0)
		return NULL;
	*ret_size = chunk_piece_size();
	return chunk_piece(out.sent);
}

int fileout_send(const void *buf, size_t n)
{
	const char *p = buf;
	size_t size;
	void *room;

	if (n < SLOT_MIN || !chunk_piece_size())
		return gather(p, n);
	if (p == chunk_piece(out.sent))
		return send_turn(GUESTFS_CHUNK_SLOT, n);
	while (n) {
		room = fileout_room(&size);
		if (!room)
			return -1;
		size = n < size ? n : size;
		memcpy(room, p, size);
		if (send_turn(GUESTFS_CHUNK_SLOT, size) < 0)
			return -1;
		p += size;
		n -= size;
	}
	return 0;
}

static int send_zeros(uint64_t n)
{
	static const char zeros[4096];

	while (n) {
		size_t piece = n < sizeof(zeros) ? n : sizeof(zeros);

		if (gather(zeros, piece) < 0)
			return -1;
		n -= piece;
	}
	return 0;
}

int fileout_hole(uint64_t n)
{
	return chunk_piece_size() ? send_turn(GUESTFS_CHUNK_HOLE, n)
				  : send_zeros(n);
}

int fileout_end(int ok)
{
	if (ok && flush() < 0)
		ok = 0;
	send_chunk(ok ? GUESTFS_CHUNK_DATA : GUESTFS_CHUNK_CANCEL, 0);
	return ok ? 0 : -1;
}
