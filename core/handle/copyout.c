/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * copy_out: a tree of the guest, file by file. No archive that the guest may
 * have had its hands on is unpacked here, and the names are checked: nothing
 * is made but in the directory that the program names.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "strv.h"

#define MODE_BITS 01777 /* set-user-ID is the guest's idea */

/* An object of the guest and its place here, name @name in directory @dir */
struct item {
	const char *path;
	int dir;
	const char *name;
	const struct guestfs_statns *st;
};

static int copy_item(guestfs_h *g, const struct item *it);

static int check_name(guestfs_h *g, const char *name)
{
	if (*name && !strchr(name, '/') && strcmp(name, ".") != 0 &&
	    strcmp(name, "..") != 0)
		return 0;
	return guestfs_fail(g, EINVAL, "'%s' as the name of a copy", name);
}

/* What is there already is replaced, but a directory. */
static int clear_way(guestfs_h *g, const struct item *it)
{
	if (unlinkat(it->dir, it->name, 0) < 0 && errno != ENOENT)
		return guestfs_fail(g, errno, "%s", it->name);
	return 0;
}

/* As cp(1) does: what only root may do is tried by root, and no error. */
static void set_owner(int fd, const struct guestfs_statns *st)
{
	int r = 0;

	if (geteuid() == 0)
		r = fchown(fd, st->st_uid, st->st_gid);
	(void)r;
}

static int set_attributes(guestfs_h *g, const struct item *it, int fd)
{
	struct timespec t[2] = {
		{ it->st->st_atime_sec, it->st->st_atime_nsec },
		{ it->st->st_mtime_sec, it->st->st_mtime_nsec },
	};

	for (int i = 0; i < 2; i++)
		if (t[i].tv_nsec < 0 || t[i].tv_nsec > 999999999)
			t[i].tv_nsec = 0;
	set_owner(fd, it->st);
	if (fchmod(fd, it->st->st_mode & MODE_BITS) < 0 || futimens(fd, t) < 0)
		return guestfs_fail(g, errno, "%s", it->name);
	return 0;
}

static int copy_file(guestfs_h *g, const struct item *it)
{
	cleanup_close int fd = -1;
	char name[32];

	if (clear_way(g, it) < 0)
		return -1;
	fd = openat(it->dir, it->name,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return guestfs_fail(g, errno, "%s", it->name);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (guestfs_download(g, it->path, name) < 0)
		return -1;
	return set_attributes(g, it, fd);
}

static int copy_link(guestfs_h *g, const struct item *it)
{
	cleanup_free char *text = guestfs_readlink(g, it->path);

	if (!text || clear_way(g, it) < 0)
		return -1;
	if (symlinkat(text, it->dir, it->name) < 0)
		return guestfs_fail(g, errno, "%s", it->name);
	return 0;
}

/* All in the directory @path of the guest, into @dir */
static int copy_content(guestfs_h *g, const char *path, int dir)
{
	cleanup_strv char **names = guestfs_ls(g, path);
	struct guestfs_statns_list *l;
	int r = 0;

	if (!names)
		return -1;
	l = guestfs_lstatnslist(g, path, names);
	if (!l)
		return -1;
	for (size_t i = 0; names[i] && i < l->len && r == 0; i++) {
		cleanup_free char *below = handle_asprintf(
			g, "%s/%s", strcmp(path, "/") ? path : "", names[i]);
		struct item it = { below, dir, names[i], &l->val[i] };

		/* Gone in the meantime */
		if (it.st->st_ino == -1)
			continue;
		r = check_name(g, names[i]);
		if (r == 0)
			r = copy_item(g, &it);
	}
	guestfs_free_statns_list(l);
	return r;
}

static int copy_directory(guestfs_h *g, const struct item *it)
{
	cleanup_close int fd = -1;

	if (mkdirat(it->dir, it->name, 0700) < 0 && errno != EEXIST)
		return guestfs_fail(g, errno, "%s", it->name);
	fd = openat(it->dir, it->name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return guestfs_fail(g, errno, "%s", it->name);
	if (copy_content(g, it->path, fd) < 0)
		return -1;
	return set_attributes(g, it, fd);
}

static int copy_item(guestfs_h *g, const struct item *it)
{
	switch (it->st->st_mode & S_IFMT) {
	case S_IFREG:
		return copy_file(g, it);
	case S_IFDIR:
		return copy_directory(g, it);
	case S_IFLNK:
		return copy_link(g, it);
	default:
		handle_warn(g,
			    "%s is left out: it is no file, directory or link",
			    it->path);
		return 0;
	}
}

int impl_copy_out(guestfs_h *g, const char *remotepath, const char *localdir)
{
	cleanup_close int dir =
		open(localdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_free char *path = handle_strdup(g, remotepath);
	struct item it = { path, dir, NULL, NULL };
	struct guestfs_statns *st;
	size_t len = strlen(path);
	int r;

	if (dir < 0)
		return guestfs_fail(g, errno, "%s", localdir);
	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	if (!strcmp(path, "/"))
		return copy_content(g, path, dir);
	st = guestfs_lstatns(g, path);
	if (!st)
		return -1;
	it.name = strrchr(path, '/') + 1;
	it.st = st;
	r = check_name(g, it.name);
	if (r == 0)
		r = copy_item(g, &it);
	guestfs_free_statns(st);
	return r;
}
