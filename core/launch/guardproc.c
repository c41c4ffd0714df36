/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * This process was forked from a program that may have threads, and it never
 * calls exec: only async-signal-safe functions, no malloc, no stdio.
 */
#include "guardproc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guard.h"

#define MAX_DIRS   4
#define MAX_MOUNTS 4
#define MAX_DEPTH  8

struct mounted {
	char path[GUARD_PATH_MAX];
	uint64_t id; /* of the mount, 0 unknown */
};

static struct {
	int pidfd;
	bool ready;
	char dirs[MAX_DIRS][GUARD_PATH_MAX];
	struct mounted mounts[MAX_MOUNTS];
} state;

/* DONT_SYNC: the file system's server must not be asked, for it is the
 * process that we guard, and may be busy or dead.
 */
static uint64_t mount_id(const char *path)
{
	struct statx sx;

	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT,
		  STATX_MNT_ID, &sx) < 0 ||
	    !(sx.stx_mask & STATX_MNT_ID))
		return 0;
	return sx.stx_mnt_id;
}

static void add_mount(const char *path)
{
	for (int i = 0; i < MAX_MOUNTS; i++)
		if (!state.mounts[i].path[0]) {
			strcpy(state.mounts[i].path, path);
			state.mounts[i].id = mount_id(path);
			return;
		}
}

static void del_mount(const char *path)
{
	for (int i = 0; i < MAX_MOUNTS; i++)
		if (!strcmp(state.mounts[i].path, path))
			state.mounts[i].path[0] = '\0';
}

static void add_dir(const char *path)
{
	for (int i = 0; i < MAX_DIRS; i++)
		if (!state.dirs[i][0] || !strcmp(state.dirs[i], path)) {
			strcpy(state.dirs[i], path);
			return;
		}
}

/* Return: false at the end, orderly or not; *orderly tells */
static bool serve(int sock, bool *orderly)
{
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(int))];
	} control;
	char buf[1 + GUARD_PATH_MAX];
	struct iovec iov = { buf, sizeof(buf) - 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.buf,
		.msg_controllen = sizeof(control.buf),
	};
	ssize_t n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
	struct cmsghdr *c;

	if (n < 0)
		return errno == EINTR;
	if (n == 0)
		return false;
	buf[n] = '\0';
	c = CMSG_FIRSTHDR(&msg);
	if (buf[0] == GUARD_QEMU && c && c->cmsg_type == SCM_RIGHTS)
		memcpy(&state.pidfd, CMSG_DATA(c), sizeof(int));
	if (buf[0] == GUARD_READY)
		state.ready = true;
	if (buf[0] == GUARD_DIR)
		add_dir(buf + 1);
	if (buf[0] == GUARD_MOUNT)
		add_mount(buf + 1);
	if (buf[0] == GUARD_UMOUNT)
		del_mount(buf + 1);
	*orderly = buf[0] == GUARD_END;
	return !*orderly;
}

static void run_fusermount(const char *path)
{
	const char *const argv[] = {
		"fusermount3", "-u", "-q", "-z", "--", path, NULL,
	};
	pid_t pid = fork();

	if (pid == 0) {
		execvp("fusermount3", (char *const *)argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Only what is still the mount that was registered */
static void undo_mount(const struct mounted *m)
{
	uint64_t id = mount_id(m->path);

	if (id && m->id && id != m->id)
		return;
	if (umount2(m->path, MNT_DETACH | UMOUNT_NOFOLLOW) == 0 ||
	    errno != EPERM)
		return;
	run_fusermount(m->path);
}

static void empty_dir(int fd, int depth)
{
	char buf[4096] __attribute__((aligned(8)));
	long n;

	while ((n = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0)
		for (long at = 0; at < n;) {
			struct dirent64 *d = (void *)(buf + at);
			int sub;

			at += d->d_reclen;
			if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
				continue;
			if (unlinkat(fd, d->d_name, 0) == 0 ||
			    (errno != EISDIR && errno != EPERM))
				continue;
			sub = depth ? openat(fd, d->d_name,
					     O_RDONLY | O_DIRECTORY |
						     O_NOFOLLOW | O_CLOEXEC)
				    : -1;
			if (sub < 0)
				continue;
			empty_dir(sub, depth - 1);
			close(sub);
			unlinkat(fd, d->d_name, AT_REMOVEDIR);
		}
}

static void remove_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	empty_dir(fd, MAX_DEPTH);
	close(fd);
	rmdir(path);
}

static void end_qemu(void)
{
	struct pollfd p = { .fd = state.pidfd, .events = POLLIN };
	int r;

	if (state.pidfd < 0)
		return;
	/* The control port's end of file tells guestfsd to sync and power
	 * off. Before the hello nobody listens yet, and nothing is mounted.
	 */
	do
		r = poll(&p, 1, state.ready ? GUARD_WAIT_MS : 0);
	while (r < 0 && errno == EINTR);
	if (r > 0)
		return;
	syscall(SYS_pidfd_send_signal, state.pidfd, SIGKILL, NULL, 0);
	poll(&p, 1, GUARD_WAIT_MS);
}

static void become_guard(int sock)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_NAME, "guestfs-guard");
	/* No terminal, no group: what kills the program must miss us. */
	setsid();
	for (int i = 0; i < 3; i++)
		dup2(null, i);
	dup2(sock, 3);
	close_range(4, ~0U, 0);
	fcntl(3, F_SETFD, FD_CLOEXEC);
	if (chdir("/") < 0)
		_exit(1);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/**
 * guardproc_main() - Wait for the program's end, then clean up after it
 * @sock:	The program's messages
 */
void guardproc_main(int sock)
{
	bool orderly = false;

	become_guard(sock);
	state.pidfd = -1;
	while (serve(3, &orderly))
		;
	if (orderly)
		_exit(0);
	for (int i = 0; i < MAX_MOUNTS; i++)
		if (state.mounts[i].path[0])
			undo_mount(&state.mounts[i]);
	end_qemu();
	for (int i = 0; i < MAX_DIRS; i++)
		if (state.dirs[i][0])
			remove_dir(state.dirs[i]);
	_exit(0);
}
