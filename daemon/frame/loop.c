// SPDX-License-Identifier: GPL-2.0-or-later
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "run.h"

#define TRIES 16 /* a free device may be taken before we have it */

static int open_control(void)
{
	int fd = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	cleanup_run struct run r = { .argv = ARGV("modprobe", "loop") };

	if (fd >= 0 || run(&r) < 0)
		return fd;
	return open("/dev/loop-control", O_RDWR | O_CLOEXEC);
}

int loop_attach(int file, bool ro, char **ret_device)
{
	cleanup_close int control = open_control();
	struct loop_config config = {
		.fd = file,
		.info.lo_flags =
			LO_FLAGS_AUTOCLEAR | (ro ? LO_FLAGS_READ_ONLY : 0),
	};

	if (control < 0)
		return -1;
	for (int i = 0; i < TRIES; i++) {
		int n = ioctl(control, LOOP_CTL_GET_FREE);
		cleanup_close int fd = -1;
		char path[32];

		if (n < 0)
			return -1;
		snprintf(path, sizeof(path), "/dev/loop%d", n);
		fd = open(path, (ro ? O_RDONLY : O_RDWR) | O_CLOEXEC);
		if (fd < 0)
			return -1;
		if (ioctl(fd, LOOP_CONFIGURE, &config) == 0) {
			*ret_device = strdup(path);
			return *ret_device ? steal_fd(&fd) : -1;
		}
		if (errno != EBUSY)
			return -1;
	}
	errno = EBUSY;
	return -1;
}
