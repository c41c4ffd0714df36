/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program's end of the guard; the process itself is guardproc.c. */
#include "guard.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "guardproc.h"
#include "spawn.h"

static int tell(int fd, char what, const char *path, int pass_fd)
{
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec iov[] = {
		{ &what, 1 },
		{ (char *)path, path ? strlen(path) : 0 },
	};
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };

	if (fd < 0)
		return 0;
	if (path && strlen(path) >= GUARD_PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (pass_fd >= 0) {
		struct cmsghdr *c;

		msg.msg_control = control.buf;
		msg.msg_controllen = sizeof(control.buf);
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &pass_fd, sizeof(int));
	}
	return sendmsg(fd, &msg, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

/**
 * guard_start() - Fork the guard
 * @g:		Handle; without recovery_proc there is none
 * @l:		Receives its socket and process id
 *
 * Return:	0, or -1 with the error set
 */
int guard_start(guestfs_h *g, struct launch *l)
{
	cleanup_close int ours = -1, theirs = -1;
	sigset_t all, old;
	int fd[2];

	if (!g->recovery_proc)
		return 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) < 0)
		return guestfs_fail(g, errno, "guard process");
	ours = spawn_high_fd(fd[0]);
	theirs = spawn_high_fd(fd[1]);
	if (ours < 0 || theirs < 0)
		return guestfs_fail(g, errno, "guard process");

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	l->guard_pid = fork();
	if (l->guard_pid == 0)
		guardproc_main(theirs);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (l->guard_pid < 0)
		return guestfs_fail(g, errno, "fork of the guard process");
	l->guard = steal_fd(&ours);
	return 0;
}

/** guard_stop() - Qemu is gone in good order: end the guard */
void guard_stop(struct launch *l)
{
	if (l->guard < 0)
		return;
	tell(l->guard, GUARD_END, NULL, -1);
	close(l->guard);
	l->guard = -1;
	/* After a fork of the program it is not our child; it ends anyway. */
	while (waitpid(l->guard_pid, NULL, 0) < 0 && errno == EINTR)
		;
	l->guard_pid = 0;
}

/** guard_watch_qemu() - Hand it the process to end; 0 or -1 with errno */
int guard_watch_qemu(struct launch *l)
{
	return tell(l->guard, GUARD_QEMU, NULL, l->pidfd);
}

/** guard_set_ready() - From now on qemu can end by itself; give it the time */
int guard_set_ready(struct launch *l)
{
	return tell(l->guard, GUARD_READY, NULL, -1);
}

/** guard_register_dir() - A directory to remove with all in it */
int guard_register_dir(struct launch *l, const char *path)
{
	return tell(l->guard, GUARD_DIR, path, -1);
}

int guard_register_mount(guestfs_h *g, const char *path)
{
	return g->launch ? tell(g->launch->guard, GUARD_MOUNT, path, -1) : 0;
}

int guard_unregister_mount(guestfs_h *g, const char *path)
{
	return g->launch ? tell(g->launch->guard, GUARD_UMOUNT, path, -1) : 0;
}
