/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/tmpdir.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"

/* A unix socket's address has room for 107 bytes */
#define SOCKDIR_MAX 60

const char *tmpdir_base(guestfs_h *g)
{
	return g->tmpdir_set   ? g->tmpdir_set
	       : g->tmpdir_env ? g->tmpdir_env
			       : "/tmp";
}

const char *cachedir_base(guestfs_h *g)
{
	return g->cachedir_set	 ? g->cachedir_set
	       : g->cachedir_env ? g->cachedir_env
				 : "/var/tmp";
}

const char *sockdir_base(guestfs_h *g)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");

	if (dir && dir[0] == '/' && strlen(dir) <= SOCKDIR_MAX &&
	    access(dir, W_OK | X_OK) == 0)
		return dir;
	return "/tmp";
}

static const char *make(guestfs_h *g, const char *base, char **dir)
{
	cleanup_free char *name = NULL;

	if (*dir)
		return *dir;
	name = handle_asprintf(g, "%s/guestfs-XXXXXX", base);
	if (!mkdtemp(name)) {
		guestfs_fail(g, errno,
			     "%s: cannot make a temporary directory there "
			     "(LIBGUESTFS_TMPDIR chooses another place)",
			     base);
		return NULL;
	}
	return *dir = steal_ptr(&name);
}

const char *tmpdir_get(guestfs_h *g)
{
	HANDLE_SCOPE(g);
	return make(g, tmpdir_base(g), &g->tmpdir);
}

const char *sockdir_get(guestfs_h *g)
{
	HANDLE_SCOPE(g);
	return make(g, sockdir_base(g), &g->sockdir);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	/* What cannot be removed must not keep the rest */
	(void)!(type == FTW_DP ? rmdir(path) : unlink(path));
	return 0;
}

static void remove_dir(char **dir)
{
	/* Private to us (0700), so nobody can swap a link in on the way;
	 * FTW_PHYS does not follow links anyway.
	 */
	if (*dir)
		nftw(*dir, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	free(*dir);
	*dir = NULL;
}

void tmpdir_finish(guestfs_h *g)
{
	remove_dir(&g->tmpdir);
	remove_dir(&g->sockdir);
}
