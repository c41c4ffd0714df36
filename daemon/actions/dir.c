// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "frame/walk.h"
#include "run.h"
#include "strv.h"

/* Guest symlinks are hostile: the parent resolves inside the sysroot, and the
 * rest is done relative to it.
 */
static int make(const char *path, mode_t mode)
{
	cleanup_free char *copy = strdup(path);
	cleanup_close int dir = -1;
	const char *base = NULL;

	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	/* "/" is there already, and so is "." in it */
	return dir < 0 ? -1 : mkdirat(dir, base, mode);
}

int do_mkdir(const char *path)
{
	if (make(path, 0777) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_mkdir_mode(const char *path, int mode)
{
	if (mode < 0)
		return reply_error(EINVAL, "%s: mode is negative", path);
	if (make(path, mode & 07777) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_mkdir_p(const char *path)
{
	cleanup_free char *copy = strdup(path);
	struct stat st;

	if (!copy)
		return reply_errno(ENOMEM, "%s", path);
	for (char *p = copy + 1; *p; p++) {
		if (*p != '/' || p[-1] == '/')
			continue;
		*p = '\0';
		if (make(copy, 0777) < 0 && errno != EEXIST && errno != EROFS)
			return reply_errno(errno, "%s", copy);
		*p = '/';
	}
	if (make(path, 0777) == 0)
		return 0;
	if ((errno == EEXIST || errno == EROFS) &&
	    sysroot_stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return reply_errno(errno, "%s", path);
}

/* Replace the X at the end of @name by letters. */
static int fill_template(char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t len = strlen(name), n = 0;
	unsigned char r;

	while (n < len && name[len - n - 1] == 'X')
		n++;
	if (n < 6) {
		errno = EINVAL;
		return -1;
	}
	for (; n; n--) {
		if (getrandom(&r, 1, 0) != 1)
			return -1;
		name[len - n] = letters[r % (sizeof(letters) - 1)];
	}
	return 0;
}

char *do_mkdtemp(const char *tmpl)
{
	for (int tries = 0; tries < 100; tries++) {
		cleanup_free char *name = strdup(tmpl);

		if (!name || fill_template(name) < 0)
			break;
		if (make(name, 0700) == 0)
			return steal_ptr(&name);
		if (errno != EEXIST)
			break;
	}
	reply_errno(errno, "%s", tmpl);
	return NULL;
}

int do_rmdir(const char *path)
{
	cleanup_free char *copy = strdup(path);
	cleanup_close int dir = -1;
	const char *base = NULL;

	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0 || unlinkat(dir, base, AT_REMOVEDIR) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

static DIR *open_directory(const char *path)
{
	int fd = sysroot_open(path, O_RDONLY | O_DIRECTORY, 0);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (!dir)
		reply_errno(errno, "%s", path);
	return dir;
}

int do_ls0(const char *path)
{
	cleanup_closedir DIR *dir = open_directory(path);
	cleanup_strv_finish struct strv sv = { 0 };
	struct dirent *d;

	if (!dir)
		return -1;
	while ((errno = 0, d = readdir(dir))) {
		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		if (strv_add(&sv, d->d_name) < 0)
			return reply_errno(ENOMEM, "%s", path);
	}
	if (errno)
		return reply_errno(errno, "%s", path);
	strv_sort(sv.v);
	fileout_begin();
	for (size_t i = 0; i < sv.n; i++)
		if (fileout_send(sv.v[i], strlen(sv.v[i]) + 1) < 0)
			return fileout_end(0);
	return fileout_end(1);
}

char *do_ll(const char *directory)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_free char *inside = NULL;
	cleanup_run struct run r = { 0 };
	struct stat st;

	if (toolpath_open(&p, directory) < 0)
		return NULL;
	if (fstat(p.fd, &st) < 0 || !S_ISDIR(st.st_mode)) {
		reply_errno(ENOTDIR, "%s", directory);
		return NULL;
	}
	if (asprintf(&inside, "%s/.", p.path) < 0) {
		inside = NULL;
		reply_errno(ENOMEM, "%s", directory);
		return NULL;
	}
	r.argv = ARGV("ls", "-la", inside);
	if (reply_run(&r, directory) < 0)
		return NULL;
	return steal_ptr(&r.out);
}

static char type_letter(unsigned char type)
{
	switch (type) {
	case DT_BLK:
		return 'b';
	case DT_CHR:
		return 'c';
	case DT_DIR:
		return 'd';
	case DT_FIFO:
		return 'f';
	case DT_LNK:
		return 'l';
	case DT_REG:
		return 'r';
	case DT_SOCK:
		return 's';
	case DT_UNKNOWN:
		return 'u';
	default:
		return '?';
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const guestfs_int_dirent *)a)->name,
		      ((const guestfs_int_dirent *)b)->name);
}

guestfs_int_dirent_list *do_readdir(const char *path)
{
	cleanup_closedir DIR *dir = open_directory(path);
	guestfs_int_dirent_list *ret;
	guestfs_int_dirent *v = NULL;
	size_t n = 0, cap = 0;
	struct dirent *d;

	if (!dir)
		return NULL;
	while ((errno = 0, d = readdir(dir))) {
		if (n == cap) {
			guestfs_int_dirent *more;

			cap = cap ? cap * 2 : 64;
			more = reallocarray(v, cap, sizeof(*v));
			if (!more)
				break;
			v = more;
		}
		v[n].ino = d->d_ino;
		v[n].ftyp = type_letter(d->d_type);
		v[n++].name = strdup(d->d_name);
	}
	ret = calloc(1, sizeof(*ret));
	if (errno || !ret) {
		reply_errno(errno ? errno : ENOMEM, "%s", path);
		for (size_t i = 0; v && i < n; i++)
			free(v[i].name);
		free(v);
		free(ret);
		return NULL;
	}
	if (n)
		qsort(v, n, sizeof(*v), by_name);
	ret->guestfs_int_dirent_list_val = v;
	ret->guestfs_int_dirent_list_len = n;
	return ret;
}

static int send_name(void *opaque, int dir, const char *name, const char *path,
		     unsigned char type)
{
	return fileout_send(path, strlen(path) + 1);
}

int do_find0(const char *directory)
{
	int fd = sysroot_open(directory, O_RDONLY | O_DIRECTORY, 0);
	struct walk w = { .enter = send_name };

	if (fd < 0)
		return reply_errno(errno, "%s", directory);
	fileout_begin();
	return fileout_end(walk_tree(fd, &w) == 0);
}

int64_t do_du(const char *path)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_run struct run r = { 0 };

	if (toolpath_open(&p, path) < 0)
		return -1;
	r.argv = ARGV("du", "-skD", p.path);
	if (reply_run(&r, path) < 0)
		return -1;
	return strtoll(r.out, NULL, 10);
}
