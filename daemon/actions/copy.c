// SPDX-License-Identifier: GPL-2.0-or-later
/* Copying, moving and removing. */
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/bulk.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "frame/walk.h"
#include "io.h"
#include "run.h"

static int unlink_path(const char *path, int flags)
{
	cleanup_free char *copy = strdup(path);
	cleanup_close int dir = -1;
	const char *base = NULL;

	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	return dir < 0 ? -1 : unlinkat(dir, base, flags);
}

int do_rm(const char *path)
{
	if (unlink_path(path, 0) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_rm_f(const char *path)
{
	if (unlink_path(path, 0) < 0 && errno != ENOENT)
		return reply_errno(errno, "%s", path);
	return 0;
}

static int remove_entry(void *opaque, int dir, const char *name,
			const char *path, unsigned char type)
{
	return unlinkat(dir, name, type == DT_DIR ? AT_REMOVEDIR : 0);
}

int do_rm_rf(const char *path)
{
	struct walk w = { .leave = remove_entry };
	cleanup_free char *copy = strdup(path);
	cleanup_close int dir = -1;
	const char *base = NULL;
	int fd;

	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0 || unlinkat(dir, base, 0) == 0)
		return dir < 0 && errno != ENOENT
			       ? reply_errno(errno, "%s", path)
			       : 0;
	if (errno == ENOENT)
		return 0;
	if (!strcmp(base, "."))
		return reply_error(EINVAL,
				   "%s: refusing to remove the root "
				   "directory",
				   path);
	if (errno != EISDIR && errno != EPERM)
		return reply_errno(errno, "%s", path);
	fd = openat(dir, base, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || walk_tree(fd, &w) < 0 ||
	    unlinkat(dir, base, AT_REMOVEDIR) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

/* Into a directory that is there, under the name that it has; the caller frees
 */
static char *destination(const char *src, const char *dest)
{
	cleanup_free char *copy = strdup(src);
	size_t len = strlen(src);
	const char *base;
	struct stat st;
	char *out;

	if (!copy || sysroot_stat(dest, &st) < 0 || !S_ISDIR(st.st_mode))
		return strdup(dest);
	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	base = strrchr(copy, '/') + 1;
	return asprintf(&out, "%s/%s", dest, base) < 0 ? NULL : out;
}

/* Return: 0, or -1 with errno */
static int copy_all(int in, int out, uint64_t total)
{
	cleanup_bulk struct bulk from = BULK_INIT, to = BULK_INIT;
	uint64_t done;

	bulk_open(&from, in);
	bulk_open(&to, out);
	if (bulk_copy(&from, 0, &to, 0, total, true, &done) < 0)
		return -1;
	/* A hole at the end moves no end. */
	return ftruncate(out, done);
}

int do_cp(const char *src, const char *dest)
{
	cleanup_close int in = sysroot_open(src, O_RDONLY, 0), out = -1;
	cleanup_free char *to = destination(src, dest);
	struct stat st, there;

	if (in < 0 || fstat(in, &st) < 0)
		return reply_errno(errno, "%s", src);
	if (!S_ISREG(st.st_mode))
		return reply_error(S_ISDIR(st.st_mode) ? EISDIR : EINVAL,
				   "%s: not a regular file", src);
	if (to && sysroot_stat(to, &there) == 0 && there.st_dev == st.st_dev &&
	    there.st_ino == st.st_ino)
		return reply_error(EINVAL, "%s and %s are the same file", src,
				   to);
	out = to ? sysroot_open(to, O_WRONLY | O_CREAT | O_TRUNC,
				st.st_mode & 0777)
		 : -1;
	if (out < 0)
		return reply_errno(errno, "%s", to);
	if (copy_all(in, out, st.st_size) < 0 || close(steal_fd(&out)) < 0)
		return reply_errno(errno, "%s to %s", src, to);
	return 0;
}

static int copy_tree(const char *src, const char *dest, const char *options)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;
	cleanup_free char *where = destination(src, dest);

	if (!where || toolpath_open_new(&from, src) < 0 ||
	    toolpath_open_new(&to, where) < 0)
		return -1;
	/* A link in the way is replaced, never written through: it would lead
	 * into the appliance.
	 */
	return reply_cmd(src, ARGV("cp", options, "--remove-destination",
				   from.path, to.path));
}

int do_cp_a(const char *src, const char *dest)
{
	return copy_tree(src, dest, "-aT");
}

int do_cp_r(const char *src, const char *dest)
{
	return copy_tree(src, dest, "-rPT");
}

int do_rename(const char *oldpath, const char *newpath)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;

	if (toolpath_open_new(&from, oldpath) < 0 ||
	    toolpath_open_new(&to, newpath) < 0)
		return -1;
	if (rename(from.path, to.path) < 0)
		return reply_errno(errno, "%s to %s", oldpath, newpath);
	return 0;
}

int do_mv(const char *src, const char *dest)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;
	cleanup_free char *where = destination(src, dest);

	if (!where || toolpath_open_new(&from, src) < 0 ||
	    toolpath_open_new(&to, where) < 0)
		return -1;
	if (rename(from.path, to.path) == 0)
		return 0;
	if (errno != EXDEV)
		return reply_errno(errno, "%s to %s", src, where);
	return reply_cmd(src, ARGV("mv", "-fT", from.path, to.path));
}
