/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy-out: file by file. No archive of the guest's making is unpacked here,
 * and what is made here is made below directories that were opened without
 * following links, so that a guest that lies cannot lead out of them.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "builtin.h"
#include "mem.h"
#include "strv.h"

#define DEEPEST 1000 /* directories in one another */

static int copy_entry(struct shell *sh, const char *remote, int dir,
		      const char *name, unsigned int depth);

static int local_error(struct shell *sh, const char *name)
{
	return shell_say(sh, "copy-out: %s: %s", name, strerror(errno));
}

/* Failing is no error, as with cp(1). */
static void set_owner(int fd, const struct guestfs_statns *st)
{
	int r = 0;

	if (geteuid() == 0)
		r = fchown(fd, st->st_uid, st->st_gid);
	(void)r;
}

static int set_times(int fd, const struct guestfs_statns *st)
{
	const struct timespec times[2] = {
		{ st->st_atime_sec, st->st_atime_nsec % 1000000000 },
		{ st->st_mtime_sec, st->st_mtime_nsec % 1000000000 },
	};

	return futimens(fd, times);
}

/* Owners before modes: chown clears the bits for set-user-id. Only root keeps
 * those, since for others the owner would be wrong.
 */
static void set_attributes(int fd, const struct guestfs_statns *st)
{
	mode_t keep = geteuid() == 0 ? 07777 : 01777;
	int r;

	set_owner(fd, st);
	r = fchmod(fd, st->st_mode & keep);
	r |= set_times(fd, st);
	(void)r;
}

static int copy_file(struct shell *sh, const char *remote, int dir,
		     const char *name, const struct guestfs_statns *st)
{
	cleanup_free char *file = NULL;
	cleanup_close int fd = -1;

	if (unlinkat(dir, name, 0) < 0 && errno != ENOENT)
		return local_error(sh, name);
	fd = openat(dir, name,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return local_error(sh, name);
	file = xasprintf("/dev/fd/%d", fd);
	if (guestfs_download(sh->g, remote, file) < 0)
		return -1;
	set_attributes(fd, st);
	return 0;
}

static int copy_link(struct shell *sh, const char *remote, int dir,
		     const char *name)
{
	cleanup_free char *target = guestfs_readlink(sh->g, remote);

	if (!target)
		return -1;
	if (unlinkat(dir, name, 0) < 0 && errno != ENOENT)
		return local_error(sh, name);
	if (symlinkat(target, dir, name) < 0)
		return local_error(sh, name);
	return 0;
}

static int copy_children(struct shell *sh, const char *remote, int dir,
			 unsigned int depth)
{
	struct guestfs_dirent_list *l = guestfs_readdir(sh->g, remote);
	int r = l ? 0 : -1;

	for (uint32_t i = 0; l && i < l->len && r == 0; i++) {
		const char *name = l->val[i].name;
		cleanup_free char *path = NULL;

		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (!*name || strchr(name, '/')) {
			r = shell_say(sh, "copy-out: %s: impossible name",
				      remote);
			break;
		}
		path = xasprintf("%s/%s", strcmp(remote, "/") ? remote : "",
				 name);
		r = copy_entry(sh, path, dir, name, depth + 1);
	}
	guestfs_free_dirent_list(l);
	return r;
}

static int copy_dir(struct shell *sh, const char *remote, int dir,
		    const char *name, const struct guestfs_statns *st,
		    unsigned int depth)
{
	cleanup_close int fd = -1;

	if (depth > DEEPEST)
		return shell_say(sh, "copy-out: %s: too deep", remote);
	if (mkdirat(dir, name, 0700) < 0 && errno != EEXIST)
		return local_error(sh, name);
	fd = openat(dir, name, O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return local_error(sh, name);
	if (copy_children(sh, remote, fd, depth) < 0)
		return -1;
	set_attributes(fd, st);
	return 0;
}

static int copy_entry(struct shell *sh, const char *remote, int dir,
		      const char *name, unsigned int depth)
{
	struct guestfs_statns *st = guestfs_lstatns(sh->g, remote);
	int r;

	if (!st)
		return -1;
	if (S_ISREG(st->st_mode)) {
		r = copy_file(sh, remote, dir, name, st);
	} else if (S_ISDIR(st->st_mode)) {
		r = copy_dir(sh, remote, dir, name, st, depth);
	} else if (S_ISLNK(st->st_mode)) {
		r = copy_link(sh, remote, dir, name);
	} else {
		shell_say(sh,
			  "copy-out: %s is left out: it is no file, "
			  "directory or link",
			  remote);
		r = 0;
	}
	guestfs_free_statns(st);
	return r;
}

/* The name that a path's copy gets; "/" gives its contents. */
static int copy_path(struct shell *sh, const char *arg, int dir)
{
	cleanup_free char *remote = xstrdup(arg);
	size_t len = strlen(remote);
	char *slash;

	while (len > 1 && remote[len - 1] == '/')
		remote[--len] = '\0';
	if (!strcmp(remote, "/"))
		return copy_children(sh, remote, dir, 0);
	slash = strrchr(remote, '/');
	if (!slash || !strcmp(slash, "/.") || !strcmp(slash, "/.."))
		return shell_say(sh,
				 "copy-out: %s: expected an absolute path that "
				 "ends in a name",
				 arg);
	return copy_entry(sh, remote, dir, slash + 1, 0);
}

int builtin_copy_out(struct shell *sh, char **argv)
{
	size_t last = strv_len(argv) - 1;
	cleanup_close int dir =
		open(argv[last], O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0)
		return local_error(sh, argv[last]);
	for (size_t i = 1; i < last; i++)
		if (copy_path(sh, argv[i], dir) < 0)
			return -1;
	return 0;
}
