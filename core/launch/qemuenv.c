/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "qemuenv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cleanup.h"
#include "io.h"
#include "qemucurl.h"
#include "spawn.h"

#define PRELOAD "LD_PRELOAD="

extern char **environ;

int qemuenv_curl(struct args *a)
{
	int fd;

	if (a->preload)
		return 0;
	fd = spawn_high_fd(memfd_create("guestfs-qemucurl", MFD_CLOEXEC));
	if (fd < 0)
		return guestfs_fail(a->g, errno, "memory for a library");
	args_fd(a, fd);
	if (io_write_full(fd, qemucurl, sizeof(qemucurl)) < 0)
		return guestfs_fail(a->g, errno, "memory for a library");
	a->preload = handle_asprintf(a->g, "/proc/self/fd/%d", fd);
	return 0;
}

int qemuenv_make(const struct args *a, struct strv *ret)
{
	const char *old = getenv("LD_PRELOAD");
	int err = 0;

	for (char **e = environ; !err && e && *e; e++)
		if (!a->preload || strncmp(*e, PRELOAD, strlen(PRELOAD)))
			err = strv_add(ret, *e);
	if (!err && a->preload)
		err = strv_take(ret, handle_asprintf(a->g, PRELOAD "%s%s%s",
						     a->preload, old ? ":" : "",
						     old ? old : ""));
	return err ? guestfs_fail(a->g, errno, "qemu's environment") : 0;
}
