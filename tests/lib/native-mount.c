// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guestmount/fs over a directory of the host's: mounts what native-server
 * serves, without a virtual machine.
 *
 *   native-mount [-r] [-d] [-n PORTS] [-s SLOT_SIZE] [-o OPTIONS]
 *                SERVER DIRECTORY MOUNTPOINT
 *
 * Stays in the foreground until unmounted; SIGTERM unmounts. SIGUSR1 makes it
 * drop its caches, as an API call beside the mount would.
 */
#include <malloc.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mount.h"

static struct mount *m;

static void warning(void *opaque, const char *msg)
{
	(void)opaque;
	fprintf(stderr, "warning: %s\n", msg);
}

static void *signals(void *arg)
{
	int sig;

	while (sigwait(arg, &sig) == 0) {
		char *msg = NULL;

		if (sig == SIGUSR2)
			break;
		if (sig == SIGUSR1)
			keeper_invalidate(m);
		else if (mount_umount(m, true, &msg) < 0)
			fprintf(stderr, "%s\n", msg);
		free(msg);
	}
	return NULL;
}

static pid_t serve(const char *server, const char *dir, unsigned int n,
		   const int *fds, int memfd, size_t slot)
{
	static char text[MOUNT_PORTS + 2][24];
	char *argv[MOUNT_PORTS + 8];
	int argc = 0;
	pid_t pid;

	argv[argc++] = (char *)server;
	if (slot) {
		argv[argc++] = (char *)"--slots";
		snprintf(text[n], sizeof(text[n]), "%d", memfd);
		snprintf(text[n + 1], sizeof(text[n + 1]), "%zu", slot);
		argv[argc++] = text[n];
		argv[argc++] = text[n + 1];
	}
	argv[argc++] = (char *)dir;
	for (unsigned int i = 0; i < n; i++) {
		snprintf(text[i], sizeof(text[i]), "%d", fds[i]);
		argv[argc++] = text[i];
	}
	argv[argc] = NULL;
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid > 0)
		return pid;
	for (unsigned int i = 0; i < n; i++)
		fcntl(fds[i], F_SETFD, 0);
	if (memfd >= 0)
		fcntl(memfd, F_SETFD, 0);
	setsid();
	execv(server, argv);
	err(127, "%s", server);
}

static int make_slots(struct mount_local_config *cfg, size_t size)
{
	int fd = memfd_create("slots", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, size * cfg->n_ports) < 0)
		err(1, "memfd");
	for (unsigned int i = 0; i < cfg->n_ports; i++) {
		cfg->slots[i].base = mmap(NULL, size, PROT_READ | PROT_WRITE,
					  MAP_SHARED, fd, i * size);
		cfg->slots[i].size = size;
		if (cfg->slots[i].base == MAP_FAILED)
			err(1, "mmap");
	}
	return fd;
}

static int run_mount(const struct mount_local_config *cfg)
{
	static sigset_t set;
	pthread_t thread;
	char *msg = NULL;
	int r;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	m = mount_new(cfg, &msg);
	if (!m) {
		fprintf(stderr, "native-mount: %s\n", msg ? msg : "failed");
		free(msg);
		return 1;
	}
	if (pthread_create(&thread, NULL, signals, &set))
		err(1, "thread");
	r = mount_run(m);
	pthread_kill(thread, SIGUSR2);
	pthread_join(thread, NULL);
	mount_free(m);
	return r < 0;
}

int main(int argc, char **argv)
{
	struct mount_local_config cfg = { .n_ports = MOUNT_PORTS,
					  .warn = warning };
	int theirs[MOUNT_PORTS], opt, r, status = 0, memfd = -1;
	size_t slot = 4 << 20;
	pid_t pid;

	mallopt(M_ARENA_MAX, 1); /* as guestmount does */
	while ((opt = getopt(argc, argv, "rdn:s:o:")) != -1) {
		switch (opt) {
		case 'r':
			cfg.readonly = true;
			break;
		case 'd':
			cfg.debug = true;
			break;
		case 'n':
			cfg.n_ports = atoi(optarg);
			break;
		case 's':
			slot = strtoul(optarg, NULL, 0);
			break;
		case 'o':
			cfg.options = optarg;
			break;
		default:
			return 2;
		}
	}
	if (argc - optind != 3 || !cfg.n_ports || cfg.n_ports > MOUNT_PORTS)
		errx(2, "usage: native-mount [...] SERVER DIRECTORY "
			"MOUNTPOINT");
	for (unsigned int i = 0; i < cfg.n_ports; i++) {
		int sv[2];

		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv) < 0)
			err(1, "socketpair");
		cfg.ports[i] = sv[0];
		theirs[i] = sv[1];
	}
	if (slot)
		memfd = make_slots(&cfg, slot);
	pid = serve(argv[optind], argv[optind + 1], cfg.n_ports, theirs, memfd,
		    slot);
	for (unsigned int i = 0; i < cfg.n_ports; i++)
		close(theirs[i]);
	cfg.pidfd = syscall(SYS_pidfd_open, pid, 0);
	cfg.qemu = pid;
	cfg.mountpoint = argv[optind + 2];
	r = run_mount(&cfg);
	for (unsigned int i = 0; i < cfg.n_ports; i++)
		close(cfg.ports[i]);
	waitpid(pid, &status, 0);
	if (status)
		fprintf(stderr, "native-server: wait status %#x\n", status);
	return r;
}
