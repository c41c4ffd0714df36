/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hv.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "cleanup.h"
#include "strv.h"

#define INSTALL "install it with: apt-get install qemu-system-x86"

static bool runnable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

static char *search_path(guestfs_h *g, const char *name)
{
	const char *env = getenv("PATH");
	cleanup_strv char **dirs = strv_split(env ? env : "/usr/bin:/bin", ":");

	for (size_t i = 0; dirs && dirs[i]; i++) {
		char *path = handle_asprintf(g, "%s/%s", dirs[i], name);

		if (runnable(path))
			return path;
		free(path);
	}
	return NULL;
}

/**
 * hv_find() - The hypervisor's program file
 * @g:		Handle; its hv is a path, or a name searched in PATH
 *
 * Return:	Path, the caller frees, or NULL with the error set
 */
char *hv_find(guestfs_h *g)
{
	struct utsname u;
	char *path;

	if (uname(&u) == 0 && strcmp(u.machine, "x86_64")) {
		guestfs_fail(g, ENOTSUP,
			     "this machine is %s, and only x86-64 "
			     "hosts are supported",
			     u.machine);
		return NULL;
	}
	if (!strchr(g->hv, '/')) {
		path = search_path(g, g->hv);
		if (!path)
			guestfs_fail(g, 0, "%s: not found in PATH; " INSTALL,
				     g->hv);
		return path;
	}
	if (runnable(g->hv))
		return handle_strdup(g, g->hv);
	if (access(g->hv, F_OK) < 0)
		guestfs_fail(g, errno,
			     "%s (the hypervisor, from set_hv or "
			     "LIBGUESTFS_HV; if qemu is missing, " INSTALL ")",
			     g->hv);
	else
		guestfs_fail(g, EACCES,
			     "%s (the hypervisor): not a program "
			     "that can be run",
			     g->hv);
	return NULL;
}
