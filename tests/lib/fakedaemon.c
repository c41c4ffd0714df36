/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fakedaemon.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "handle/error.h"
#include "handle/event.h"
#include "io.h"
#include "launch/launch.h"

static struct fake *current;
static pthread_t thread;
static void (*body)(struct fake *f);

/* What core/launch has for the real thing. */

static void disconnect(guestfs_h *g)
{
	close(g->launch->channel);
	close(g->launch->pidfd);
	free(g->launch);
	g->launch = NULL;
}

int launch_lost(guestfs_h *g)
{
	current->lost = true;
	disconnect(g);
	return guestfs_fail_msg(g, ECONNRESET, "lost");
}

int launch_stop(guestfs_h *g, bool force)
{
	current->stopped = true;
	disconnect(g);
	return 0;
}

void launch_console_read(guestfs_h *g)
{
}

void guestfs_close(guestfs_h *g)
{
}

static guestfs_h *make_handle(int channel, int pidfd)
{
	guestfs_h *g = calloc(1, sizeof(*g));

	g->abort_cb = abort;
	g->identifier = "";
	pthread_mutex_init(&g->lock, NULL);
	pthread_mutex_init(&g->error_lock, NULL);
	pthread_mutex_init(&g->event_lock, NULL);
	if (!error_init(g))
		abort();
	guestfs_set_error_handler(g, NULL, NULL);
	g->state = STATE_READY;
	g->serial = 0x1000;
	g->launch = calloc(1, sizeof(*g->launch));
	g->launch->channel = channel;
	g->launch->pidfd = pidfd;
	g->launch->console = -1;
	return g;
}

static void *run_daemon(void *arg)
{
	struct fake *f = arg;

	body(f);
	return NULL;
}

struct fake *fake_start(void (*daemon)(struct fake *f))
{
	struct fake *f = calloc(1, sizeof(*f));
	int pair[2], death[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0 ||
	    pipe(death) < 0)
		abort();
	f->fd = pair[1];
	f->death = death[1];
	f->g = make_handle(pair[0], death[0]);
	current = f;
	body = daemon;
	if (pthread_create(&thread, NULL, run_daemon, f))
		abort();
	return f;
}

void fake_finish(struct fake *f)
{
	pthread_join(thread, NULL);
	if (f->g->launch)
		disconnect(f->g);
	close(f->fd);
	close(f->death);
	event_finish(f->g);
	error_finish(f->g);
	free(f->g);
	free(f);
}

void fake_write(struct fake *f, const void *buf, size_t n)
{
	/* The library may have hung up, for good reason */
	while (n) {
		ssize_t r = send(f->fd, buf, n, MSG_NOSIGNAL);

		if (r <= 0)
			return;
		buf = (const char *)buf + r;
		n -= r;
	}
}

void fake_word(struct fake *f, uint32_t word)
{
	uint32_t be = htonl(word);

	fake_write(f, &be, sizeof(be));
}

void fake_read(struct fake *f, void *buf, size_t n)
{
	if (io_read_full(f->fd, buf, n) != (ssize_t)n)
		memset(buf, 0, n);
}

static uint32_t read_word(struct fake *f)
{
	uint32_t be;

	fake_read(f, &be, sizeof(be));
	return ntohl(be);
}

void fake_call(struct fake *f)
{
	struct guestfs_message_header h = { 0 };
	uint32_t len = read_word(f);
	char *buf = malloc(len + 1);
	XDR x;

	fake_read(f, buf, len);
	xdrmem_create(&x, buf, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&x, &h))
		abort();
	xdr_destroy(&x);
	free(buf);
	f->serial = h.serial;
}

void fake_message(struct fake *f, struct guestfs_message_header h, xdrproc_t fn,
		  void *ret)
{
	static char buf[1 << 20];
	XDR x;

	h.prog = h.prog ? h.prog : GUESTFS_PROGRAM;
	h.vers = h.vers ? h.vers : GUESTFS_PROTOCOL_VERSION;
	h.proc = h.proc ? h.proc : FAKE_PROC;
	h.serial = h.serial ? h.serial : f->serial;
	xdrmem_create(&x, buf, sizeof(buf), XDR_ENCODE);
	if (!xdr_guestfs_message_header(&x, &h) || (fn && !fn(&x, ret)))
		abort();
	fake_word(f, xdr_getpos(&x));
	fake_write(f, buf, xdr_getpos(&x));
	xdr_destroy(&x);
}

void fake_ok(struct fake *f, xdrproc_t fn, void *ret)
{
	fake_message(f,
		     (struct guestfs_message_header){
			     .direction = GUESTFS_DIRECTION_REPLY },
		     fn, ret);
}

void fake_error(struct fake *f, const char *errno_name, const char *message)
{
	struct guestfs_message_error e = { .errno_name = (char *)errno_name,
					   .message = (char *)message };

	fake_message(f,
		     (struct guestfs_message_header){
			     .direction = GUESTFS_DIRECTION_REPLY,
			     .status = GUESTFS_STATUS_ERROR },
		     (xdrproc_t)xdr_guestfs_message_error, &e);
}

void fake_progress(struct fake *f, uint32_t proc, uint64_t position)
{
	uint32_t v[7] = { htonl(GUESTFS_PROGRESS_FLAG),
			  htonl(proc),
			  htonl(f->serial),
			  htonl(position >> 32),
			  htonl(position),
			  0,
			  htonl(100) };

	fake_write(f, v, sizeof(v));
}

void fake_chunk(struct fake *f, bool cancel, const void *data, size_t n)
{
	static const char pad[4];
	size_t padding = -n & 3;

	fake_word(f, 8 + n + padding);
	fake_word(f, cancel);
	fake_word(f, n);
	fake_write(f, data, n);
	fake_write(f, pad, padding);
}

ssize_t fake_filein(struct fake *f, char *buf)
{
	uint32_t len = read_word(f), cancel, n;

	if (len < 8 || len > GUESTFS_CHUNK_MAX + 8)
		return -1;
	cancel = read_word(f);
	n = read_word(f);
	fake_read(f, buf, len - 8);
	return cancel ? -1 : (ssize_t)n;
}
