// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's journal by libsystemd. This runs in a process of its own
 * (frame/helper.h). Files are looked up here, below the sysroot: libsystemd
 * gets their descriptors and opens nothing by name.
 */
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"

#define FILES_MAX 10000

static sd_journal *journal;

/** struct files - Journal files that were found */
struct files {
	int *fd;
	unsigned int n;
};

bool optgroup_journal_available(void)
{
	return true;
}

static bool have(void)
{
	if (!journal)
		reply_error(EINVAL, "journal: call journal_open first");
	return journal;
}

/* libsystemd returns negative errno values. */
static int fail(int r)
{
	return reply_errno(-r, "journal");
}

static int add_file(struct files *f, int fd)
{
	int *more = f->n < FILES_MAX
			    ? reallocarray(f->fd, f->n + 1, sizeof(*more))
			    : NULL;

	if (!more) {
		close(fd);
		return reply_errno(ENOMEM, "journal files");
	}
	f->fd = more;
	f->fd[f->n++] = fd;
	return 0;
}

/* "system.journal", and "user@1.journal~", which was not closed well */
static bool is_journal_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".journal") || !strcmp(dot, ".journal~"));
}

static int find_files(struct files *f, int dirfd, const char *path, int depth);

static int look_at(struct files *f, int dir, const char *name, int depth)
{
	cleanup_close int fd = sysroot_openat(dir, name, O_RDONLY, 0);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return 0;
	if (S_ISREG(st.st_mode) && is_journal_name(name))
		return add_file(f, steal_fd(&fd));
	if (S_ISDIR(st.st_mode) && depth > 0)
		return find_files(f, dir, name, depth - 1);
	return 0;
}

static int find_files(struct files *f, int dirfd, const char *path, int depth)
{
	int fd = sysroot_openat(dirfd, path, O_RDONLY | O_DIRECTORY, 0);
	cleanup_closedir DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		int err = errno;

		if (fd >= 0)
			close(fd);
		return reply_errno(err, "%s", path);
	}
	while ((e = readdir(d)))
		if (e->d_name[0] != '.' && look_at(f, fd, e->d_name, depth) < 0)
			return -1;
	return 0;
}

int do_journal_open(const char *directory)
{
	struct files f = { 0 };
	int r = find_files(&f, sysroot_fd(), directory, 1);

	/* The descriptors stay open, until the process ends. */
	if (r == 0 && !f.n)
		r = reply_errno(ENOENT, "%s: journal files", directory);
	if (r == 0) {
		r = sd_journal_open_files_fd(&journal, f.fd, f.n, 0);
		if (r < 0)
			r = reply_errno(-r, "%s", directory);
	}
	free(f.fd);
	return r;
}

/* The process ends after the reply. */
int do_journal_close(void)
{
	return 0;
}

int do_journal_next(void)
{
	int r;

	if (!have())
		return -1;
	r = sd_journal_next(journal);
	return r < 0 ? fail(r) : r > 0;
}

int64_t do_journal_skip(int64_t skip)
{
	int r = 0;

	if (!have())
		return -1;
	if (skip > 0)
		r = sd_journal_next_skip(journal, skip);
	else if (skip < 0)
		r = sd_journal_previous_skip(journal, -(uint64_t)skip);
	return r < 0 ? fail(r) : r;
}

/* "NAME=value", the value being any bytes, to a field of the answer */
static int add_field(guestfs_int_xattr_list *l, const char *data, size_t n)
{
	const char *eq = memchr(data, '=', n);
	size_t name = eq ? (size_t)(eq - data) : n;
	guestfs_int_xattr *v, *x;

	v = reallocarray(l->guestfs_int_xattr_list_val,
			 l->guestfs_int_xattr_list_len + 1, sizeof(*v));
	if (!v)
		return -1;
	l->guestfs_int_xattr_list_val = v;
	x = &v[l->guestfs_int_xattr_list_len++];
	n = eq ? n - name - 1 : 0;
	x->attrname = strndup(data, name);
	x->attrval.attrval_val = malloc(n + 1);
	x->attrval.attrval_len = n;
	if (!x->attrname || !x->attrval.attrval_val)
		abort();
	if (n)
		memcpy(x->attrval.attrval_val, eq + 1, n);
	return 0;
}

guestfs_int_xattr_list *do_internal_journal_fields(void)
{
	guestfs_int_xattr_list *l = have() ? calloc(1, sizeof(*l)) : NULL;
	const void *data;
	size_t n;
	int r = 0;

	if (!l)
		return NULL;
	sd_journal_restart_data(journal);
	while ((r = sd_journal_enumerate_data(journal, &data, &n)) > 0)
		if (add_field(l, data, n) < 0)
			abort();
	if (r == 0)
		return l;
	fail(r);
	xdr_free((xdrproc_t)xdr_guestfs_int_xattr_list, (char *)l);
	free(l);
	return NULL;
}

int64_t do_journal_get_data_threshold(void)
{
	size_t n;
	int r;

	if (!have())
		return -1;
	r = sd_journal_get_data_threshold(journal, &n);
	return r < 0 ? fail(r) : (int64_t)n;
}

int do_journal_set_data_threshold(int64_t threshold)
{
	int r;

	if (!have())
		return -1;
	if (threshold < 0)
		return reply_error(EINVAL, "journal: threshold %lld",
				   (long long)threshold);
	r = sd_journal_set_data_threshold(journal, threshold);
	return r < 0 ? fail(r) : 0;
}

int64_t do_journal_get_realtime_usec(void)
{
	uint64_t usec;
	int r;

	if (!have())
		return -1;
	r = sd_journal_get_realtime_usec(journal, &usec);
	return r < 0 ? fail(r) : (int64_t)usec;
}
