// SPDX-License-Identifier: GPL-2.0-or-later
/* The server's side of forkserver.h, which is also in what programs preload. */
#include "forkserver.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Return: bytes of the command, or 0 */
static size_t receive(char *command, int fds[3])
{
	union forkserver_fds control;
	struct iovec iov = { command, FORKSERVER_MAX };
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
		return 0;
	command[n] = '\0';
	memcpy(fds, CMSG_DATA(c), 3 * sizeof(int));
	return n;
}

static void in_child(const int fds[3])
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	for (int i = 0; i < 3; i++)
		dup2(fds[i], i);
}

size_t forkserver_serve(char *command)
{
	int fds[3];
	size_t n;

	while ((n = receive(command, fds)) > 0) {
		int status = W_EXITCODE(127, 0);
		pid_t pid = fork();

		if (pid == 0) {
			in_child(fds);
			return n;
		}
		for (int i = 0; i < 3; i++)
			close(fds[i]);
		while (pid > 0 && waitpid(pid, &status, 0) < 0 &&
		       errno == EINTR)
			;
		if (write(STDIN_FILENO, &status, sizeof(status)) < 0)
			break;
	}
	/* As in a child: what was reserved at the start goes with the process
	 */
	_exit(EXIT_SUCCESS);
}
