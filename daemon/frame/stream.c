// SPDX-License-Identifier: GPL-2.0-or-later
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "errtext.h"
#include "io.h"
#include "reply.h"
#include "run.h"

/**
 * struct job - A program that runs in a thread of its own
 * @thread:	That thread, once @started
 * @in:		Its standard input, or -1
 * @out:	Its standard output, or -1; our copies of both are closed when
 *		it has ended
 */
struct job {
	struct run run;
	pthread_t thread;
	bool started;
	int in;
	int out;
	int ret;
	int err;
};

/**
 * struct line - One program or two, the second reading what the first writes
 * @end:	Our end of the line
 */
struct line {
	struct job jobs[2];
	int n;
	int end;
};

static void close_ends(struct job *j)
{
	if (j->in >= 0)
		close(j->in);
	if (j->out >= 0)
		close(j->out);
	j->in = j->out = -1;
}

static void *runner(void *arg)
{
	struct job *j = arg;

	j->ret = run(&j->run);
	j->err = errno;
	close_ends(j);
	return NULL;
}

static int start(struct job *j)
{
	int err;

	if (j->in >= 0)
		j->run.in_fd = j->in;
	if (j->out >= 0)
		j->run.out_fd = j->out;
	err = pthread_create(&j->thread, NULL, runner, j);
	j->started = !err;
	errno = err;
	return err ? -1 : 0;
}

static int new_pipe(int *ret_read, int *ret_write)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	fcntl(fds[0], F_SETPIPE_SZ, 1 << 20);
	*ret_read = fds[0];
	*ret_write = fds[1];
	return 0;
}

/* Pipes between us and them, then all of them run. @b may be NULL. */
static int line_start(struct line *l, const struct run *a, const struct run *b,
		      bool we_write)
{
	struct job *last = &l->jobs[b ? 1 : 0];

	*l = (struct line){ .n = b ? 2 : 1, .end = -1 };
	for (int i = 0; i < 2; i++)
		l->jobs[i].in = l->jobs[i].out = -1;
	l->jobs[0].run = *a;
	if (b)
		l->jobs[1].run = *b;
	if ((b && new_pipe(&l->jobs[1].in, &l->jobs[0].out) < 0) ||
	    (we_write && new_pipe(&l->jobs[0].in, &l->end) < 0) ||
	    (!we_write && new_pipe(&l->end, &last->out) < 0))
		return -1;
	for (int i = 0; i < l->n; i++)
		if (start(&l->jobs[i]) < 0)
			return -1;
	return 0;
}

/* Let go of our end, which ends the programs, and wait for them. */
static void line_end(struct line *l)
{
	if (l->end >= 0)
		close(l->end);
	l->end = -1;
	/* A program that never ran holds up the others by its pipes. */
	for (int i = 0; i < l->n; i++)
		if (!l->jobs[i].started)
			close_ends(&l->jobs[i]);
	for (int i = 0; i < l->n; i++)
		if (l->jobs[i].started)
			pthread_join(l->jobs[i].thread, NULL);
}

static void line_finish(struct line *l)
{
	for (int i = 0; i < l->n; i++)
		run_finish(&l->jobs[i].run);
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

/* The first that failed is the cause, unless all it lacked was a reader. */
static int line_outcome(const struct line *l, const char *what)
{
	int failed = 0;

	for (int i = 0; i < l->n; i++)
		if (l->jobs[i].run.status != 128 + SIGPIPE &&
		    outcome(&l->jobs[i], what) < 0)
			failed = -1;
	for (int i = 0; i < l->n && !failed; i++)
		failed = outcome(&l->jobs[i], what);
	return failed;
}

int stream_in(const char *what, const char *const argv[],
	      const char *const first[])
{
	struct run last = { .argv = argv }, before = { .argv = first };

	return stream_in_run(what, &last, first ? &before : NULL);
}

int stream_in_run(const char *what, const struct run *program,
		  const struct run *first)
{
	int r, failed;
	struct line l;

	r = line_start(&l, first ? first : program, first ? program : NULL,
		       true);
	if (r < 0) {
		reply_errno(errno, "%s", what);
		line_end(&l);
		line_finish(&l);
		return -1;
	}
	/* A program that ends early shows as EPIPE; its words say why. */
	r = filein_to_fd(l.end);
	line_end(&l);
	failed = r == -2 ? -1 : line_outcome(&l, what);
	if (r == -1 && failed == 0)
		failed = reply_error(EIO, "%s: not all of the file was read",
				     what);
	line_finish(&l);
	return failed;
}

/* Send all that comes. */
static int forward(int fd, int *ret_begun)
{
	char first[4096];
	size_t size;
	ssize_t n;
	char *buf;

	/* What fails before a byte is written is an ordinary error. */
	do
		n = read(fd, first, sizeof(first));
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return n;
	fileout_begin();
	*ret_begun = 1;
	if (fileout_send(first, n) < 0)
		return -1;
	do {
		buf = fileout_room(&size);
		n = buf ? io_read_full(fd, buf, size) : -1;
		if (n < 0 || fileout_send(buf, n) < 0)
			return -1;
	} while ((size_t)n == size);
	return 0;
}

int stream_out(const char *what, const char *const argv[],
	       const char *const then[])
{
	struct run first = { .argv = argv }, after = { .argv = then };

	return stream_out_run(what, &first, then ? &after : NULL);
}

int stream_out_run(const char *what, const struct run *program,
		   const struct run *then)
{
	int r, begun = 0, failed;
	struct line l;

	if (line_start(&l, program, then, false) < 0) {
		reply_errno(errno, "%s", what);
		line_end(&l);
		line_finish(&l);
		return -1;
	}
	r = forward(l.end, &begun);
	/* Nobody reads any more: the program gets SIGPIPE. */
	line_end(&l);
	failed = line_outcome(&l, what);
	line_finish(&l);
	if (!begun && failed)
		return -1;
	if (!begun)
		fileout_begin();
	return fileout_end(r == 0 && !failed);
}

int stream_through(const char *what, const struct run *first, struct run *last)
{
	struct line l = { .n = 1, .end = -1 };
	int r = -1, err, failed;

	l.jobs[0].run = *first;
	l.jobs[0].in = l.jobs[0].out = -1;
	if (new_pipe(&l.end, &l.jobs[0].out) == 0 && start(&l.jobs[0]) == 0) {
		last->in_fd = l.end;
		r = run(last);
	}
	err = errno;
	line_end(&l);
	if (r < 0)
		failed = reply_errno(err, "%s: %s", what, last->argv[0]);
	/* Who has read enough lets the other end by SIGPIPE */
	else if (l.jobs[0].run.status == 128 + SIGPIPE)
		failed = 0;
	else
		failed = outcome(&l.jobs[0], what);
	line_finish(&l);
	return failed;
}
