// SPDX-License-Identifier: GPL-2.0-or-later
#include "lvmserver.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io.h"
#include "log.h"

#define LIBRARY	       "liblvm2cmd.so.2.03"
#define SUCCESS	       1  /* LVM2_COMMAND_SUCCEEDED of lvm2cmd.h */
#define MAX_ARGS       48 /* the library takes 64 */
#define LINE_MAX_BYTES 32768

/**
 * struct request - A command, with its three standard descriptors beside it
 * @line:	As lvm2_run() wants it
 */
struct request {
	char line[LINE_MAX_BYTES];
};

union fds_control {
	struct cmsghdr head;
	char room[CMSG_SPACE(3 * sizeof(int))];
};

/*
 * The daemon's side. Used by the main thread only.
 */
static pid_t server;
static int sock = -1;
static bool unusable;
/* Kinds of block devices, which the library knows from its beginning */
static char *devices;

static void stop(void)
{
	if (sock >= 0)
		close(sock);
	sock = -1;
	if (server > 0) {
		kill(server, SIGKILL);
		while (waitpid(server, NULL, 0) < 0 && errno == EINTR)
			;
	}
	server = 0;
	free(devices);
	devices = NULL;
}

static int start(void)
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -1;
	server = fork();
	if (server == 0) {
		dup2(fds[1], STDIN_FILENO);
		execl("/proc/self/exe", "guestfsd", LVMSERVER, NULL);
		_exit(127);
	}
	close(fds[1]);
	sock = fds[0];
	return server < 0 ? -1 : 0;
}

/* A module may have been loaded since. */
static int ready(void)
{
	char *now = io_read_file("/proc/devices", 65536, NULL);

	if (server && now && devices && !strcmp(now, devices)) {
		free(now);
		return 0;
	}
	stop();
	devices = now;
	if (start() == 0)
		return 0;
	stop();
	return -1;
}

/* One word, in quotes; the library knows no way to write both kinds in one. */
static bool add_word(struct request *q, const char *word)
{
	char quote = strchr(word, '"') ? '\'' : '"';
	size_t at = strlen(q->line);
	int n;

	if (strchr(word, quote) || strchr(word, '\n'))
		return false;
	n = snprintf(q->line + at, sizeof(q->line) - at, "%s%c%s%c",
		     at ? " " : "", quote, word, quote);
	return n > 0 && (size_t)n < sizeof(q->line) - at;
}

static bool fill(struct request *q, const struct run *r)
{
	size_t n = 1;

	q->line[0] = '\0';
	for (; r->argv[n]; n++)
		if (!add_word(q, r->argv[n]))
			return false;
	return n > 1 && n <= MAX_ARGS && !r->env && r->root_fd <= 0 &&
	       !r->max_cpu && !r->max_memory;
}

static pid_t start_command(const struct run *r, int in, int out, int err)
{
	static struct request q;
	union fds_control control = { 0 };
	struct iovec iov = { q.line, 0 };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	int fds[3] = { in, out, err };

	if (!fill(&q, r)) {
		errno = EINVAL;
		return -1;
	}
	iov.iov_len = strlen(q.line) + 1;
	control.head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(fds)),
					 .cmsg_level = SOL_SOCKET,
					 .cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(&control.head), fds, sizeof(fds));
	return sendmsg(sock, &m, MSG_NOSIGNAL) < 0 ? -1 : server;
}

/* @give_up: its output is not wanted any more, and it may wait for a reader */
static int wait_command(pid_t pid, bool give_up)
{
	int status;

	if (!give_up && read(sock, &status, sizeof(status)) == sizeof(status))
		return status;
	stop();
	return give_up ? SIGKILL : W_EXITCODE(127, 0);
}

int lvmserver_run(struct run *r)
{
	static const struct run_via via = { start_command, wait_command };
	struct request q;
	int ret;

	if (unusable || !fill(&q, r) || ready() < 0)
		return run(r);
	r->via = &via;
	ret = run(r);
	r->via = NULL;
	if (sock >= 0 || r->status != 127)
		return ret;
	/* It ended before it served: never again */
	log_line("no LVM server: %s", r->err);
	unusable = true;
	run_finish(r);
	return run(r);
}

/*
 * The server's side.
 */
struct lvm {
	void *(*init)(void);
	int (*run)(void *handle, const char *line);
	void *handle;
};

static int load(struct lvm *l)
{
	void *lib = dlopen(LIBRARY, RTLD_NOW);

	if (!lib) {
		fprintf(stderr, "guestfsd: %s\n", dlerror());
		return -1;
	}
	l->init = (void *(*)(void))dlsym(lib, "lvm2_init");
	l->run = (int (*)(void *, const char *))dlsym(lib, "lvm2_run");
	if (l->init && l->run)
		l->handle = l->init();
	return l->handle ? 0 : -1;
}

static void __attribute__((noreturn))
child(const struct lvm *l, const char *line, const int fds[3])
{
	int r;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	for (int i = 0; i < 3; i++)
		dup2(fds[i], i);
	r = l->run(l->handle, line);
	fflush(NULL);
	/* Not exit(3): the library would take down what is the parent's */
	_exit(r == SUCCESS ? 0 : r ? r : 5);
}

static int receive(struct request *q, int fds[3])
{
	union fds_control control;
	struct iovec iov = { q->line, sizeof(q->line) - 1 };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	ssize_t n;

	do
		n = recvmsg(STDIN_FILENO, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
	if (!c || c->cmsg_len != CMSG_LEN(3 * sizeof(int)))
		return -1;
	q->line[n] = '\0';
	memcpy(fds, CMSG_DATA(c), 3 * sizeof(int));
	return 0;
}

int lvmserver_main(void)
{
	static struct request q;
	struct lvm l = { 0 };
	int fds[3];

	if (load(&l) < 0)
		return EXIT_FAILURE;
	while (receive(&q, fds) == 0) {
		int status = W_EXITCODE(127, 0);
		pid_t pid = fork();

		if (pid == 0)
			child(&l, q.line, fds);
		for (int i = 0; i < 3; i++)
			close(fds[i]);
		while (pid > 0 && waitpid(pid, &status, 0) < 0 &&
		       errno == EINTR)
			;
		if (write(STDIN_FILENO, &status, sizeof(status)) < 0)
			break;
	}
	/* As in a child: what the library reserved goes with the process */
	_exit(EXIT_SUCCESS);
}
