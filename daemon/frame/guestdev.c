// SPDX-License-Identifier: GPL-2.0-or-later
#include "guestdev.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "devname.h"
#include "sysroot.h"

#define DEV "/dev/"

int guestdev_names(struct strv *sv)
{
	cleanup_strv char **all = devname_all();

	for (size_t i = 0; all && all[i]; i++) {
		cleanup_free char *user = devname_to_user(all[i]);
		unsigned int disk, part;

		/* Volumes have names that are the kernel's, too */
		if (!user || devname_split(user, &disk, &part) < 0)
			continue;
		if (strv_addf(sv, "%s=%s", user + strlen(DEV),
			      all[i] + strlen(DEV)) < 0)
			return -1;
	}
	return all ? 0 : -1;
}

static int copy_link(int from, int to, const char *name)
{
	char text[PATH_MAX];
	ssize_t n = readlinkat(from, name, text, sizeof(text) - 1);

	if (n < 0)
		return -1;
	text[n] = '\0';
	return symlinkat(text, to, name);
}

/* With what is mounted there */
static int bind_directory(int to, const char *name)
{
	char source[NAME_MAX + 8], target[NAME_MAX + 64];

	snprintf(source, sizeof(source), DEV "%s", name);
	snprintf(target, sizeof(target), "/proc/self/fd/%d/%s", to, name);
	if (mkdirat(to, name, 0755) < 0)
		return -1;
	return mount(source, target, NULL, MS_BIND | MS_REC, NULL);
}

static bool is_disk(const char *name, const struct stat *st)
{
	return S_ISBLK(st->st_mode) && name[0] && name[1] == 'd' &&
	       strchr("svh", name[0]);
}

static int copy_entry(int from, int to, const char *name)
{
	struct stat st;

	if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	if (S_ISLNK(st.st_mode))
		return copy_link(from, to, name);
	if (S_ISDIR(st.st_mode))
		return bind_directory(to, name);
	if (is_disk(name, &st))
		return 0;
	return mknodat(to, name, st.st_mode, st.st_rdev);
}

static int copy_all(int to)
{
	cleanup_closedir DIR *dir = opendir(DEV);
	struct dirent *d;

	if (!dir)
		return -1;
	while ((d = readdir(dir)))
		if (strcmp(d->d_name, ".") != 0 &&
		    strcmp(d->d_name, "..") != 0 &&
		    copy_entry(dirfd(dir), to, d->d_name) < 0)
			return -1;
	return 0;
}

static int make_disk(int to, const char *name, const char *kernel)
{
	char path[NAME_MAX + 8];
	struct stat st;

	snprintf(path, sizeof(path), DEV "%s", kernel);
	/* Gone meanwhile */
	if (stat(path, &st) < 0)
		return 0;
	unlinkat(to, name, 0);
	return mknodat(to, name, st.st_mode, st.st_rdev);
}

/* The kernel's names first: where both know a name, the user's disk is meant
 */
static int make_disks(int to, char *const *names, int n)
{
	for (int user = 0; user < 2; user++)
		for (int i = 0; i < n; i++) {
			const char *kernel = strchr(names[i], '=');
			cleanup_free char *name = NULL;

			if (!kernel++)
				continue;
			name = user ? strndup(names[i], kernel - names[i] - 1)
				    : strdup(kernel);
			if (!name || make_disk(to, name, kernel) < 0)
				return -1;
		}
	return 0;
}

int guestdev_mount(char *const *names, int n)
{
	cleanup_close int on = sysroot_open("/dev", O_PATH | O_DIRECTORY, 0);
	cleanup_close int to = -1;
	mode_t mask;
	char target[64];
	int r;

	if (on < 0)
		return 0;
	snprintf(target, sizeof(target), "/proc/self/fd/%d", on);
	if (mount("dev", target, "tmpfs", MS_NOSUID, "size=1m,mode=755") < 0)
		return -1;
	to = sysroot_open("/dev", O_PATH | O_DIRECTORY, 0);
	if (to < 0)
		return -1;
	mask = umask(0);
	r = copy_all(to);
	if (r == 0)
		r = make_disks(to, names, n);
	umask(mask);
	return r;
}
