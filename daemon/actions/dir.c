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

/* Of mke2fs's lost+found: blocks that e2fsck need not look for */
#define LOST_FOUND_SIZE 16384
#define LOST_FOUND_MAX	1000 /* names that surely take so many */
#define NAME_LENGTH	250
#define FILL_MAX	99999999 /* the names of fill_dir() have 8 digits */

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

static int make_file(const char *path)
{
	cleanup_free char *copy = strdup(path);
	cleanup_close int dir = -1, fd = -1;
	const char *base = NULL;

	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0)
		return -1;
	fd = openat(dir, base, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd < 0 || fchmod(fd, 0600) < 0 ? -1 : 0;
}

static int make_private_dir(const char *path)
{
	return make(path, 0700);
}

/* Something new by @make_one under a name of @tmpl and @suffix */
static char *make_temporary(const char *tmpl, const char *suffix,
			    int (*make_one)(const char *path))
{
	for (int tries = 0; tries < 100; tries++) {
		cleanup_free char *name = strdup(tmpl), *whole = NULL;

		if (!name || fill_template(name) < 0)
			break;
		if (asprintf(&whole, "%s%s", name, suffix) < 0) {
			whole = NULL;
			break;
		}
		if (make_one(whole) == 0)
			return steal_ptr(&whole);
		if (errno != EEXIST)
			break;
	}
	reply_errno(errno, "%s", tmpl);
	return NULL;
}

char *do_mkdtemp(const char *tmpl)
{
	return make_temporary(tmpl, "", make_private_dir);
}

char *do_mktemp(const char *tmpl, const char *suffix)
{
	if (suffix && strchr(suffix, '/')) {
		reply_error(EINVAL, "%s: a suffix has no slash", suffix);
		return NULL;
	}
	return make_temporary(tmpl, suffix ? suffix : "", make_file);
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

static char *long_listing(const char *directory, const char *options)
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
	r.argv = ARGV("ls", options, inside);
	if (reply_run(&r, directory) < 0)
		return NULL;
	return steal_ptr(&r.out);
}

char *do_ll(const char *directory)
{
	return long_listing(directory, "-la");
}

char *do_llz(const char *directory)
{
	return long_listing(directory, "-laZ");
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

static void long_name(char *name, unsigned int i)
{
	memset(name, 'x', NAME_LENGTH);
	snprintf(name, 16, "%08u", i);
	name[8] = 'x';
	name[NAME_LENGTH] = '\0';
}

/* Let a directory grow by names that go again. */
static int grow(int dir)
{
	char name[NAME_LENGTH + 1];
	struct stat st = { 0 };
	unsigned int n;
	int r = 0, err;

	for (n = 0; r == 0 && n < LOST_FOUND_MAX; n++) {
		long_name(name, n);
		r = mknodat(dir, name, S_IFREG | 0600, 0);
		if (r == 0)
			r = fstat(dir, &st);
		if (st.st_size >= LOST_FOUND_SIZE)
			break;
	}
	err = errno;
	for (unsigned int i = 0; i <= n; i++) {
		long_name(name, i);
		unlinkat(dir, name, 0);
	}
	errno = err;
	return r;
}

int do_mklost_and_found(const char *mountpoint)
{
	cleanup_close int top =
		sysroot_open(mountpoint, O_PATH | O_DIRECTORY, 0);
	cleanup_close int dir = -1;

	if (top < 0)
		return reply_errno(errno, "%s", mountpoint);
	if (mkdirat(top, "lost+found", 0700) < 0)
		return reply_errno(errno, "%s/lost+found", mountpoint);
	dir = openat(top, "lost+found",
		     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0 || grow(dir) < 0)
		return reply_errno(errno, "%s/lost+found", mountpoint);
	return 0;
}

int do_fill_dir(const char *dir, int nr)
{
	cleanup_close int fd = sysroot_open(dir, O_PATH | O_DIRECTORY, 0);

	if (fd < 0)
		return reply_errno(errno, "%s", dir);
	if (nr < 0 || nr > FILL_MAX)
		return reply_error(EINVAL, "%s: %d files", dir, nr);
	for (int i = 0; i < nr; i++) {
		cleanup_close int file = -1;
		char name[16];

		snprintf(name, sizeof(name), "%08d", i);
		file = openat(fd, name,
			      O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
				      O_CLOEXEC,
			      0666);
		if (file < 0)
			return reply_errno(errno, "%s/%s", dir, name);
	}
	return 0;
}
