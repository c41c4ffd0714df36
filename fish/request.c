/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "request.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "io.h"
#include "mem.h"
#include "strv.h"

#define MAGIC	  "gfish-1" /* changes with the format */
#define LEN_MAX	  (16u << 20)
#define WORDS_MAX 65536u

/* Before the words, each of which ends with a NUL */
struct head {
	char magic[8];
	uint32_t exit_on_error;
	uint32_t n;
	uint32_t len;
};

union control {
	char buf[CMSG_SPACE(REQUEST_FDS * sizeof(int))];
	struct cmsghdr align;
};

int request_address(int pid, bool make, struct sockaddr_un *ret_addr)
{
	char dir[64];
	struct stat st;

	snprintf(dir, sizeof(dir), "/tmp/.guestfish-%u", geteuid());
	if (make && mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -1;
	if (lstat(dir, &st) < 0)
		return -1;
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    st.st_mode & 077) {
		errno = EPERM;
		return -1;
	}
	*ret_addr = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(ret_addr->sun_path, sizeof(ret_addr->sun_path), "%s/socket-%d",
		 dir, pid);
	return 0;
}

static int send_head(int sock, struct head *h)
{
	const int fds[REQUEST_FDS] = { 0, 1, 2 };
	struct iovec iov = { h, sizeof(*h) };
	union control c = { 0 };
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = c.buf,
		.msg_controllen = sizeof(c.buf),
	};
	struct cmsghdr *cm = CMSG_FIRSTHDR(&m);

	cm->cmsg_level = SOL_SOCKET;
	cm->cmsg_type = SCM_RIGHTS;
	cm->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(cm), fds, sizeof(fds));
	return sendmsg(sock, &m, 0) == sizeof(*h) ? 0 : -1;
}

int request_send(int sock, char *const *argv, bool exit_on_error)
{
	struct head h = { .magic = MAGIC, .exit_on_error = exit_on_error };
	cleanup_free char *body = NULL;
	size_t len = 0;

	for (h.n = 0; argv[h.n]; h.n++)
		len += strlen(argv[h.n]) + 1;
	if (len > LEN_MAX || h.n > WORDS_MAX) {
		errno = E2BIG;
		return -1;
	}
	body = must(malloc(len));
	for (char *p = body, *const *a = argv; *a; a++)
		p = stpcpy(p, *a) + 1;
	h.len = len;
	return send_head(sock, &h) < 0 ? -1 : io_write_full(sock, body, len);
}

static int recv_head(int sock, struct head *h, int *fds)
{
	struct iovec iov = { h, sizeof(*h) };
	union control c;
	struct msghdr m = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = c.buf,
		.msg_controllen = sizeof(c.buf),
	};
	ssize_t n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	struct cmsghdr *cm = n < 0 ? NULL : CMSG_FIRSTHDR(&m);

	if (cm && cm->cmsg_level == SOL_SOCKET && cm->cmsg_type == SCM_RIGHTS &&
	    cm->cmsg_len == CMSG_LEN(REQUEST_FDS * sizeof(int)))
		memcpy(fds, CMSG_DATA(cm), REQUEST_FDS * sizeof(int));
	if (n < 0)
		return -1;
	if (n != sizeof(*h) || fds[0] < 0 ||
	    memcmp(h->magic, MAGIC, sizeof(h->magic)) || !h->n ||
	    h->n > WORDS_MAX || h->len > LEN_MAX || h->len < h->n) {
		errno = EPROTO;
		return -1;
	}
	return 0;
}

static int recv_words(int sock, const struct head *h, char ***ret_argv)
{
	cleanup_free char *body = must(malloc(h->len));
	cleanup_strv_finish struct strv words = { 0 };
	ssize_t n = io_read_full(sock, body, h->len);

	if (n < 0)
		return -1;
	for (char *p = body; (size_t)n == h->len && p < body + h->len;
	     p += strlen(p) + 1) {
		if (!memchr(p, '\0', body + h->len - p))
			break;
		strv_add(&words, p);
	}
	if (words.n != h->n) {
		errno = EPROTO;
		return -1;
	}
	*ret_argv = must(strv_steal(&words));
	return 0;
}

int request_recv(int sock, struct request *ret_req)
{
	struct head h;

	*ret_req = (struct request){ .fds = { -1, -1, -1 } };
	if (recv_head(sock, &h, ret_req->fds) < 0 ||
	    recv_words(sock, &h, &ret_req->argv) < 0) {
		request_finish(ret_req);
		return -1;
	}
	ret_req->exit_on_error = h.exit_on_error;
	return 0;
}

void request_finish(struct request *req)
{
	int saved = errno;

	strv_free(req->argv);
	for (size_t i = 0; i < REQUEST_FDS; i++)
		if (req->fds[i] >= 0)
			close(req->fds[i]);
	*req = (struct request){ .fds = { -1, -1, -1 } };
	errno = saved;
}
