/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serve.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mount.h>

#include "launching.h"
#include "run.h"

/**
 * struct server - What the signal thread and the main thread share
 * @mounted:	Signals unmount from now on; before, they cancel
 * @done:	The signal thread is to end
 */
struct server {
	struct cmdline *c;
	guestfs_h *g;
	atomic_bool mounted;
	atomic_bool cancelled;
	atomic_bool done;
};

/* A mount that stays busy is detached: it ends for the last process that
 * holds it, and what was written is flushed by the shutdown that follows.
 */
static void unmount(struct server *s)
{
	struct guestfs_umount_local_argv a = {
		.bitmask = GUESTFS_UMOUNT_LOCAL_RETRY_BITMASK,
		.retry = 1,
	};
	cleanup_run struct run lazy = {
		.argv = ARGV("fusermount3", "-u", "-z", s->c->mountpoint),
	};

	if (guestfs_umount_local_argv(s->g, &a) == 0)
		return;
	if (umount2(s->c->mountpoint, MNT_DETACH) < 0)
		run(&lazy);
}

static void *signal_thread(void *arg)
{
	struct server *s = arg;
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	for (;;) {
		if (sigwait(&set, &sig) != 0)
			continue;
		if (s->done)
			return NULL;
		if (sig == SIGUSR1)
			continue;
		s->cancelled = true;
		if (s->mounted)
			unmount(s);
		else
			guestfs_user_cancel(s->g);
	}
}

static int block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static int write_pid_file(const struct cmdline *c)
{
	FILE *f;

	if (!c->pid_file)
		return 0;
	f = fopen(c->pid_file, "we");
	if (!f || fprintf(f, "%d\n", getpid()) < 0 || fclose(f) != 0)
		return options_say(&c->opts, "%s: %s", c->pid_file,
				   strerror(errno));
	return 0;
}

/* Tell everybody that the mount is there, then leave the terminal. */
static int announce(struct server *s, int ready_fd)
{
	struct cmdline *c = s->c;
	int null;

	if (write_pid_file(c) < 0)
		return -1;
	if (c->fd >= 0 && write(c->fd, "", 1) != 1)
		options_say(&c->opts, "--fd %d: %s", c->fd, strerror(errno));
	if (ready_fd < 0)
		return 0;
	if (c->verbose || c->trace)
		goto tell;
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
	    dup2(null, 2) < 0)
		return options_say(&c->opts, "/dev/null: %s", strerror(errno));
	close(null);
tell:
	setsid();
	if (chdir("/") < 0 || write(ready_fd, "", 1) != 1)
		return -1;
	close(ready_fd);
	return 0;
}

static int mount_local(struct server *s, bool windows)
{
	struct cmdline *c = s->c;
	cleanup_free char *fuse = NULL;
	struct guestfs_mount_local_argv a = {
		.bitmask = GUESTFS_MOUNT_LOCAL_READONLY_BITMASK,
		.readonly = c->opts.readonly,
	};
	bool named = c->fuse && strstr(c->fuse, "case_");

	if (windows && !named) {
		if (asprintf(&fuse, "%s%scase_insensitive",
			     c->fuse ? c->fuse : "", c->fuse ? "," : "") < 0)
			return -1;
	}
	if (fuse || c->fuse) {
		a.options = fuse ? fuse : c->fuse;
		a.bitmask |= GUESTFS_MOUNT_LOCAL_OPTIONS_BITMASK;
	}
	if (c->dir_timeout >= 0) {
		a.cachetimeout = c->dir_timeout;
		a.bitmask |= GUESTFS_MOUNT_LOCAL_CACHETIMEOUT_BITMASK;
	}
	return guestfs_mount_local_argv(s->g, c->mountpoint, &a);
}

static int prepare(struct server *s)
{
	struct cmdline *c = s->c;
	struct launching *p = NULL;
	bool windows;
	int r;

	guestfs_set_trace(s->g, c->trace);
	guestfs_set_verbose(s->g, c->verbose);
	if (c->selinux && guestfs_set_selinux(s->g, 1) < 0)
		return -1;
	guestfs_set_pgroup(s->g, 1);
	guestfs_set_program(s->g, "guestmount");
	if (options_apply_drives(&c->opts, s->g) < 0)
		return -1;
	if (!c->verbose && !c->trace)
		p = launching_start();
	r = guestfs_launch(s->g);
	launching_stop(p);
	if (r < 0 || options_decrypt(&c->opts, s->g, true) < 0 ||
	    options_mount(&c->opts, s->g, &windows) < 0)
		return -1;
	return mount_local(s, windows);
}

static int finish(struct server *s, int r)
{
	if (guestfs_shutdown(s->g) < 0)
		r = -1;
	if (s->c->pid_file)
		unlink(s->c->pid_file);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int serve(struct cmdline *c, int ready_fd)
{
	struct server s = { .c = c };
	pthread_t thread;
	int status = EXIT_FAILURE;

	s.g = guestfs_create();
	if (!s.g)
		return EXIT_FAILURE; /* the library has said why */
	if (block_signals() != 0 ||
	    pthread_create(&thread, NULL, signal_thread, &s) != 0) {
		guestfs_close(s.g);
		return EXIT_FAILURE;
	}
	if (prepare(&s) == 0) {
		s.mounted = true;
		if (s.cancelled || announce(&s, ready_fd) < 0)
			unmount(&s);
		status = finish(&s, guestfs_mount_local_run(s.g));
	}
	if (s.cancelled && !s.mounted)
		status = 130;
	s.done = true;
	pthread_kill(thread, SIGUSR1);
	pthread_join(thread, NULL);
	guestfs_close(s.g);
	return status;
}
