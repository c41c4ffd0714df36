/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define MAX_ERR (64 * 1024)

struct sink {
	char *buf;
	size_t len;
	size_t cap;
	size_t max;
};

/* Return: 1 more may come, 0 end, -1 error */
static int sink_fill(struct sink *s, int fd)
{
	ssize_t r;

	if (s->len + 1 >= s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 4096;
		char *bigger = realloc(s->buf, cap);

		if (!bigger)
			return -1;
		s->buf = bigger;
		s->cap = cap;
	}
	r = read(fd, s->buf + s->len, s->cap - s->len - 1);
	if (r < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : -1;
	s->len += r;
	s->buf[s->len] = '\0';
	return r > 0;
}

static int limit(int resource, rlim_t max)
{
	struct rlimit l = { max, max }, old;

	if (!max || getrlimit(resource, &old) < 0)
		return 0;
	/* Ours may be tighter already, and cannot be raised */
	if (old.rlim_max < max)
		return 0;
	return setrlimit(resource, &l);
}

/* Our handlers must not run in the child's name */
static void default_signals(void)
{
	struct sigaction sa;

	for (int i = 1; i < NSIG; i++)
		if (sigaction(i, NULL, &sa) == 0 && sa.sa_handler != SIG_DFL &&
		    (sa.sa_handler != SIG_IGN || i == SIGPIPE))
			signal(i, SIG_DFL);
}

/* In the child, whose memory is still ours: must not change any of it. */
static void child(const struct run *r, char **env, int in, int out, int err)
{
	sigset_t none;

	default_signals();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (limit(RLIMIT_CPU, r->max_cpu) < 0 ||
	    limit(RLIMIT_AS, r->max_memory) < 0)
		return;
	if (r->root_fd > 0 && (fchdir(r->root_fd) < 0 || chroot(".") < 0))
		return;
	if (chdir("/") < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(err, 2) < 0)
		return;
	/* dup2 of a descriptor onto itself keeps close-on-exec */
	for (int i = 0; i < 3; i++)
		fcntl(i, F_SETFD, 0);
	execvpe(r->argv[0], (char *const *)r->argv, env);
}

static bool same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "=");

	return !strncmp(a, b, n) && b[n] == '=';
}

/* Ours with @add; the strings are not copied, the caller frees the list. */
static char **environment(const char *const *add)
{
	size_t n = 0, n_add = 0;
	char **env;

	while (environ && environ[n])
		n++;
	while (add && add[n_add])
		n_add++;
	env = calloc(n + n_add + 1, sizeof(*env));
	if (env && n)
		memcpy(env, environ, n * sizeof(*env));
	for (size_t i = 0; env && i < n_add; i++) {
		size_t k = 0;

		while (k < n && !same_name(add[i], env[k]))
			k++;
		env[k] = (char *)add[i];
		n += k == n;
	}
	return env;
}

/* vfork(2): a copy of our address space is most of what a small program
 * costs. The errno of a failed exec comes by the shared memory.
 */
static pid_t spawn(const struct run *r, int in, int out, int err)
{
	cleanup_free char **env = environment(r->env);
	volatile int failed = 0;
	sigset_t all, old;
	pid_t pid;

	if (!env)
		return -1;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid = vfork();
	if (pid == 0) {
		child(r, env, in, out, err);
		failed = errno;
		_exit(127);
	}
	if (pid > 0 && failed)
		waitpid(pid, NULL, 0);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (pid < 0 || !failed)
		return pid;
	errno = failed;
	return -1;
}

static int ms_left(const struct timespec *end)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (end->tv_sec - now.tv_sec) * 1000 +
	     (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

static int pump(struct run *r, int in, int out, int err, struct sink *so,
		struct sink *se)
{
	struct pollfd p[3] = { { in, POLLOUT, 0 },
			       { out, POLLIN, 0 },
			       { err, POLLIN, 0 } };
	struct timespec end;
	size_t sent = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += r->timeout;
	while (p[0].fd >= 0 || p[1].fd >= 0 || p[2].fd >= 0) {
		int n = poll(p, 3, r->timeout ? ms_left(&end) : -1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		if (p[0].fd >= 0 && p[0].revents) {
			ssize_t w =
				write(in, r->input + sent, r->input_len - sent);

			if (w > 0)
				sent += w;
			/* A reader that stops early is its own business */
			if ((w < 0 && errno != EAGAIN && errno != EINTR) ||
			    sent == r->input_len) {
				close(in);
				p[0].fd = -1;
			}
		}
		for (int i = 1; i < 3; i++) {
			struct sink *s = i == 1 ? so : se;

			if (p[i].fd < 0 || !p[i].revents)
				continue;
			n = sink_fill(s, p[i].fd);
			if (n < 0)
				return -1;
			if (n == 0)
				p[i].fd = -1;
			if (s->len > s->max) {
				if (i == 1) {
					errno = EFBIG;
					return -1;
				}
				s->len = s->max;
			}
		}
	}
	return 0;
}

static int nonblocking(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK);
}

static int wait_for(pid_t pid, bool give_up)
{
	int status = 0;

	if (give_up)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int run(struct run *r)
{
	struct sink so = { .max = r->max_output ? r->max_output : 4 << 20 };
	struct sink se = { .max = MAX_ERR };
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };
	cleanup_close int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	pid_t pid = -1;
	int status = 0, ret = -1, saved;

	r->out = r->err = NULL;
	r->out_len = 0;
	r->status = -1;
	if (null < 0 || pipe2(err, O_CLOEXEC) < 0 ||
	    (r->out_fd <= 0 && pipe2(out, O_CLOEXEC) < 0) ||
	    (r->input && pipe2(in, O_CLOEXEC) < 0))
		goto out;
	pid = (r->via ? r->via->start
		      : spawn)(r,
			       r->input	      ? in[0]
			       : r->in_fd > 0 ? r->in_fd
					      : null,
			       r->out_fd > 0 ? r->out_fd : out[1], err[1]);
	if (pid < 0)
		goto out;
	close(err[1]);
	err[1] = -1;
	if (out[1] >= 0)
		close(out[1]);
	out[1] = -1;
	if (in[0] >= 0)
		close(in[0]);
	in[0] = -1;
	if (in[1] >= 0 && nonblocking(in[1]) < 0)
		goto out;
	sigaction(SIGPIPE, &ignore, &old);
	ret = pump(r, in[1], out[0], err[0], &so, &se);
	saved = errno;
	sigaction(SIGPIPE, &old, NULL);
	in[1] = -1; /* pump has closed it, or fails below with the child */
	errno = saved;
out:
	saved = errno;
	if (pid > 0) {
		status = r->via ? r->via->wait(pid, ret < 0)
				: wait_for(pid, ret < 0);
		r->status = WIFEXITED(status) ? WEXITSTATUS(status)
					      : 128 + WTERMSIG(status);
	}
	for (int i = 0; i < 2; i++) {
		if (in[i] >= 0)
			close(in[i]);
		if (out[i] >= 0)
			close(out[i]);
		if (err[i] >= 0)
			close(err[i]);
	}
	while (se.len && se.buf[se.len - 1] == '\n')
		se.buf[--se.len] = '\0';
	r->out = so.buf ? so.buf : strdup("");
	r->out_len = so.len;
	r->err = se.buf ? se.buf : strdup("");
	errno = saved;
	return ret;
}

void run_finish(struct run *r)
{
	if (!r)
		return;
	free(r->out);
	free(r->err);
	r->out = r->err = NULL;
}
