// SPDX-License-Identifier: GPL-2.0-or-later
/* FileIn: a file that the library sends. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "chunk.h"
#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "port.h"
#include "reply.h"

#define ZEROS (64 * 1024)

enum piece_kind { PIECE_DATA, PIECE_HOLE, PIECE_END, PIECE_CANCELLED };

/**
 * struct piece - A chunk that came
 * @data:	Of PIECE_DATA; in the slot or in a buffer
 * @len:	Bytes of data or hole
 * @turn:	It takes a turn of the slot, to be given back
 */
struct piece {
	enum piece_kind kind;
	const char *data;
	uint64_t len;
	bool turn;
};

static void send_word(uint32_t word)
{
	word = htonl(word);
	port_write(&word, 4);
}

static uint32_t word_at(const char *p)
{
	uint32_t w;

	memcpy(&w, p, 4);
	return ntohl(w);
}

/* Where the next message begins nobody knows. */
static void rubbish(void)
{
	log_line("rubbish in place of a file chunk");
	abort();
}

/* A chunk about the slot: its data are a number. */
static void take_turn(const char *data, size_t len, unsigned int turn,
		      struct piece *p)
{
	if (len != 8 || !chunk_piece_size())
		rubbish();
	p->len = (uint64_t)word_at(data) << 32 | word_at(data + 4);
	p->turn = true;
	p->data = chunk_piece(turn);
	if (p->kind == PIECE_DATA && p->len > chunk_piece_size())
		rubbish();
}

static void next_piece(unsigned int turn, struct piece *p)
{
	static char buf[CHUNK_BYTES];
	const char *data = buf + CHUNK_HEAD;
	uint32_t len, n;

	port_read(buf, 4);
	len = word_at(buf);
	if (len < CHUNK_HEAD || len > CHUNK_BYTES)
		rubbish();
	port_read(buf, len);
	n = word_at(buf + 4);
	if (n > len - CHUNK_HEAD)
		rubbish();
	switch (word_at(buf)) {
	case GUESTFS_CHUNK_DATA:
		*p = (struct piece){ n ? PIECE_DATA : PIECE_END, data, n,
				     false };
		break;
	case GUESTFS_CHUNK_SLOT:
		*p = (struct piece){ .kind = PIECE_DATA };
		take_turn(data, n, turn, p);
		break;
	case GUESTFS_CHUNK_HOLE:
		*p = (struct piece){ .kind = PIECE_HOLE };
		take_turn(data, n, turn, p);
		break;
	default:
		*p = (struct piece){ .kind = PIECE_CANCELLED };
	}
}

/* A hole for someone who knows only bytes */
static int write_zeros(const struct filein *f, uint64_t n)
{
	static const char zeros[ZEROS];

	while (n) {
		size_t piece = n < ZEROS ? n : ZEROS;

		if (f->data(f->opaque, zeros, piece) < 0)
			return -1;
		n -= piece;
	}
	return 0;
}

static int take(const struct filein *f, const struct piece *p)
{
	if (!f->data)
		return 0;
	if (p->kind == PIECE_DATA)
		return f->data(f->opaque, p->data, p->len);
	return f->hole ? f->hole(f->opaque, p->len) : write_zeros(f, p->len);
}

/* The file is over. @err: why we gave it up, or 0 */
static int finish(const struct piece *p, int err)
{
	call_current()->filein = false;
	errno = err;
	if (err)
		return -1;
	if (p->kind == PIECE_END)
		return 0;
	reply_error(EINTR, "the transfer was cancelled");
	return -2;
}

int filein_take(const struct filein *f)
{
	unsigned int turn = 0;
	struct piece p;
	int err = 0;

	if (!call_current()->filein)
		return 0;
	for (;;) {
		next_piece(turn, &p);
		if (p.kind == PIECE_END || p.kind == PIECE_CANCELLED)
			return finish(&p, err);
		/* The library stops at this word; take what is still under
		 * way.
		 */
		if (!err && take(f, &p) < 0) {
			err = errno ? errno : EIO;
			send_word(GUESTFS_CANCEL_FLAG);
		}
		turn += p.turn;
		if (p.turn && !err)
			send_word(GUESTFS_PIECE_FLAG);
	}
}

int filein_receive(int (*write_cb)(void *opaque, const void *buf, size_t n),
		   void *opaque)
{
	return filein_take(
		&(struct filein){ .data = write_cb, .opaque = opaque });
}

static int to_fd(void *opaque, const void *buf, size_t n)
{
	return io_write_full(*(int *)opaque, buf, n);
}

int filein_to_fd(int fd)
{
	return filein_receive(to_fd, &fd);
}

static int refuse(void *opaque, const void *buf, size_t n)
{
	errno = ECANCELED;
	return -1;
}

void filein_give_up(void)
{
	filein_receive(refuse, NULL);
}
