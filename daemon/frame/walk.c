// SPDX-License-Identifier: GPL-2.0-or-later
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"

/**
 * struct path - The path so far
 * @s:		Its bytes, NUL-terminated
 */
struct path {
	char *s;
	size_t len;
	size_t cap;
};

static int push(struct path *p, const char *name)
{
	size_t n = strlen(name), need = p->len + n + 2;

	if (need > p->cap) {
		size_t cap = need * 2;
		char *s = realloc(p->s, cap);

		if (!s)
			return -1;
		p->s = s;
		p->cap = cap;
	}
	if (p->len)
		p->s[p->len++] = '/';
	memcpy(p->s + p->len, name, n + 1);
	p->len += n;
	return 0;
}

static void pop(struct path *p, size_t len)
{
	p->len = len;
	if (p->s)
		p->s[len] = '\0';
}

static unsigned char type_of(int dir, const struct dirent *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN)
		return d->d_type;
	if (fstatat(dir, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return IFTODT(st.st_mode);
}

static int level(int fd, const struct walk *w, struct path *p);

static int visit(int dir, const struct dirent *d, const struct walk *w,
		 struct path *p)
{
	unsigned char type = type_of(dir, d);

	if (w->enter && w->enter(w->opaque, dir, d->d_name, p->s, type) < 0)
		return -1;
	if (type == DT_DIR) {
		int fd =
			openat(dir, d->d_name,
			       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

		if (fd < 0 || level(fd, w, p) < 0)
			return -1;
	}
	return w->leave ? w->leave(w->opaque, dir, d->d_name, p->s, type) : 0;
}

static int level(int fd, const struct walk *w, struct path *p)
{
	cleanup_closedir DIR *dir = fdopendir(fd);
	struct dirent *d;

	if (!dir) {
		close(fd);
		return -1;
	}
	while ((errno = 0, d = readdir(dir))) {
		size_t len = p->len;
		int r;

		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		if (push(p, d->d_name) < 0)
			return -1;
		r = visit(fd, d, w, p);
		pop(p, len);
		if (r < 0)
			return -1;
	}
	return errno ? -1 : 0;
}

int walk_tree(int fd, const struct walk *w)
{
	struct path p = { 0 };
	int r = level(fd, w, &p), saved = errno;

	free(p.s);
	errno = saved;
	return r;
}
