/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "busy.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"

#define MAX_NAMED 8

static bool below(const char *path, const char *mount)
{
	size_t len = strlen(mount);

	return !strncmp(path, mount, len) &&
	       (path[len] == '/' || path[len] == '\0');
}

static bool link_below(const char *link, const char *mount)
{
	char target[PATH_MAX];
	ssize_t n = readlink(link, target, sizeof(target) - 1);

	if (n < 0)
		return false;
	target[n] = '\0';
	return below(target, mount);
}

static bool any_link_below(const char *dir, const char *mount)
{
	cleanup_closedir DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char link[PATH_MAX];

		if (e->d_name[0] == '.')
			continue;
		snprintf(link, sizeof(link), "%s/%s", dir, e->d_name);
		if (link_below(link, mount))
			return true;
	}
	return false;
}

static bool holds(const char *pid, const char *mount)
{
	static const char *const links[] = { "cwd", "root", "exe" };
	static const char *const dirs[] = { "fd", "map_files" };
	char path[64];

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		snprintf(path, sizeof(path), "/proc/%.10s/%s", pid, links[i]);
		if (link_below(path, mount))
			return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		snprintf(path, sizeof(path), "/proc/%.10s/%s", pid, dirs[i]);
		if (any_link_below(path, mount))
			return true;
	}
	return false;
}

char *busy_holders(const char *path)
{
	cleanup_closedir DIR *proc = opendir("/proc");
	char *list = NULL;
	struct dirent *e;
	int n = 0;

	while (proc && n < MAX_NAMED && (e = readdir(proc))) {
		cleanup_free char *comm = NULL, *old = list;
		char file[64];

		if (!isdigit((unsigned char)e->d_name[0]) ||
		    !holds(e->d_name, path)) {
			steal_ptr(&old);
			continue;
		}
		snprintf(file, sizeof(file), "/proc/%.10s/comm", e->d_name);
		comm = io_read_file(file, 64, NULL);
		if (comm)
			comm[strcspn(comm, "\n")] = '\0';
		if (asprintf(&list, "%s%s%s (%s)", old ? old : "",
			     old ? ", " : "", comm ? comm : "?", e->d_name) < 0)
			return NULL;
		n++;
	}
	return list;
}
