// SPDX-License-Identifier: GPL-2.0-or-later
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "errtext.h"
#include "reply.h"
#include "run.h"

#define PIECE (256 * 1024)

/**
 * struct job - A program that runs in a thread of its own
 * @end:	Our copy of its end of the pipe, closed when it has ended
 */
struct job {
	struct run run;
	int ret;
	int err;
	int end;
};

static void *runner(void *arg)
{
	struct job *j = arg;

	j->ret = run(&j->run);
	j->err = errno;
	close(j->end);
	return NULL;
}

static int start(struct job *j, const char *what, pthread_t *thread)
{
	int err = pthread_create(thread, NULL, runner, j);

	return err ? reply_errno(err, "%s", what) : 0;
}

/* Queue the error of a program that failed. */
static int outcome(const struct job *j, const char *what)
{
	const char *text = j->run.err ? j->run.err : "";

	if (j->ret < 0)
		return reply_errno(j->err, "%s: %s", what, j->run.argv[0]);
	if (j->run.status == 0)
		return 0;
	return reply_error(errtext_to_errno(text), "%s: %s", what,
			   *text ? text : "the program failed");
}

int stream_in(const char *what, const char *const argv[])
{
	struct job j = { .run = { .argv = argv } };
	cleanup_close int w = -1;
	pthread_t thread;
	int fds[2], r, failed;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return reply_errno(errno, "%s", what);
	w = fds[1];
	j.run.in_fd = j.end = fds[0];
	if (start(&j, what, &thread) < 0) {
		close(fds[0]);
		return -1;
	}
	/* A program that ends early shows as EPIPE; its words say why. */
	r = filein_to_fd(w);
	close(steal_fd(&w));
	pthread_join(thread, NULL);
	failed = r == -2 ? -1 : outcome(&j, what);
	if (r == -1 && failed == 0)
		failed = reply_error(EIO, "%s: not all of the file was read",
				     what);
	run_finish(&j.run);
	return failed;
}

/* Send all that comes. 1: not a byte came. */
static int forward(int fd, int *ret_begun)
{
	cleanup_free char *buf = malloc(PIECE);
	ssize_t n;

	while (buf && (n = read(fd, buf, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!*ret_begun)
			fileout_begin();
		*ret_begun = 1;
		if (fileout_send(buf, n) < 0)
			return -1;
	}
	return buf ? 0 : -1;
}

int stream_out(const char *what, const char *const argv[])
{
	struct job j = { .run = { .argv = argv } };
	cleanup_close int rd = -1;
	pthread_t thread;
	int fds[2], r, begun = 0, failed;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return reply_errno(errno, "%s", what);
	rd = fds[0];
	fcntl(rd, F_SETPIPE_SZ, 1 << 20);
	j.run.out_fd = j.end = fds[1];
	if (start(&j, what, &thread) < 0) {
		close(fds[1]);
		return -1;
	}
	r = forward(rd, &begun);
	/* Nobody reads any more: the program gets SIGPIPE. */
	close(steal_fd(&rd));
	pthread_join(thread, NULL);
	failed = outcome(&j, what);
	run_finish(&j.run);
	if (!begun && failed)
		return -1;
	if (!begun)
		fileout_begin();
	return fileout_end(r == 0 && !failed);
}
