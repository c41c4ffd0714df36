/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rpc/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "launch/launch.h"

/* user_cancel may be set by a thread that cannot wake us: look that often */
#define SLICE_MS 250

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t wire_until(int timeout_ms)
{
	return timeout_ms > 0 ? now_ms() + timeout_ms : 0;
}

static int slice(const struct wire *w)
{
	int64_t left;

	if (!w->until_ms)
		return SLICE_MS;
	left = w->until_ms - now_ms();
	return left <= 0 ? 0 : left < SLICE_MS ? (int)left : SLICE_MS;
}

/* A callback may have stopped the appliance behind our back. */
static struct launch *running(const struct wire *w)
{
	if (!w->g->launch)
		errno = ECONNRESET;
	return w->g->launch;
}

static int check_limits(const struct wire *w)
{
	if (!running(w))
		return -1;
	if (w->cancellable && w->g->user_cancel) {
		errno = EINTR;
		return -1;
	}
	if (w->until_ms && now_ms() >= w->until_ms) {
		errno = ETIMEDOUT;
		return -1;
	}
	return 0;
}

int wire_wait(struct wire *w, int want, int fd)
{
	struct pollfd p[4];
	struct launch *l;
	int n, ready = 0;

	if (check_limits(w) < 0)
		return -1;
	l = w->g->launch;
	p[0] = (struct pollfd){ .fd = l->channel,
				.events = (want & WIRE_IN ? POLLIN : 0) |
					  (want & WIRE_OUT ? POLLOUT : 0) };
	p[1] = (struct pollfd){ .fd = l->console, .events = POLLIN };
	p[2] = (struct pollfd){ .fd = l->pidfd, .events = POLLIN };
	p[3] = (struct pollfd){ .fd = want & (WIRE_FD | WIRE_FD_OUT) ? fd : -1,
				.events = want & WIRE_FD ? POLLIN : POLLOUT };
	n = poll(p, 4, slice(w));
	if (n < 0 && errno != EINTR)
		return -1;
	if (n <= 0)
		return 0;
	/* What the daemon said last comes before the news of its death */
	if (want & WIRE_IN && p[0].revents & (POLLIN | POLLHUP))
		ready |= WIRE_IN;
	if (p[0].revents & POLLOUT)
		ready |= WIRE_OUT;
	if (p[3].revents)
		ready |= want & (WIRE_FD | WIRE_FD_OUT);
	if (p[1].revents)
		launch_console_read(w->g);
	if ((p[2].revents && !(ready & WIRE_IN)) ||
	    p[0].revents & (POLLERR | POLLNVAL) ||
	    (!ready && p[0].revents & POLLHUP)) {
		errno = ECONNRESET;
		return -1;
	}
	return ready;
}

int wire_recv(struct wire *w, void *buf, size_t n)
{
	while (n) {
		ssize_t r;

		if (!running(w))
			return -1;
		r = recv(w->g->launch->channel, buf, n, MSG_DONTWAIT);
		if (r == 0) {
			errno = ECONNRESET;
			return -1;
		}
		if (r < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (r < 0 && wire_wait(w, WIRE_IN, -1) < 0)
			return -1;
		if (r < 0)
			continue;
		buf = (char *)buf + r;
		n -= r;
	}
	return 0;
}

int wire_send(struct wire *w, const void *buf, size_t n)
{
	int want = WIRE_OUT | (w->inbound ? WIRE_IN : 0);

	while (n) {
		ssize_t r;

		if (!running(w))
			return -1;
		r = send(w->g->launch->channel, buf, n,
			 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (r >= 0) {
			buf = (const char *)buf + r;
			n -= r;
			continue;
		}
		if (errno == EPIPE)
			errno = ECONNRESET;
		if (errno != EAGAIN && errno != EINTR)
			return -1;
		r = wire_wait(w, want, -1);
		if (r < 0 || (r & WIRE_IN && w->inbound(w->opaque) < 0))
			return -1;
	}
	return 0;
}

int wire_peek(struct wire *w, void *buf, size_t n)
{
	for (;;) {
		ssize_t r = running(w) ? recv(w->g->launch->channel, buf, n,
					      MSG_DONTWAIT | MSG_PEEK)
				       : -1;

		if (r == (ssize_t)n)
			return 0;
		if (r == 0)
			errno = ECONNRESET;
		if (r == 0 || (r < 0 && errno != EAGAIN && errno != EINTR))
			return -1;
		if (r < 0 && wire_wait(w, WIRE_IN, -1) < 0)
			return -1;
		/* Some of it: poll(2) would not wait for the rest */
		if (r > 0 && (check_limits(w) < 0 || poll(NULL, 0, 1) < 0))
			return -1;
	}
}

int wire_recv_word(struct wire *w, uint32_t *ret_word)
{
	uint32_t be;

	if (wire_recv(w, &be, sizeof(be)) < 0)
		return -1;
	*ret_word = ntohl(be);
	return 0;
}

int wire_send_word(struct wire *w, uint32_t word)
{
	uint32_t be = htonl(word);

	return wire_send(w, &be, sizeof(be));
}
