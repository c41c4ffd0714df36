// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "strv.h"

/* "ln -f": what is in the way goes first, but never a directory */
static int clear_way(int dir, const char *base, const char *path)
{
	if (unlinkat(dir, base, 0) < 0 && errno != ENOENT)
		return reply_errno(errno, "%s", path);
	return 0;
}

static int open_dir_of(const char *path, char **ret_copy, const char **ret_base)
{
	int dir;

	*ret_copy = strdup(path);
	dir = *ret_copy ? sysroot_open_parent(*ret_copy, ret_base) : -1;
	if (dir < 0)
		reply_errno(errno, "%s", path);
	return dir;
}

/* The last part of a link's target, which need not exist; the caller frees */
static char *last_part(const char *target)
{
	size_t end = strlen(target), begin;

	while (end && target[end - 1] == '/')
		end--;
	for (begin = end; begin && target[begin - 1] != '/'; begin--)
		;
	/* Of nothing but slashes: a name that is taken */
	return begin == end ? strdup(".")
			    : strndup(target + begin, end - begin);
}

/* As ln(1) does: what is made where a directory is, or a link to one, is made
 * inside it.
 */
static int soft(const char *target, const char *linkname, bool force)
{
	cleanup_free char *copy = NULL;
	cleanup_close int dir = -1;
	const char *base;

	dir = sysroot_open(linkname, O_PATH | O_DIRECTORY, 0);
	if (dir < 0)
		dir = open_dir_of(linkname, &copy, &base);
	else if (!(base = copy = last_part(target)))
		return reply_errno(ENOMEM, "%s", linkname);
	if (dir < 0 || (force && clear_way(dir, base, linkname) < 0))
		return -1;
	if (symlinkat(target, dir, base) < 0)
		return reply_errno(errno, "%s", linkname);
	return 0;
}

static int hard(const char *target, const char *linkname, bool force)
{
	cleanup_free char *copy = NULL, *from_copy = NULL;
	cleanup_close int dir = -1, from = -1;
	const char *base, *from_base;

	if (target[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path", target);
	from = open_dir_of(target, &from_copy, &from_base);
	dir = from < 0 ? -1 : open_dir_of(linkname, &copy, &base);
	if (dir < 0 || (force && clear_way(dir, base, linkname) < 0))
		return -1;
	if (linkat(from, from_base, dir, base, 0) < 0)
		return reply_errno(errno, "%s to %s", linkname, target);
	return 0;
}

int do_ln(const char *target, const char *linkname)
{
	return hard(target, linkname, false);
}

int do_ln_f(const char *target, const char *linkname)
{
	return hard(target, linkname, true);
}

int do_ln_s(const char *target, const char *linkname)
{
	return soft(target, linkname, false);
}

int do_ln_sf(const char *target, const char *linkname)
{
	return soft(target, linkname, true);
}

char *do_readlink(const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_PATH | O_NOFOLLOW, 0);
	char buf[PATH_MAX + 1];
	ssize_t n = -1;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISLNK(st.st_mode))
		errno = EINVAL;
	else if (fd >= 0)
		n = readlinkat(fd, "", buf, sizeof(buf) - 1);
	if (n < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	return strndup(buf, n);
}

char *do_realpath(const char *path)
{
	char *s = sysroot_realpath(path);

	if (!s)
		reply_errno(errno, "%s", path);
	return s;
}

/* The stored spelling of @name in @dir: as it is if it exists so, else the
 * only one that differs in case. NULL with errno.
 */
static char *stored_name(int dir, const char *name)
{
	cleanup_close int fd =
		openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_closedir DIR *d = fd < 0 ? NULL : fdopendir(fd);
	cleanup_free char *folded = NULL;
	struct dirent *e;

	if (!d)
		return NULL;
	fd = -1;
	while ((e = readdir(d))) {
		if (!strcmp(e->d_name, name))
			return strdup(name);
		if (!folded && !strcasecmp(e->d_name, name))
			folded = strdup(e->d_name);
	}
	if (!folded)
		errno = ENOENT;
	return steal_ptr(&folded);
}

/* The last component may be one that does not exist yet. */
char *do_case_sensitive_path(const char *path)
{
	cleanup_strv char **parts = strv_split(path, "/");
	cleanup_free char *done = strdup("/");

	for (size_t i = 0; parts && parts[i] && done; i++) {
		cleanup_close int dir =
			sysroot_open(done, O_PATH | O_DIRECTORY, 0);
		cleanup_free char *name = NULL;
		char *longer;

		if (dir >= 0)
			name = stored_name(dir, parts[i]);
		if (dir >= 0 && !name && errno == ENOENT && !parts[i + 1])
			name = strdup(parts[i]);
		if (!name) {
			reply_errno(errno,
				    "%s: no file or directory found "
				    "with this name: %s",
				    path, parts[i]);
			return NULL;
		}
		if (asprintf(&longer, "%s%s%s", done, i ? "/" : "", name) < 0)
			break;
		free(done);
		done = longer;
	}
	return steal_ptr(&done);
}

char **do_internal_readlinklist(const char *path, char *const *names)
{
	cleanup_close int dir = sysroot_open(path, O_PATH | O_DIRECTORY, 0);
	cleanup_strv_finish struct strv links = { 0 };

	if (dir < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	for (size_t i = 0; names[i]; i++) {
		char buf[PATH_MAX + 1];
		ssize_t n = readlinkat(dir, names[i], buf, sizeof(buf) - 1);

		buf[n < 0 ? 0 : n] = '\0';
		if (strv_add(&links, buf) < 0) {
			reply_errno(ENOMEM, "%s", path);
			return NULL;
		}
	}
	return strv_steal(&links);
}
