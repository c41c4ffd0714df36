// SPDX-License-Identifier: GPL-2.0-or-later
#include "standby.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "forkserver.h"
#include "io.h"
#include "log.h"
#include "lvmserver.h"
#include "standby_preload.h"

#define PROGRAM "mke2fs"

static struct forkserver server = FORKSERVER_NONE;
static int preload = -1;

static void become_program(void)
{
	char path[32];
	/* Not to be closed when the program starts */
	int fd = fcntl(preload, F_DUPFD, 3);

	if (fd < 0)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	/* Locales are a quarter of its time, and it says nothing in them */
	if (chdir("/") == 0 && setenv("LC_ALL", "C", 1) == 0 &&
	    setenv("LD_PRELOAD", path, 1) == 0)
		execlp(PROGRAM, PROGRAM, NULL);
}

static int load(void)
{
	cleanup_close int fd = memfd_create("standby", MFD_CLOEXEC);

	if (fd < 0 ||
	    io_write_full(fd, standby_preload, sizeof(standby_preload)) < 0)
		return -1;
	preload = steal_fd(&fd);
	return 0;
}

static bool ready(void)
{
	if (server.pid)
		return true;
	if (preload < 0 && load() < 0)
		return false;
	if (forkserver_start(&server, become_program) == 0)
		return true;
	forkserver_stop(&server);
	return false;
}

/* Return: bytes of the words with their NULs, or 0 when there are too many */
static size_t fill(char *command, const struct run *r)
{
	size_t at = 0;

	for (size_t i = 0; r->argv[i]; i++) {
		size_t len = strlen(r->argv[i]) + 1;

		if (len > FORKSERVER_MAX - at)
			return 0;
		memcpy(command + at, r->argv[i], len);
		at += len;
	}
	return at;
}

static pid_t start_command(const struct run *r, int in, int out, int err)
{
	static char command[FORKSERVER_MAX];
	size_t len = fill(command, r);
	int fds[3] = { in, out, err };

	if (!len) {
		errno = E2BIG;
		return -1;
	}
	return forkserver_send(&server, command, len, fds) < 0 ? -1
							       : server.pid;
}

static int wait_command(pid_t pid, bool give_up)
{
	(void)pid;
	return forkserver_wait(&server, give_up);
}

static bool may_wait(const struct run *r)
{
	return !strcmp(r->argv[0], PROGRAM) && !r->env && r->root_fd <= 0 &&
	       !r->max_cpu && !r->max_memory;
}

int standby_run(struct run *r)
{
	static const struct run_via via = { start_command, wait_command };

	if (!strcmp(r->argv[0], "lvm"))
		return lvmserver_run(r);
	if (!may_wait(r) || server.unusable || !ready())
		return run(r);
	return forkserver_run(&server, &via, r);
}

void standby_try(const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	if (standby_run(&r) < 0 || r.status != 0)
		log_line("%s: %s", argv[0], r.err ? r.err : "failed");
}

void standby_start(void)
{
	standby_try(ARGV(PROGRAM, "-V"));
	standby_try(ARGV("lvm", "version"));
}
