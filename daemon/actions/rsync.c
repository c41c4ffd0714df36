// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "run.h"

bool optgroup_rsync_available(void)
{
	return toolpath_have("rsync");
}

/* The three calls have the same options, and so the same bits. */
static int run_rsync(const char *what, const char *src, const char *dest,
		     int archive, int deletedest)
{
	uint64_t given = reply_optargs_bitmask();
	const char *argv[8] = { "rsync" };
	int n = 1;

	if (given & GUESTFS_RSYNC_ARCHIVE_BITMASK && archive)
		argv[n++] = "--archive";
	if (given & GUESTFS_RSYNC_DELETEDEST_BITMASK && deletedest)
		argv[n++] = "--delete";
	argv[n++] = "--";
	argv[n++] = src;
	argv[n++] = dest;
	return reply_cmd(what, argv);
}

/* The object itself, or with a slash at the end what is in it, which the
 * guest's links must not lead astray
 */
static int open_source(struct toolpath *t, const char *path)
{
	cleanup_free char *resolved = NULL;
	size_t len = strlen(path);

	if (len < 2 || path[len - 1] != '/')
		return toolpath_open_new(t, path);
	if (toolpath_open(t, path) < 0)
		return -1;
	resolved = t->path;
	if (asprintf(&t->path, "%s/", resolved) < 0) {
		t->path = NULL;
		return reply_errno(ENOMEM, "%s", path);
	}
	return 0;
}

/* A directory that is there, maybe behind a link, or something new */
static int open_destination(struct toolpath *t, const char *path)
{
	cleanup_free char *real = sysroot_realpath(path);

	return toolpath_open_new(t, real ? real : path);
}

static int check_remote(const char *remote)
{
	if (!strncmp(remote, "rsync://", 8) ||
	    (remote[0] != '-' && remote[0] != '/' && strstr(remote, "::")))
		return 0;
	return reply_error(EINVAL,
			   "%s: not an rsync server, as in "
			   "rsync://HOST/MODULE/PATH (the appliance has no "
			   "ssh)",
			   remote);
}

int do_rsync(const char *src, const char *dest, int archive, int deletedest)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;

	if (open_source(&from, src) < 0 || open_destination(&to, dest) < 0)
		return -1;
	return run_rsync(src, from.path, to.path, archive, deletedest);
}

int do_rsync_in(const char *remote, const char *dest, int archive,
		int deletedest)
{
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;

	if (check_remote(remote) < 0 || open_destination(&to, dest) < 0)
		return -1;
	return run_rsync(remote, remote, to.path, archive, deletedest);
}

int do_rsync_out(const char *src, const char *remote, int archive,
		 int deletedest)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;

	if (check_remote(remote) < 0 || open_source(&from, src) < 0)
		return -1;
	return run_rsync(src, from.path, remote, archive, deletedest);
}
