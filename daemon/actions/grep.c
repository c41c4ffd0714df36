// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>

#include "cleanup.h"
#include "frame/guestfile.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "run.h"
#include "strv.h"

enum { EXTENDED = 1, FIXED = 2, INSENSITIVE = 4, COMPRESSED = 8 };

static int run_grep(struct run *r, int fd, int how, const char *path)
{
	/* What is not compressed passes through it as it is. */
	struct run unpack = { .argv = ARGV("gzip", "-cdfq"), .in_fd = fd };

	if (how & COMPRESSED)
		return stream_through(path, &unpack, r);
	r->in_fd = fd;
	if (run(r) < 0)
		return reply_errno(errno, "%s: grep", path);
	return 0;
}

static char **grep(const char *regex, const char *path, int how)
{
	cleanup_close int fd = guestfile_open(path);
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_run struct run r = { 0 };
	char **lines;

	if (fd < 0)
		return NULL;
	strv_add(&argv, "grep");
	/* All that is there is text: "binary file matches" is no line of it. */
	strv_add(&argv, "-a");
	if (how & EXTENDED)
		strv_add(&argv, "-E");
	if (how & FIXED)
		strv_add(&argv, "-F");
	if (how & INSENSITIVE)
		strv_add(&argv, "-i");
	strv_add(&argv, "-e");
	strv_add(&argv, regex);
	r.argv = (const char *const *)argv.v;
	if (run_grep(&r, fd, how, path) < 0)
		return NULL;
	if (r.status > 1) {
		reply_program(&r, path, EINVAL);
		return NULL;
	}
	lines = strv_lines(r.out);
	if (!lines)
		reply_errno(ENOMEM, "%s", path);
	return lines;
}

char **do_grep(const char *regex, const char *path, int extended, int fixed,
	       int insensitive, int compressed)
{
	uint64_t given = reply_optargs_bitmask();
	int how = 0;

	if (given & GUESTFS_GREP_OPTS_EXTENDED_BITMASK && extended)
		how |= EXTENDED;
	if (given & GUESTFS_GREP_OPTS_FIXED_BITMASK && fixed)
		how |= FIXED;
	if (given & GUESTFS_GREP_OPTS_INSENSITIVE_BITMASK && insensitive)
		how |= INSENSITIVE;
	if (given & GUESTFS_GREP_OPTS_COMPRESSED_BITMASK && compressed)
		how |= COMPRESSED;
	if (how & EXTENDED && how & FIXED) {
		reply_error(EINVAL, "grep: an expression is either extended "
				    "or fixed, not both");
		return NULL;
	}
	return grep(regex, path, how);
}

char **do_egrep(const char *regex, const char *path)
{
	return grep(regex, path, EXTENDED);
}

char **do_fgrep(const char *pattern, const char *path)
{
	return grep(pattern, path, FIXED);
}

char **do_grepi(const char *regex, const char *path)
{
	return grep(regex, path, INSENSITIVE);
}

char **do_egrepi(const char *regex, const char *path)
{
	return grep(regex, path, EXTENDED | INSENSITIVE);
}

char **do_fgrepi(const char *pattern, const char *path)
{
	return grep(pattern, path, FIXED | INSENSITIVE);
}

char **do_zgrep(const char *regex, const char *path)
{
	return grep(regex, path, COMPRESSED);
}

char **do_zegrep(const char *regex, const char *path)
{
	return grep(regex, path, COMPRESSED | EXTENDED);
}

char **do_zfgrep(const char *pattern, const char *path)
{
	return grep(pattern, path, COMPRESSED | FIXED);
}

char **do_zgrepi(const char *regex, const char *path)
{
	return grep(regex, path, COMPRESSED | INSENSITIVE);
}

char **do_zegrepi(const char *regex, const char *path)
{
	return grep(regex, path, COMPRESSED | EXTENDED | INSENSITIVE);
}

char **do_zfgrepi(const char *pattern, const char *path)
{
	return grep(pattern, path, COMPRESSED | FIXED | INSENSITIVE);
}
