// SPDX-License-Identifier: GPL-2.0-or-later
/* Apart from port.c, so that tests do without the sysroot. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "crawl.h"
#include "ntfs.h"
#include "frame/sysroot.h"
#include "gate.h"
#include "limits.h"
#include "serve.h"
#include "session.h"

static void serve_end(struct session *s, int err)
{
	if (err)
		fprintf(stderr, "guestfsd: session port %u: %s\n", s->port_nr,
			strerror(err));
	serve_finish(s);
}

static void *port_thread(void *arg)
{
	struct session *s = arg;
	int r = serve_start();

	if (r == 0)
		r = serve_loop(s, true);
	serve_end(s, r < 0 ? errno : 0);
	free(s);
	return NULL;
}

int session_start(unsigned int port_nr, int fd, char *slot, size_t slot_size)
{
	struct session *s = calloc(1, sizeof(*s));
	pthread_t thread;
	int flags, err;

	if (!s)
		return -1;
	limits_set();
	gate_set_root(sysroot_fd);
	crawl_enable();
	ntfs_exists();
	*s = (struct session){ .port_nr = port_nr,
			       .fd = fd,
			       .slot = slot,
			       .slot_size = slot ? slot_size : 0 };
	flags = fcntl(fd, F_GETFL);
	if (flags >= 0)
		fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	err = pthread_create(&thread, NULL, port_thread, s);
	if (err) {
		free(s);
		errno = err;
		return -1;
	}
	pthread_detach(thread);
	return 0;
}
