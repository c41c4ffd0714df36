/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guard process, with a sleeping child in place of qemu. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "launch/guard.h"
#include "test.h"

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		for (;;)
			pause();
	}
	return pid;
}

/* What a program does that launches, and is killed then. */
static void program(int tell, bool ready, const char *dir)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);
	struct launch l = { .guard = -1, .pidfd = -1 };

	l.pid = sleeper();
	l.pidfd = syscall(SYS_pidfd_open, l.pid, 0);
	if (guard_start(g, &l) < 0 || guard_watch_qemu(&l) < 0)
		_exit(1);
	if (ready && guard_set_ready(&l) < 0)
		_exit(1);
	if (dir && guard_register_dir(&l, dir) < 0)
		_exit(1);
	if (write(tell, &l.pid, sizeof(l.pid)) < 0)
		_exit(1);
	for (;;)
		pause();
}

static pid_t start_program(bool ready, const char *dir, pid_t *ret_qemu)
{
	int fd[2];
	pid_t pid;

	ok_int(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		close(fd[0]);
		program(fd[1], ready, dir);
	}
	close(fd[1]);
	ok_int(read(fd[0], ret_qemu, sizeof(*ret_qemu)), sizeof(*ret_qemu));
	close(fd[0]);
	return pid;
}

static bool gone_within(pid_t pid, int ms)
{
	cleanup_close int fd = syscall(SYS_pidfd_open, pid, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return fd < 0 || poll(&p, 1, ms) == 1;
}

static void kill_program(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

TEST(a_launching_qemu_is_killed_at_once)
{
	pid_t qemu, pid = start_program(false, NULL, &qemu);

	ok(!gone_within(qemu, 100));
	kill_program(pid);
	ok(gone_within(qemu, 3000));
}

TEST(a_running_qemu_has_time_to_end_by_itself)
{
	pid_t qemu, pid = start_program(true, NULL, &qemu);

	kill_program(pid);
	ok(!gone_within(qemu, 1000));
	kill(qemu, SIGKILL);
	ok(gone_within(qemu, 3000));
}

TEST(directories_are_removed)
{
	cleanup_free char *dir = NULL, *sub = NULL, *leaf = NULL;
	struct stat st;
	pid_t qemu, pid;

	ok(asprintf(&dir, "%s/tmp", test_dir()) > 0);
	ok(asprintf(&sub, "%s/sub", dir) > 0);
	ok(asprintf(&leaf, "%s/leaf", sub) > 0);
	ok_int(mkdir(dir, 0700), 0);
	ok_int(mkdir(sub, 0700), 0);
	ok_int(close(open(leaf, O_CREAT | O_WRONLY, 0600)), 0);
	pid = start_program(false, dir, &qemu);
	ok_int(stat(dir, &st), 0);
	kill_program(pid);
	for (int i = 0; i < 30 && stat(dir, &st) == 0; i++)
		usleep(100000);
	ok(stat(dir, &st) < 0);
}

TEST(an_orderly_end_leaves_qemu_alone)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);
	struct launch l = { .guard = -1, .pidfd = -1 };
	pid_t guard;

	l.pid = sleeper();
	l.pidfd = syscall(SYS_pidfd_open, l.pid, 0);
	ok_int(guard_start(g, &l), 0);
	ok_int(guard_watch_qemu(&l), 0);
	guard = l.guard_pid;
	ok(guard > 0);
	guard_stop(&l);
	ok(gone_within(guard, 100));
	ok(!gone_within(l.pid, 100));
	kill_program(l.pid);
	close(l.pidfd);
	guestfs_close(g);
}

TEST(no_guard_without_recovery_proc)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);
	struct launch l = { .guard = -1, .pidfd = -1 };

	ok_int(guestfs_set_recovery_proc(g, 0), 0);
	ok_int(guard_start(g, &l), 0);
	ok_int(l.guard, -1);
	guard_stop(&l);
	guestfs_close(g);
}
