/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edit, more, display, hexedit: a copy on the host, for a program there. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "builtin.h"
#include "host.h"
#include "mem.h"
#include "parse/value.h"
#include "parse/winpath.h"
#include "run.h"
#include "strv.h"
#include "tmpfile.h"

/**
 * struct copy - A copy on the host
 * @remote:	What it is a copy of
 * @dir:	Its directory, which is ours alone
 * @file:	The copy
 * @keep:	It holds work that could not be written back
 */
struct copy {
	char *remote;
	char *dir;
	char *file;
	bool keep;
};

static void copy_finish(struct copy *c)
{
	if (c->file && !c->keep)
		unlink(c->file);
	if (c->dir)
		rmdir(c->dir);
	free(c->remote);
	free(c->dir);
	free(c->file);
}

DEFINE_CLEANUP(struct copy, cleanup_copy_, copy_finish(p))
#define cleanup_copy __attribute__((cleanup(cleanup_copy_)))

/* The copy has the name of the original, as far as the guest may choose it:
 * editors and viewers look at what a name ends in.
 */
static int copy_begin(struct shell *sh, const char *word, struct copy *c)
{
	const char *base;

	c->remote = winpath(sh->g, word);
	if (!c->remote)
		return -1;
	c->dir = tmpfile_dir();
	if (!c->dir)
		return shell_say(sh, "temporary directory: %s",
				 strerror(errno));
	base = strrchr(c->remote, '/');
	base = base ? base + 1 : c->remote;
	c->file = xasprintf("%s/%s", c->dir,
			    *base && *base != '-' && *base != '.' ? base
								  : "file");
	return 0;
}

/* Run $PROGRAM "options too" on the copy, as a shell would */
static int run_on(struct shell *sh, const struct copy *c, const char *program)
{
	cleanup_free char *cmd = xasprintf("%s \"$1\"", program);
	int status = host_run(ARGV("/bin/sh", "-c", cmd, "sh", c->file));

	if (status == 0)
		return 0;
	if (status < 0)
		return shell_say(sh, "%s: %s", program, strerror(errno));
	return shell_say(sh, "%s ended with status %d%s", program, status,
			 status == 127 ? ": is it installed?" : "");
}

static const char *from_env(const char *variable, const char *otherwise)
{
	const char *v = getenv(variable);

	return v && *v ? v : otherwise;
}

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Edit the copy. Return: 1 changed, 0 not, -1 error */
static int change(struct shell *sh, const struct copy *c, const char *program)
{
	/* An age that no editor leaves */
	const struct timespec old[2] = { { 1, 0 }, { 1, 0 } };
	struct stat before, after;

	if (utimensat(AT_FDCWD, c->file, old, 0) < 0 ||
	    stat(c->file, &before) < 0)
		return shell_say(sh, "%s: %s", c->file, strerror(errno));
	if (run_on(sh, c, program) < 0)
		return -1;
	if (stat(c->file, &after) < 0)
		return shell_say(sh, "%s: %s", c->file, strerror(errno));
	return !same(&before, &after);
}

static int written(struct shell *sh, struct copy *c, int r)
{
	if (r < 0) {
		c->keep = true;
		shell_say(sh,
			  "%s could not be written; what was edited is in "
			  "%s",
			  c->remote, c->file);
	}
	return r;
}

/* The file itself, or an empty one where it is to be made */
static int fetch(struct shell *sh, const struct copy *c)
{
	int there = guestfs_exists(sh->g, c->remote), fd;

	if (there < 0)
		return -1;
	if (there)
		return guestfs_download(sh->g, c->remote, c->file);
	fd = open(c->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return shell_say(sh, "%s: %s", c->file, strerror(errno));
	close(fd);
	return 0;
}

int builtin_edit(struct shell *sh, char **argv)
{
	cleanup_copy struct copy c = { 0 };
	const char *editor = strcasecmp(argv[0], "edit")
				     ? argv[0]
				     : from_env("EDITOR", "vi");
	int r;

	if (copy_begin(sh, argv[1], &c) < 0 || fetch(sh, &c) < 0)
		return -1;
	r = change(sh, &c, editor);
	if (r <= 0)
		return r;
	return written(sh, &c, guestfs_upload(sh->g, c.file, c.remote));
}

static int view(struct shell *sh, const char *remote, const char *program)
{
	cleanup_copy struct copy c = { 0 };

	if (copy_begin(sh, remote, &c) < 0 ||
	    guestfs_download(sh->g, c.remote, c.file) < 0)
		return -1;
	return run_on(sh, &c, program);
}

int builtin_more(struct shell *sh, char **argv)
{
	return view(sh, argv[1],
		    strcasecmp(argv[0], "more") ? "less"
						: from_env("PAGER", "more"));
}

int builtin_display(struct shell *sh, char **argv)
{
	return view(sh, argv[1],
		    from_env("GUESTFISH_DISPLAY_IMAGE", "display"));
}

#define HEXEDIT_MAX (INT64_C(1) << 30)

static int64_t size_of(struct shell *sh, const char *remote)
{
	return strncmp(remote, "/dev/", 5)
		       ? guestfs_filesize(sh->g, remote)
		       : guestfs_blockdev_getsize64(sh->g, remote);
}

/* "hexedit FILE [[START] MAX]": which part. */
static int region(struct shell *sh, char **argv, const char *remote,
		  int64_t *ret_start, int64_t *ret_size)
{
	int64_t start = 0, max = INT64_MAX, size;
	const char *why = NULL, *bad = argv[2];

	if (argv[2] && argv[3]) {
		why = value_int(argv[2], 0, INT64_MAX, &start);
		bad = why ? argv[2] : argv[3];
	}
	if (!why && argv[2])
		why = value_int(bad, 1, INT64_MAX, &max);
	if (why)
		return shell_say(sh, "hexedit: \"%s\" is %s", bad, why);
	size = size_of(sh, remote);
	if (size < 0)
		return -1;
	if (start >= size)
		return shell_say(sh, "hexedit: %s ends before %lld", remote,
				 (long long)start);
	*ret_start = start;
	*ret_size = size - start < max ? size - start : max;
	if (*ret_size > HEXEDIT_MAX)
		return shell_say(sh,
				 "hexedit: %s is large: say which part, with "
				 "[START] and MAX",
				 remote);
	return 0;
}

int builtin_hexedit(struct shell *sh, char **argv)
{
	cleanup_copy struct copy c = { 0 };
	int64_t start = 0, size = 0;
	struct stat st;
	int r;

	if (copy_begin(sh, argv[1], &c) < 0 ||
	    region(sh, argv, c.remote, &start, &size) < 0 ||
	    guestfs_download_offset(sh->g, c.remote, c.file, start, size) < 0)
		return -1;
	r = change(sh, &c, from_env("HEXEDITOR", "hexedit"));
	if (r <= 0)
		return r;
	if (stat(c.file, &st) < 0 || st.st_size != size)
		return shell_say(sh,
				 "hexedit: the number of bytes has changed; "
				 "%s is left as it was",
				 c.remote);
	return written(sh, &c,
		       guestfs_upload_offset(sh->g, c.file, c.remote, start));
}
