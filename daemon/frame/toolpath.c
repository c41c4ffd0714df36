// SPDX-License-Identifier: GPL-2.0-or-later
#include "toolpath.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reply.h"
#include "sysroot.h"

static int name_it(struct toolpath *t, const char *guest)
{
	if (t->fd < 0)
		return reply_errno(errno, "%s", guest);
	/* Other processes have a /proc/self of their own */
	if (asprintf(&t->path, "/proc/%d/fd/%d", getpid(), t->fd) < 0) {
		t->path = NULL;
		return reply_errno(ENOMEM, "%s", guest);
	}
	return 0;
}

int toolpath_open(struct toolpath *t, const char *guest)
{
	t->fd = sysroot_open(guest, O_PATH, 0);
	return name_it(t, guest);
}

int toolpath_create(struct toolpath *t, const char *guest)
{
	t->fd = sysroot_open(guest, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	return name_it(t, guest);
}

int toolpath_open_new(struct toolpath *t, const char *guest)
{
	cleanup_free char *copy = strdup(guest);
	const char *base = NULL;

	t->fd = copy ? sysroot_open_parent(copy, &base) : -1;
	if (t->fd < 0)
		return reply_errno(errno, "%s", guest);
	if (asprintf(&t->path, "/proc/%d/fd/%d/%s", getpid(), t->fd, base) <
	    0) {
		t->path = NULL;
		return reply_errno(ENOMEM, "%s", guest);
	}
	return 0;
}

void toolpath_close(struct toolpath *t)
{
	if (t->fd >= 0)
		close(t->fd);
	free(t->path);
	*t = (struct toolpath)TOOLPATH_INIT;
}

bool toolpath_have(const char *program)
{
	static const char *const dirs[] = { "/usr/sbin", "/usr/bin", "/sbin",
					    "/bin" };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		char path[256];

		snprintf(path, sizeof(path), "%s/%s", dirs[i], program);
		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}
