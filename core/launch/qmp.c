/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "qmp.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "cleanup.h"

#define MAX_LINE (1 << 20)

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left = deadline - now_ms();
	int r = poll(&p, 1, left > 0 ? left : 0);

	if (r == 0)
		errno = ETIMEDOUT;
	return r > 0 || (r < 0 && errno == EINTR) ? 0 : -1;
}

/* One line of at most MAX_LINE bytes. Bytes are taken one line at a time, so
 * that nothing is left over between calls: peek, find the newline, take.
 */
static char *read_line(int fd, int64_t deadline)
{
	cleanup_free char *line = NULL;
	size_t len = 0;

	for (;;) {
		char buf[4096], *nl, *bigger;
		ssize_t n;

		if (wait_for(fd, POLLIN, deadline) < 0)
			return NULL;
		n = recv(fd, buf, sizeof(buf), MSG_PEEK | MSG_DONTWAIT);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0 || len + n > MAX_LINE) {
			errno = n < 0 ? errno : n == 0 ? ECONNRESET : EPROTO;
			return NULL;
		}
		nl = memchr(buf, '\n', n);
		if (nl)
			n = nl + 1 - buf;
		bigger = realloc(line, len + n + 1);
		if (!bigger)
			return NULL;
		line = bigger;
		n = recv(fd, line + len, n, 0);
		if (n < 0)
			return NULL;
		len += n;
		line[len] = '\0';
		if (nl)
			return steal_ptr(&line);
	}
}

static json_object *read_message(int fd, int64_t deadline)
{
	cleanup_free char *line = read_line(fd, deadline);
	json_object *m;

	if (!line)
		return NULL;
	m = json_tokener_parse(line);
	if (!json_object_is_type(m, json_type_object)) {
		json_object_put(m);
		errno = EPROTO;
		return NULL;
	}
	return m;
}

static int send_all(int fd, const char *s, int64_t deadline)
{
	size_t left = strlen(s);

	while (left) {
		ssize_t n = send(fd, s, left, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (n < 0 && wait_for(fd, POLLOUT, deadline) < 0)
			return -1;
		if (n > 0) {
			s += n;
			left -= n;
		}
	}
	return 0;
}

/**
 * qmp_open() - Greeting and capabilities of a new connection
 * @fd:		The connection
 * @timeout_ms:	At most this long
 *
 * Return:	0, or -1 with errno
 */
int qmp_open(int fd, int timeout_ms)
{
	json_object *m = read_message(fd, now_ms() + timeout_ms);
	bool greeting = json_object_object_get_ex(m, "QMP", NULL);

	if (!m)
		return -1;
	json_object_put(m);
	if (!greeting) {
		errno = EPROTO;
		return -1;
	}
	return qmp_command(fd, "qmp_capabilities", NULL, timeout_ms, NULL);
}

/**
 * qmp_message() - The next message, whatever it is
 * @fd:		The connection
 * @timeout_ms:	Wait at most this long for it to begin
 *
 * Return:	The message, the caller puts, or NULL with errno (ETIMEDOUT)
 */
json_object *qmp_message(int fd, int timeout_ms)
{
	if (wait_for(fd, POLLIN, now_ms() + timeout_ms) < 0)
		return NULL;
	return read_message(fd, now_ms() + QMP_TIMEOUT_MS);
}

/* Return: 1 answered, 0 an event, -1 an error answer */
static int take_answer(json_object *m, json_object **ret_value)
{
	json_object *value;

	if (json_object_object_get_ex(m, "return", &value)) {
		if (ret_value)
			*ret_value = json_object_get(value);
		return 1;
	}
	if (json_object_object_get_ex(m, "error", NULL)) {
		errno = EPROTO;
		return -1;
	}
	return 0;
}

/**
 * qmp_command() - One command and its answer; events on the way are dropped
 * @fd:		The connection
 * @name:	Command
 * @args:	Its arguments, taken over, or NULL
 * @timeout_ms:	At most this long
 * @ret_value:	Receives the answer, the caller puts, or NULL
 *
 * Return:	0, or -1 with errno (EPROTO: qemu refused it)
 */
int qmp_command(int fd, const char *name, json_object *args, int timeout_ms,
		json_object **ret_value)
{
	int64_t deadline = now_ms() + timeout_ms;
	json_object *cmd = json_object_new_object();
	int r;

	json_object_object_add(cmd, "execute", json_object_new_string(name));
	if (args)
		json_object_object_add(cmd, "arguments", args);
	r = send_all(fd, json_object_to_json_string(cmd), deadline);
	json_object_put(cmd);
	while (r == 0) {
		json_object *m = read_message(fd, deadline);

		if (!m)
			return -1;
		r = take_answer(m, ret_value);
		json_object_put(m);
	}
	return r > 0 ? 0 : -1;
}

/**
 * qmp_getfd() - Give qemu a descriptor
 * @fd:		The connection
 * @name:	Its name in qemu
 * @pass:	The descriptor, which stays ours
 *
 * Return:	0, or -1 with errno
 */
int qmp_getfd(int fd, const char *name, int pass)
{
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec iov = { " ", 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.buf,
		.msg_controllen = sizeof(control.buf),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
	json_object *args = json_object_new_object();

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &pass, sizeof(int));
	json_object_object_add(args, "fdname", json_object_new_string(name));
	/* White space between commands carries it. */
	if (sendmsg(fd, &msg, MSG_NOSIGNAL) < 0) {
		json_object_put(args);
		return -1;
	}
	return qmp_command(fd, "getfd", args, QMP_TIMEOUT_MS, NULL);
}
