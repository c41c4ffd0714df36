// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/mounts.h"
#include "frame/reply.h"
#include "frame/sysroot.h"

/* Not being there is an answer, not a failure. */
static bool is_absence(int err)
{
	return err == ENOENT || err == ENOTDIR || err == ELOOP;
}

int do_exists(const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_PATH | O_NOFOLLOW, 0);

	if (fd >= 0)
		return 1;
	return is_absence(errno) ? 0 : reply_errno(errno, "%s", path);
}

static int is_type(const char *path, mode_t type, bool follow)
{
	struct stat st;
	int r = follow ? sysroot_stat(path, &st) : sysroot_lstat(path, &st);

	if (r == 0)
		return (st.st_mode & S_IFMT) == type;
	return is_absence(errno) ? 0 : reply_errno(errno, "%s", path);
}

int do_is_file(const char *path, int followsymlinks)
{
	return is_type(path, S_IFREG, followsymlinks);
}

int do_is_dir(const char *path, int followsymlinks)
{
	return is_type(path, S_IFDIR, followsymlinks);
}

int do_is_symlink(const char *path)
{
	return is_type(path, S_IFLNK, false);
}

int do_is_fifo(const char *path, int followsymlinks)
{
	return is_type(path, S_IFIFO, followsymlinks);
}

int do_is_chardev(const char *path, int followsymlinks)
{
	return is_type(path, S_IFCHR, followsymlinks);
}

int do_is_blockdev(const char *path, int followsymlinks)
{
	return is_type(path, S_IFBLK, followsymlinks);
}

int do_is_socket(const char *path, int followsymlinks)
{
	return is_type(path, S_IFSOCK, followsymlinks);
}

int do_is_zero(const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_RDONLY, 0);
	char buf[65536];
	ssize_t n;

	if (fd < 0)
		return reply_errno(errno, "%s", path);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (buf[0] || memcmp(buf, buf + 1, n - 1))
			return 0;
	return n < 0 ? reply_errno(errno, "%s", path) : 1;
}

static void fill(guestfs_int_statns *r, const struct stat *st)
{
	r->st_dev = st->st_dev;
	r->st_ino = st->st_ino;
	r->st_mode = st->st_mode;
	r->st_nlink = st->st_nlink;
	r->st_uid = st->st_uid;
	r->st_gid = st->st_gid;
	r->st_rdev = st->st_rdev;
	r->st_size = st->st_size;
	r->st_blksize = st->st_blksize;
	r->st_blocks = st->st_blocks;
	r->st_atime_sec = st->st_atim.tv_sec;
	r->st_atime_nsec = st->st_atim.tv_nsec;
	r->st_mtime_sec = st->st_mtim.tv_sec;
	r->st_mtime_nsec = st->st_mtim.tv_nsec;
	r->st_ctime_sec = st->st_ctim.tv_sec;
	r->st_ctime_nsec = st->st_ctim.tv_nsec;
}

static guestfs_int_statns *answer(const char *path, int r,
				  const struct stat *st)
{
	guestfs_int_statns *ret = NULL;

	if (r < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	ret = calloc(1, sizeof(*ret));
	if (ret)
		fill(ret, st);
	else
		reply_errno(ENOMEM, "%s", path);
	return ret;
}

guestfs_int_statns *do_statns(const char *path)
{
	struct stat st;
	int r = sysroot_stat(path, &st);

	return answer(path, r, &st);
}

guestfs_int_statns *do_lstatns(const char *path)
{
	struct stat st;
	int r = sysroot_lstat(path, &st);

	return answer(path, r, &st);
}

guestfs_int_statns_list *do_internal_lstatnslist(const char *path,
						 char *const *names)
{
	cleanup_close int dir = sysroot_open(path, O_PATH | O_DIRECTORY, 0);
	guestfs_int_statns_list *ret;
	size_t n = 0;

	if (dir < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	while (names[n])
		n++;
	ret = calloc(1, sizeof(*ret));
	if (ret)
		ret->guestfs_int_statns_list_val =
			calloc(n + 1, sizeof(guestfs_int_statns));
	if (!ret || !ret->guestfs_int_statns_list_val) {
		free(ret);
		reply_errno(ENOMEM, "%s", path);
		return NULL;
	}
	ret->guestfs_int_statns_list_len = n;
	for (size_t i = 0; i < n; i++) {
		guestfs_int_statns *r = &ret->guestfs_int_statns_list_val[i];
		struct stat st;

		/* The manual's mark of what could not be read */
		if (fstatat(dir, names[i], &st, AT_SYMLINK_NOFOLLOW) < 0)
			r->st_ino = -1;
		else
			fill(r, &st);
	}
	return ret;
}

guestfs_int_statvfs *do_statvfs(const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_PATH, 0);
	guestfs_int_statvfs *r;
	struct statvfs v;

	if (fd < 0 || fstatvfs(fd, &v) < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	r = calloc(1, sizeof(*r));
	if (!r) {
		reply_errno(ENOMEM, "%s", path);
		return NULL;
	}
	r->bsize = v.f_bsize;
	r->frsize = v.f_frsize;
	r->blocks = v.f_blocks;
	r->bfree = v.f_bfree;
	r->bavail = v.f_bavail;
	r->files = v.f_files;
	r->ffree = v.f_ffree;
	r->favail = v.f_favail;
	r->fsid = v.f_fsid;
	r->flag = v.f_flag;
	r->namemax = v.f_namemax;
	return r;
}

/* "1.5G", rounded up as df(1) does; @kib in units of 1024 bytes */
static void human(char *buf, size_t size, unsigned long long kib)
{
	static const char units[] = "KMGTPE";
	unsigned long long tenths = kib * 10;
	size_t u = 0;

	while (tenths >= 10240 && units[u + 1]) {
		tenths = (tenths + 1023) / 1024;
		u++;
	}
	if (!kib)
		snprintf(buf, size, "0");
	else if (tenths < 100 && tenths % 10)
		snprintf(buf, size, "%llu.%llu%c", tenths / 10, tenths % 10,
			 units[u]);
	else
		snprintf(buf, size, "%llu%c", (tenths + 9) / 10, units[u]);
}

static void number(char *buf, size_t size, unsigned long long kib)
{
	snprintf(buf, size, "%llu", kib);
}

typedef void (*print_size)(char *buf, size_t size, unsigned long long kib);

static void df_line(FILE *f, const struct mount_entry *e, print_size print)
{
	cleanup_free char *dir = sysroot_host_path(e->path);
	cleanup_free char *user = devname_to_user(e->device);
	unsigned long long total, used, avail;
	char text[3][24];
	struct statvfs v;

	if (!dir || statvfs(dir, &v) < 0)
		return;
	total = (unsigned long long)v.f_blocks * v.f_frsize / 1024;
	used = (unsigned long long)(v.f_blocks - v.f_bfree) * v.f_frsize / 1024;
	avail = (unsigned long long)v.f_bavail * v.f_frsize / 1024;
	print(text[0], sizeof(text[0]), total);
	print(text[1], sizeof(text[1]), used);
	print(text[2], sizeof(text[2]), avail);
	fprintf(f, "%-20s %12s %12s %12s %4llu%% %s\n", user, text[0], text[1],
		text[2],
		used + avail ? (used * 100 + used + avail - 1) / (used + avail)
			     : 0,
		e->path);
}

static char *df(const char *unit, print_size print)
{
	struct mount_list l;
	char *out = NULL;
	size_t len;
	FILE *f = open_memstream(&out, &len);

	if (!f || mounts_read(&l) < 0) {
		reply_errno(errno, "df");
		return NULL;
	}
	fprintf(f, "%-20s %12s %12s %12s %5s %s\n", "Filesystem", unit, "Used",
		"Available", "Use%", "Mounted on");
	for (size_t i = 0; i < l.n; i++)
		df_line(f, &l.v[i], print);
	mounts_finish(&l);
	fclose(f);
	return out;
}

char *do_df(void)
{
	return df("1K-blocks", number);
}

char *do_df_h(void)
{
	return df("Size", human);
}
