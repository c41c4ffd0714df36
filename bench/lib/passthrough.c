/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least that a FUSE file system can do: one file, passed through.
 * usage: passthrough FILE DIR, shows FILE as DIR/file until unmounted.
 */
#define FUSE_USE_VERSION 35
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int target = -1;

static int pt_getattr(const char *path, struct stat *st,
		      struct fuse_file_info *fi)
{
	(void)fi;
	if (strcmp(path, "/file") == 0)
		return fstat(target, st) == -1 ? -errno : 0;
	if (strcmp(path, "/") != 0)
		return -ENOENT;
	memset(st, 0, sizeof(*st));
	st->st_mode = S_IFDIR | 0755;
	st->st_nlink = 2;
	return 0;
}

static int pt_open(const char *path, struct fuse_file_info *fi)
{
	(void)fi;
	return strcmp(path, "/file") == 0 ? 0 : -ENOENT;
}

static int pt_read(const char *path, char *buf, size_t size, off_t offset,
		   struct fuse_file_info *fi)
{
	ssize_t n = pread(target, buf, size, offset);

	(void)path;
	(void)fi;
	return n == -1 ? -errno : (int)n;
}

static const struct fuse_operations operations = {
	.getattr = pt_getattr,
	.open = pt_open,
	.read = pt_read,
};

int main(int argc, char *argv[])
{
	char *args[] = { argv[0], argc > 2 ? argv[2] : NULL, NULL };

	if (argc != 3) {
		fprintf(stderr, "usage: passthrough FILE DIR\n");
		return 2;
	}
	target = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (target == -1) {
		perror(argv[1]);
		return 1;
	}
	return fuse_main(2, args, &operations, NULL);
}
