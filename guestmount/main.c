/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestmount: mount a disk image on a directory of the host. */
#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cleanup.h"
#include "cmdline.h"
#include "parent.h"
#include "serve.h"
#include "strv.h"

#define FUSE_MAGIC 0x65735546

/* Whether -o holds this word */
static bool fuse_option(const struct cmdline *c, const char *word)
{
	cleanup_strv char **words = strv_split(c->fuse ? c->fuse : "", ",");

	return words && strv_has(words, word);
}

static bool is_empty(const char *dir)
{
	cleanup_closedir DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			return false;
	}
	return true;
}

static bool is_fuse_root(const char *dir, const struct stat *st)
{
	cleanup_free char *parent = NULL;
	struct statfs fs;
	struct stat up;

	if (statfs(dir, &fs) < 0 || fs.f_type != FUSE_MAGIC)
		return false;
	return asprintf(&parent, "%s/..", dir) >= 0 && stat(parent, &up) == 0 &&
	       up.st_dev != st->st_dev;
}

static int check_free(struct cmdline *c, const struct stat *st)
{
	if (fuse_option(c, "nonempty"))
		return 0;
	if (is_fuse_root(c->mountpoint, st))
		return options_say(&c->opts,
				   "%s: something is mounted there "
				   "already; remove it with: guestunmount %s",
				   c->mountpoint, c->mountpoint);
	if (!is_empty(c->mountpoint))
		return options_say(&c->opts,
				   "%s: the mount point is not empty "
				   "(-o nonempty mounts over it)",
				   c->mountpoint);
	return 0;
}

/* Everything that can be wrong before the slow part. */
static int check_mountpoint(struct cmdline *c)
{
	struct stat st;

	if (stat(c->mountpoint, &st) < 0) {
		if (errno == ENOTCONN)
			return options_say(&c->opts,
					   "%s: a dead mount is "
					   "there; remove it with: "
					   "guestunmount %s",
					   c->mountpoint, c->mountpoint);
		return options_say(
			&c->opts, "%s: %s%s", c->mountpoint, strerror(errno),
			errno == ENOENT ? "; create the directory first" : "");
	}
	if (!S_ISDIR(st.st_mode))
		return options_say(&c->opts,
				   "%s: the mount point must be a "
				   "directory",
				   c->mountpoint);
	if (access("/dev/fuse", F_OK) < 0)
		return options_say(&c->opts,
				   "/dev/fuse: %s; load it with "
				   "\"modprobe fuse\", or give the container "
				   "that device (--device /dev/fuse)",
				   strerror(errno));
	return check_free(c, &st);
}

int main(int argc, char *argv[])
{
	struct cmdline c = { .opts.program = "guestmount" };
	int status;

	/* Each thread's arena would keep what others have use for: a walk
	 * over a million files took twice the memory, and longer.
	 */
	mallopt(M_ARENA_MAX, 1);
	status = cmdline_parse(&c, argc, argv);
	if (status >= 0)
		return status;
	if (check_mountpoint(&c) < 0)
		status = EXIT_FAILURE;
	else if (c.foreground && !c.with)
		status = serve(&c, -1);
	else
		status = parent_run(&c);
	cmdline_finish(&c);
	return status;
}
