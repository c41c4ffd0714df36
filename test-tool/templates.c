/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "templates.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

#define PREFIX "template-"

/* The library's directory for this user; NULL where there is none */
static char *directory(guestfs_h *g)
{
	cleanup_free char *cache = guestfs_get_cachedir(g);
	char *path;

	if (!cache || asprintf(&path, "%s/.guestfs-%u", cache,
			       (unsigned int)geteuid()) < 0)
		return NULL;
	return path;
}

static DIR *open_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (!d && fd >= 0)
		close(fd);
	return d;
}

/* Return: whether @e is a template; its size in @ret_size */
static bool is_template(DIR *d, const struct dirent *e, long long *ret_size)
{
	struct stat st;

	if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) ||
	    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	*ret_size = st.st_size;
	return true;
}

/**
 * templates_report() - Say where templates are kept, and how large they are
 * @g:		Handle
 */
void templates_report(guestfs_h *g)
{
	cleanup_free char *path = directory(g);
	cleanup_closedir DIR *d = path ? open_dir(path) : NULL;
	struct dirent *e;
	long long size, total = 0;
	int n = 0;

	while (d && (e = readdir(d)))
		if (is_template(d, e, &size)) {
			total += size;
			n++;
		}
	printf("templates: %d in %s, %lld MB (--remove-templates removes "
	       "them)\n",
	       n, path ? path : "(none)", total / 1000000);
}

/**
 * templates_remove() - Remove all templates of this user
 * @g:		Handle
 *
 * Return:	0, or -1 after saying what failed
 */
int templates_remove(guestfs_h *g)
{
	cleanup_free char *path = directory(g);
	cleanup_closedir DIR *d = path ? open_dir(path) : NULL;
	struct dirent *e;
	long long size, total = 0;
	int n = 0;

	while (d && (e = readdir(d))) {
		if (!is_template(d, e, &size))
			continue;
		if (unlinkat(dirfd(d), e->d_name, 0) < 0) {
			fprintf(stderr, "libguestfs-test-tool: %s/%s: %s\n",
				path, e->d_name, strerror(errno));
			return -1;
		}
		total += size;
		n++;
	}
	printf("%d templates removed, %lld MB\n", n, total / 1000000);
	return 0;
}
