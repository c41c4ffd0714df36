// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemon's session server on the host, over a directory of the host's:
 * what guestmount/fs talks to, without a virtual machine.
 *
 *   native-server [--slots MEMFD SIZE] DIRECTORY FD...
 *
 * Serves each inherited socket from a thread, until the last one is closed.
 * With --slots the memory of the I-th socket is SIZE bytes at I * SIZE of the
 * inherited memfd.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "session/session.h"

struct port {
	pthread_t thread;
	unsigned int nr;
	int fd;
	char *slot;
	size_t slot_size;
};

static void *serve(void *arg)
{
	struct port *p = arg;

	if (session_serve(p->nr, p->fd, p->slot, p->slot_size) < 0)
		warn("port %u", p->nr);
	return NULL;
}

static char *map_slot(int memfd, unsigned int nr, size_t size)
{
	char *p;

	if (memfd < 0)
		return NULL;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memfd,
		 nr * size);
	if (p == MAP_FAILED)
		err(1, "mmap");
	return p;
}

int main(int argc, char **argv)
{
	size_t slot_size = 0;
	struct port *ports;
	int memfd = -1, root;

	if (argc > 3 && !strcmp(argv[1], "--slots")) {
		memfd = atoi(argv[2]);
		slot_size = strtoul(argv[3], NULL, 0);
		argv += 3;
		argc -= 3;
	}
	if (argc < 3)
		errx(2, "usage: native-server [--slots MEMFD SIZE] "
			"DIRECTORY FD...");
	root = open(argv[1], O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		err(1, "%s", argv[1]);
	session_set_root(root);
	signal(SIGPIPE, SIG_IGN);

	ports = calloc(argc, sizeof(*ports));
	if (!ports)
		err(1, "calloc");
	for (int i = 0; i < argc - 2; i++) {
		struct port *p = &ports[i];

		p->nr = i;
		p->fd = atoi(argv[i + 2]);
		p->slot = map_slot(memfd, i, slot_size);
		p->slot_size = p->slot ? slot_size : 0;
		errno = pthread_create(&p->thread, NULL, serve, p);
		if (errno)
			err(1, "pthread_create");
	}
	for (int i = 0; i < argc - 2; i++)
		pthread_join(ports[i].thread, NULL);
	session_stop_all();
	free(ports);
	return 0;
}
