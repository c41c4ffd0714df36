/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parent.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "serve.h"

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_FAILURE;
	return exit_status(status);
}

static pid_t server_pid;

/* What ends us ends the mount as well. */
static void pass_on(int sig)
{
	kill(server_pid, sig);
}

static int run_command(const struct cmdline *c)
{
	pid_t pid;

	setenv("MNT", c->mountpoint, 1);
	pid = fork();
	if (pid == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		execl("/bin/sh", "sh", "-c", c->with, (char *)NULL);
		_exit(127);
	}
	if (pid < 0) {
		options_say(&c->opts, "--with: fork: %s", strerror(errno));
		return EXIT_FAILURE;
	}
	/* ^C is for the command; we go on to unmount */
	signal(SIGINT, SIG_IGN);
	return wait_for(pid);
}

int parent_run(struct cmdline *c)
{
	int ready[2], status, served;
	char byte;
	ssize_t n;

	if (pipe2(ready, O_CLOEXEC) < 0)
		return options_say(&c->opts, "pipe: %s", strerror(errno)),
		       EXIT_FAILURE;
	fflush(NULL);
	server_pid = fork();
	if (server_pid < 0)
		return options_say(&c->opts, "fork: %s", strerror(errno)),
		       EXIT_FAILURE;
	if (server_pid == 0) {
		close(ready[0]);
		status = serve(c, ready[1]);
		cmdline_finish(c);
		exit(status);
	}
	close(ready[1]);
	/* ^C reaches the child by itself; it cleans up and ends first */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, pass_on);
	signal(SIGHUP, pass_on);
	do
		n = read(ready[0], &byte, 1);
	while (n < 0 && errno == EINTR);
	close(ready[0]);
	if (n != 1)
		return wait_for(server_pid);
	if (!c->with)
		return EXIT_SUCCESS;
	status = run_command(c);
	kill(server_pid, SIGTERM);
	served = wait_for(server_pid);
	return status ? status : served;
}
