/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copy-in: tar(1) packs on the host, the appliance unpacks. */
#include <fcntl.h>
#include <libgen.h>
#include <string.h>

#include "builtin.h"
#include "host.h"
#include "mem.h"
#include "run.h"
#include "strv.h"

/* "dir/" and "." have a name too: that of the directory. */
static char *resolve(const char *local, char **ret_dir, char **ret_base)
{
	cleanup_free char *copy = xstrdup(local), *copy2 = xstrdup(local);
	char *base = basename(copy);

	if (!strcmp(base, ".") || !strcmp(base, "..")) {
		char *full = realpath(local, NULL);

		if (!full)
			return NULL;
		free(copy);
		free(copy2);
		copy = full;
		copy2 = xstrdup(full);
		base = basename(copy);
	}
	*ret_base = xstrdup(base);
	return *ret_dir = xstrdup(dirname(copy2));
}

static int send_tree(struct shell *sh, const char *local, const char *remote)
{
	cleanup_free char *dir = NULL, *base = NULL, *name = NULL;
	int fds[2], r, status;
	pid_t pid;

	if (access(local, F_OK) < 0 &&
	    faccessat(AT_FDCWD, local, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
		return shell_say(sh, "copy-in: %s: %s", local, strerror(errno));
	if (!resolve(local, &dir, &base) || pipe2(fds, O_CLOEXEC) < 0)
		return shell_say(sh, "copy-in: %s: %s", local, strerror(errno));
	pid = host_spawn(ARGV("tar", "-C", dir, "--numeric-owner", "-cf", "-",
			      "--", base),
			 -1, fds[1]);
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return shell_say(sh, "copy-in: tar: %s", strerror(errno));
	}
	name = xasprintf("/dev/fd/%d", fds[0]);
	r = guestfs_tar_in(sh->g, name, remote);
	close(fds[0]);
	status = host_wait(pid);
	if (r == 0 && status)
		return shell_say(sh, "copy-in: %s: tar ended with status %d",
				 local, status);
	return r;
}

int builtin_copy_in(struct shell *sh, char **argv)
{
	size_t last = strv_len(argv) - 1;
	int dir = guestfs_is_dir(sh->g, argv[last]);

	if (dir < 0)
		return -1;
	if (!dir)
		return shell_say(sh,
				 "copy-in: %s: no such directory in the guest",
				 argv[last]);
	for (size_t i = 1; i < last; i++)
		if (send_tree(sh, argv[i], argv[last]) < 0)
			return -1;
	return 0;
}
