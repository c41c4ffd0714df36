/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls whose data may be larger than a message: they are made of others that
 * move it through a temporary file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "io.h"
#include "strv.h"

#define INLINE_MAX (1 << 20) /* bytes that go into one message */

/**
 * struct spool - An unlinked temporary file
 * @fd:		It
 * @name:	A name to open it by, in this process
 */
struct spool {
	int fd;
	char name[32];
};

static void spool_finish(struct spool *s)
{
	if (s->fd > 0)
		close(s->fd);
}

DEFINE_CLEANUP(struct spool, cleanup_spool_, spool_finish(p))
#define cleanup_spool __attribute__((cleanup(cleanup_spool_)))

static int spool_init(guestfs_h *g, struct spool *s)
{
	const char *dir = tmpdir_get(g);
	cleanup_free char *name = NULL;

	if (!dir)
		return -1;
	name = handle_asprintf(g, "%s/spoolXXXXXX", dir);
	s->fd = mkostemp(name, O_CLOEXEC);
	if (s->fd < 0)
		return guestfs_fail(g, errno, "%s", name);
	unlink(name);
	snprintf(s->name, sizeof(s->name), "/proc/self/fd/%d", s->fd);
	return 0;
}

static char *spool_read(guestfs_h *g, const struct spool *s, size_t *ret_len)
{
	struct stat st;
	char *buf;
	ssize_t n;

	if (fstat(s->fd, &st) < 0 || lseek(s->fd, 0, SEEK_SET) < 0) {
		guestfs_fail(g, errno, "temporary file");
		return NULL;
	}
	/* Its size is the guest's choice: too much is an error, not the end
	 * of the program.
	 */
	buf = malloc(st.st_size + 1);
	n = buf ? io_read_full(s->fd, buf, st.st_size) : -1;
	if (n < 0) {
		guestfs_fail(g, errno, "%lld bytes from the appliance",
			     (long long)st.st_size);
		free(buf);
		return NULL;
	}
	buf[n] = '\0';
	*ret_len = n;
	return buf;
}

char *impl_read_file(guestfs_h *g, const char *path, size_t *size_r)
{
	cleanup_spool struct spool s = { 0 };

	if (spool_init(g, &s) < 0 || guestfs_download(g, path, s.name) < 0)
		return NULL;
	return spool_read(g, &s, size_r);
}

char *impl_cat(guestfs_h *g, const char *path)
{
	size_t n;

	return impl_read_file(g, path, &n);
}

/* Cut @buf into strings at @sep, the last one may lack it. */
static char **cut(guestfs_h *g, const char *buf, size_t len, char sep)
{
	struct strv v = { 0 };
	char **r;

	for (size_t i = 0; i < len;) {
		const char *end = memchr(buf + i, sep, len - i);
		size_t n = end ? (size_t)(end - buf) - i : len - i;

		if (strv_take(&v, strndup(buf + i, n)) < 0)
			handle_oom(g);
		i += n + 1;
	}
	r = strv_steal(&v);
	if (!r)
		handle_oom(g);
	return r;
}

char **impl_read_lines(guestfs_h *g, const char *path)
{
	size_t n;
	cleanup_free char *buf = impl_read_file(g, path, &n);
	char **lines = buf ? cut(g, buf, n, '\n') : NULL;

	for (size_t i = 0; lines && lines[i]; i++) {
		size_t len = strlen(lines[i]);

		if (len && lines[i][len - 1] == '\r')
			lines[i][len - 1] = '\0';
	}
	return lines;
}

static char **names0(guestfs_h *g, const char *directory,
		     int (*list)(guestfs_h *, const char *, const char *))
{
	cleanup_spool struct spool s = { 0 };
	cleanup_free char *buf = NULL;
	char **names;
	size_t n;

	if (spool_init(g, &s) < 0 || list(g, directory, s.name) < 0)
		return NULL;
	buf = spool_read(g, &s, &n);
	if (!buf)
		return NULL;
	names = cut(g, buf, n, '\0');
	strv_sort(names);
	return names;
}

char **impl_ls(guestfs_h *g, const char *directory)
{
	return names0(g, directory, guestfs_ls0);
}

char **impl_find(guestfs_h *g, const char *directory)
{
	return names0(g, directory, guestfs_find0);
}

/* A larger buffer is written piece by piece; the first piece with @first. */
static int
write_pieces(guestfs_h *g, const char *path, const char *buf, size_t size,
	     int (*first)(guestfs_h *, const char *, const char *, size_t))
{
	size_t n = size < INLINE_MAX ? size : INLINE_MAX;

	if (first(g, path, buf, n) < 0)
		return -1;
	for (size_t done = n; done < size; done += n) {
		n = size - done < INLINE_MAX ? size - done : INLINE_MAX;
		if (guestfs_internal_write_append(g, path, buf + done, n) < 0)
			return -1;
	}
	return 0;
}

int impl_write(guestfs_h *g, const char *path, const char *content,
	       size_t content_size)
{
	return write_pieces(g, path, content, content_size,
			    guestfs_internal_write);
}

int impl_write_append(guestfs_h *g, const char *path, const char *content,
		      size_t content_size)
{
	return write_pieces(g, path, content, content_size,
			    guestfs_internal_write_append);
}
