// SPDX-License-Identifier: GPL-2.0-or-later
#include "forkserver.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "run.h"

int forkserver_start(struct forkserver *s, void (*become)(void))
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -1;
	s->pid = fork();
	if (s->pid == 0) {
		dup2(fds[1], STDIN_FILENO);
		become();
		_exit(127);
	}
	close(fds[1]);
	s->sock = fds[0];
	return s->pid < 0 ? -1 : 0;
}

void forkserver_stop(struct forkserver *s)
{
	if (s->sock >= 0)
		close(s->sock);
	s->sock = -1;
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	s->pid = 0;
}

int forkserver_send(struct forkserver *s, const char *command, size_t len,
		    const int fds[3])
{
	union forkserver_fds control = { 0 };
	struct iovec iov = { (char *)command, len };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };

	control.head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(3 * sizeof(int)),
					 .cmsg_level = SOL_SOCKET,
					 .cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(&control.head), fds, 3 * sizeof(int));
	if (sendmsg(s->sock, &m, MSG_NOSIGNAL) >= 0)
		return 0;
	forkserver_stop(s);
	return -1;
}

int forkserver_wait(struct forkserver *s, bool give_up)
{
	int status;

	if (!give_up &&
	    read(s->sock, &status, sizeof(status)) == sizeof(status))
		return status;
	forkserver_stop(s);
	return give_up ? SIGKILL : W_EXITCODE(127, 0);
}

int forkserver_run(struct forkserver *s, const struct run_via *via,
		   struct run *r)
{
	int ret;

	r->via = via;
	ret = run(r);
	r->via = NULL;
	if (s->sock >= 0 || (ret == 0 && r->status != 127))
		return ret;
	log_line("%s does not wait: %s", r->argv[0], r->err ? r->err : "");
	s->unusable = true;
	run_finish(r);
	return run(r);
}
