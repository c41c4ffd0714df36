// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "strv.h"

/* What glob(3) looks into is the guest's, through these. */
static void *open_directory(const char *path)
{
	int fd = sysroot_open(path, O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

static struct dirent *read_directory(void *dir)
{
	return readdir(dir);
}

static void close_directory(void *dir)
{
	closedir(dir);
}

static int look(const char *path, struct stat *st)
{
	return sysroot_stat(path, st);
}

static int look_at_link(const char *path, struct stat *st)
{
	return sysroot_lstat(path, st);
}

char **do_glob_expand(const char *pattern, int directoryslash)
{
	int flags = GLOB_BRACE | GLOB_ALTDIRFUNC;
	glob_t g = {
		.gl_opendir = open_directory,
		.gl_readdir = read_directory,
		.gl_closedir = close_directory,
		.gl_stat = look,
		.gl_lstat = look_at_link,
	};
	char **paths = NULL;
	int r;

	if (!(reply_optargs_bitmask() &
	      GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH_BITMASK) ||
	    directoryslash)
		flags |= GLOB_MARK;
	r = glob(pattern, flags, NULL, &g);
	if (r == 0)
		paths = strv_dup(g.gl_pathv);
	else if (r == GLOB_NOMATCH)
		paths = strv_steal(&(struct strv){ 0 });
	/* glob(3) marks the root directory, too */
	for (size_t i = 0; paths && paths[i]; i++)
		if (!strcmp(paths[i], "//"))
			paths[i][1] = '\0';
	if (!paths)
		reply_errno(r == GLOB_ABORTED ? EIO : ENOMEM, "%s", pattern);
	globfree(&g);
	return paths;
}
