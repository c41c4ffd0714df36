// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpmlist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rpmdb.h"
#include "run.h"

#define LIST_MAX ((size_t)256 << 20)
#define LIST_CPU 300 /* seconds */

static const char *const dirs[] = { "/usr/lib/sysimage/rpm", "/var/lib/rpm" };

static const struct {
	const char *name, *kind;
} files[] = {
	{ "rpmdb.sqlite", RPMLIST_SQLITE },
	{ "Packages.db", RPMLIST_NDB },
	/* Berkeley DB, which nothing here reads */
	{ "Packages", NULL },
};

int rpmlist_parse(char *text, struct apps *a)
{
	static const char ends[] = { RPMLIST_FIELD, '\0' };
	char *end;

	for (; (end = strchr(text, RPMLIST_RECORD)); text = end + 1) {
		struct app *app = apps_new(a);
		char *s;

		if (!app)
			return -1;
		*end = '\0';
		s = strsep(&text, ends);
		app->epoch = atoi(s);
		for (size_t i = 0; i < APP_TEXTS && text; i++) {
			s = strsep(&text, ends);
			if (*s)
				app_set(app, i, strdup(s));
		}
	}
	return 0;
}

static int read_db(int fd, const char *kind, struct apps *a)
{
	cleanup_run struct run r = { .in_fd = fd,
				     .max_output = LIST_MAX,
				     .max_cpu = LIST_CPU };

	r.argv = ARGV("/proc/self/exe", RPM_LIST, kind);
	if (run(&r) < 0)
		return -1;
	if (r.status != 0) {
		errno = EIO;
		return -1;
	}
	return rpmlist_parse(r.out, a);
}

int apps_rpm(const struct insp_root *r, struct apps *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(dirs); j++) {
			cleanup_free char *path = NULL;
			cleanup_close int fd = -1;

			if (asprintf(&path, "%s/%s", dirs[j], files[i].name) <
			    0)
				return -1;
			fd = root_open(r, path);
			if (fd >= 0 && files[i].kind)
				return read_db(fd, files[i].kind, a);
			if (fd >= 0) {
				errno = ENOTSUP;
				return -1;
			}
		}
	}
	errno = ENOENT;
	return -1;
}
