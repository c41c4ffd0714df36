// SPDX-License-Identifier: GPL-2.0-or-later
/* FileIn and FileOut: a file as a sequence of chunks. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "io.h"
#include "log.h"
#include "port.h"
#include "reply.h"

/* What a chunk adds to its data: the cancel word and the data's length */
#define CHUNK_HEAD  8
#define CHUNK_BYTES (CHUNK_HEAD + GUESTFS_CHUNK_MAX)

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

enum chunk_kind { CHUNK_DATA, CHUNK_END, CHUNK_CANCELLED, CHUNK_RUBBISH };

/* The next chunk, into @buf; its data are at @buf + CHUNK_HEAD. */
static enum chunk_kind next_chunk(char *buf, size_t *ret_len)
{
	uint32_t len;

	port_read(buf, 4);
	len = word_at(buf);
	if (len < CHUNK_HEAD || len > CHUNK_BYTES)
		return CHUNK_RUBBISH;
	port_read(buf, len);
	if (word_at(buf))
		return CHUNK_CANCELLED;
	*ret_len = word_at(buf + 4);
	if (*ret_len > len - CHUNK_HEAD)
		return CHUNK_RUBBISH;
	return *ret_len ? CHUNK_DATA : CHUNK_END;
}

int filein_receive(int (*write_cb)(void *opaque, const void *buf, size_t n),
		   void *opaque)
{
	static char buf[CHUNK_BYTES];
	struct call *c = call_current();
	int ret = 0, err = 0;
	size_t len = 0;

	if (!c->filein)
		return 0;
	for (;;) {
		switch (next_chunk(buf, &len)) {
		case CHUNK_DATA:
			if (ret < 0 || !write_cb ||
			    write_cb(opaque, buf + CHUNK_HEAD, len) == 0)
				break;
			/* The library stops at this word; take what is still
			 * under way.
			 */
			err = errno;
			ret = -1;
			send_word(GUESTFS_CANCEL_FLAG);
			break;
		case CHUNK_END:
			c->filein = false;
			errno = err;
			return ret;
		case CHUNK_CANCELLED:
			c->filein = false;
			errno = err;
			if (ret < 0)
				return ret;
			reply_error(EINTR, "the transfer was cancelled");
			return -2;
		case CHUNK_RUBBISH:
			/* Where the next message begins nobody knows. */
			log_line("rubbish in place of a file chunk");
			abort();
		}
	}
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

int fileout_begin(void)
{
	call_send_ok();
	return 0;
}

static void send_chunk(int cancel, const void *data, size_t n)
{
	static char buf[4 + CHUNK_BYTES];
	size_t padded = (n + 3) & ~(size_t)3;
	uint32_t head[3] = { htonl(CHUNK_HEAD + padded), htonl(cancel),
			     htonl(n) };

	memcpy(buf, head, 12);
	memcpy(buf + 12, data, n);
	memset(buf + 12 + n, 0, padded - n);
	port_write(buf, 12 + padded);
}

/* The library says CANCEL by a word, which may come at any time. */
static int cancelled(void)
{
	uint32_t word;

	if (!port_readable())
		return 0;
	port_read(&word, 4);
	if (ntohl(word) == GUESTFS_CANCEL_FLAG)
		return 1;
	log_line("word %#x while sending a file", ntohl(word));
	abort();
}

int fileout_send(const void *buf, size_t n)
{
	const char *p = buf;

	while (n) {
		size_t piece = n < GUESTFS_CHUNK_MAX ? n : GUESTFS_CHUNK_MAX;

		if (cancelled()) {
			errno = EINTR;
			return -1;
		}
		send_chunk(0, p, piece);
		p += piece;
		n -= piece;
	}
	return 0;
}

int fileout_end(int ok)
{
	send_chunk(!ok, "", 0);
	return ok ? 0 : -1;
}
