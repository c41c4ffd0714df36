/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remote.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "builtins/events.h"
#include "io.h"
#include "line/interrupt.h"
#include "mem.h"
#include "request.h"

/* Removed by whatever ends us but SIGKILL */
static struct sockaddr_un address;

static void on_end(int sig)
{
	unlink(address.sun_path);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* Only our own user speaks to us; the directory sees to that, this makes sure.
 */
static bool is_ours(int sock)
{
	struct ucred who;
	socklen_t len = sizeof(who);

	return getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 &&
	       who.uid == geteuid();
}

/* Wait for the reply. Ctrl-C ends the command there, a second one our waiting.
 */
static int await(struct shell *sh, int sock, struct reply *ret_reply)
{
	struct pollfd p = { .fd = sock, .events = POLLIN };
	bool told = false;

	while (poll(&p, 1, 300) <= 0) {
		if (interrupt_pending() > 1)
			return shell_say(sh,
					 "not waiting for process %d any "
					 "longer; it goes on",
					 sh->remote);
		if (interrupt_pending() && !told)
			told = shutdown(sock, SHUT_WR) == 0;
	}
	if (io_read_full(sock, ret_reply, sizeof(*ret_reply)) ==
	    sizeof(*ret_reply))
		return 0;
	return shell_say(sh, "process %d ended before it answered", sh->remote);
}

int remote_send(struct shell *sh, char **argv)
{
	cleanup_close int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct reply reply;
	struct sockaddr_un to;

	fflush(stdout);
	if (sock < 0 || request_address(sh->remote, false, &to) < 0 ||
	    connect(sock, (struct sockaddr *)&to, sizeof(to)) < 0 ||
	    !is_ours(sock))
		return shell_say(sh,
				 "no guestfish --listen with process number "
				 "%d can be reached: %s",
				 sh->remote, strerror(errno));
	interrupt_begin(NULL);
	if (request_send(sock, argv, !sh->interactive && !sh->ignoring) < 0)
		return shell_say(sh, "process %d: %s", sh->remote,
				 strerror(errno));
	if (await(sh, sock, &reply) < 0)
		return -1;
	if (reply.quit)
		sh->quit = true;
	return reply.failed ? -1 : 0;
}

/* The other side going away means Ctrl-C there. */
static void *watch(void *arg)
{
	struct pollfd p = { .fd = *(int *)arg, .events = POLLRDHUP };

	while (poll(&p, 1, -1) < 0)
		if (errno != EINTR)
			return NULL;
	interrupt_raise();
	return NULL;
}

static void redirect(const int *fds)
{
	fflush(stdout);
	for (int i = 0; i < REQUEST_FDS; i++)
		dup2(fds[i], i);
}

/* One command of a client's, with the client's input and output */
static int serve_one(struct shell *sh, int sock)
{
	struct reply reply = { 0 };
	struct request req;
	int ours[REQUEST_FDS];
	pthread_t thread;
	bool watched;

	if (!is_ours(sock) || request_recv(sock, &req) < 0)
		return 0;
	for (int i = 0; i < REQUEST_FDS; i++)
		ours[i] = fcntl(i, F_DUPFD_CLOEXEC, REQUEST_FDS);
	redirect(req.fds);
	watched = pthread_create(&thread, NULL, watch, &sock) == 0;
	reply.failed = shell_words(sh, req.argv) < 0;
	if (watched) {
		pthread_cancel(thread);
		pthread_join(thread, NULL);
	}
	redirect(ours);
	for (int i = 0; i < REQUEST_FDS; i++)
		close(ours[i]);
	if (reply.failed && req.exit_on_error)
		sh->quit = true;
	reply.quit = sh->quit;
	request_finish(&req);
	/* When it is said that we end, everything is written and closed */
	if (sh->quit && shell_close(sh) < 0)
		reply.failed = true;
	return io_write_full(sock, &reply, sizeof(reply));
}

static int make_socket(struct shell *sh)
{
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t old = umask(077);
	int r = -1;

	if (sock >= 0 && request_address(getpid(), true, &address) == 0) {
		unlink(address.sun_path);
		r = bind(sock, (struct sockaddr *)&address, sizeof(address));
	}
	umask(old);
	if (r == 0 && listen(sock, 16) == 0)
		return sock;
	shell_say(sh, "%s: %s",
		  *address.sun_path ? address.sun_path
				    : "/tmp/.guestfish-UID, which must be a "
				      "directory of yours with mode 0700",
		  strerror(errno));
	if (sock >= 0)
		close(sock);
	return -1;
}

/* Leave the terminal, tell the parent, serve. */
static int server(struct shell *sh, int (*setup)(struct shell *), int ready)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), sock;

	setsid();
	/* The user's shell waits until nobody holds our standard output */
	if (null < 0 || dup2(null, 1) < 0 || setup(sh) < 0)
		return EXIT_FAILURE;
	sock = make_socket(sh);
	if (sock < 0)
		return EXIT_FAILURE;
	signal(SIGTERM, on_end);
	signal(SIGHUP, on_end);
	signal(SIGINT, on_end);
	if (io_write_full(ready, "", 1) < 0)
		return EXIT_FAILURE;
	close(ready);
	dup2(null, 0);
	if (!sh->verbose && !sh->trace)
		dup2(null, 2);
	while (!sh->quit) {
		int client = accept4(sock, NULL, NULL, SOCK_CLOEXEC);

		if (client < 0 && errno != EINTR && errno != ECONNABORTED)
			break;
		if (client >= 0) {
			serve_one(sh, client);
			close(client);
		}
	}
	close(sock);
	unlink(address.sun_path);
	return EXIT_SUCCESS;
}

int remote_listen(struct shell *sh, int (*setup)(struct shell *), bool csh)
{
	int fds[2], status;
	pid_t pid;
	char byte;

	fflush(stdout);
	if (pipe2(fds, O_CLOEXEC) < 0)
		return EXIT_FAILURE;
	pid = fork();
	if (pid < 0) {
		shell_say(sh, "fork: %s", strerror(errno));
		return EXIT_FAILURE;
	}
	if (pid == 0) {
		close(fds[0]);
		status = server(sh, setup, fds[1]);
		shell_close(sh);
		events_finish(sh);
		return status;
	}
	close(fds[1]);
	if (io_read_full(fds[0], &byte, 1) != 1) {
		waitpid(pid, &status, 0);
		return EXIT_FAILURE; /* it has said why */
	}
	close(fds[0]);
	printf(csh ? "setenv GUESTFISH_PID %d\n"
		   : "GUESTFISH_PID=%d; export GUESTFISH_PID\n",
	       pid);
	return EXIT_SUCCESS;
}
