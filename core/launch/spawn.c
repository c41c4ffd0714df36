/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "cleanup.h"

/* Only async-signal-safe calls from here on: other threads of the program may
 * have held any lock at the fork.
 */
static void complain(const char *path)
{
	const char *why = strerrordesc_np(errno);
	ssize_t r;

	r = write(2, path, strlen(path));
	r += write(2, ": ", 2);
	r += write(2, why ? why : "cannot be run", why ? strlen(why) : 13);
	r += write(2, "\n", 1);
	_exit(r ? 127 : 126);
}

static void child(const struct spawn *s)
{
	const struct rlimit no_core = { 0, 0 };
	sigset_t none;
	char go;
	int null;

	null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, 0) < 0 || dup2(s->err, 1) < 0 ||
	    dup2(s->err, 2) < 0)
		_exit(127);
	close(s->go[1]);
	if (read(s->go[0], &go, 1) != 1)
		_exit(127);
	if (s->own_group)
		setpgid(0, 0);
	for (size_t i = 0; i < s->n_fds; i++)
		fcntl(s->fds[i], F_SETFD, 0);
	/* A core of qemu would hold the guest's memory. */
	setrlimit(RLIMIT_CORE, &no_core);
	sigemptyset(&none);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve(s->path, s->argv, s->env);
	complain(s->path);
}

/**
 * spawn_start() - Fork and, once told to, execute a program
 * @s:		What to start
 *
 * Return:	Process id, or -1 with errno
 */
pid_t spawn_start(const struct spawn *s)
{
	sigset_t all, old;
	pid_t pid;

	/* The program's signal handlers must not run in the child. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pid = fork();
	if (pid == 0) {
		child(s);
		_exit(127);
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return pid;
}

/**
 * spawn_high_fd() - Move a descriptor out of the way of 0, 1 and 2
 * @fd:		Descriptor or -1; closed when it is moved
 *
 * A program may run with these closed, and then gets them for its own files;
 * the child would lose them to its standard streams.
 *
 * Return:	Descriptor above 2, or -1 with errno
 */
int spawn_high_fd(int fd)
{
	int high;

	if (fd < 0 || fd > 2)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return high;
}

/** spawn_socketpair() - A stream to a child; 0, or -1 with errno */
int spawn_socketpair(int *ret_ours, int *ret_theirs)
{
	cleanup_close int a = -1, b = -1;
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) < 0)
		return -1;
	a = spawn_high_fd(fd[0]);
	b = spawn_high_fd(fd[1]);
	if (a < 0 || b < 0)
		return -1;
	*ret_ours = steal_fd(&a);
	*ret_theirs = steal_fd(&b);
	return 0;
}
