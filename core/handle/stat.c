/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls for attributes that are made of others: the older ones, and those for
 * more names than a message can hold.
 */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "strv.h"

#define NAMES_MAX 1000 /* names that go into one message */

static void convert(struct guestfs_stat *st, const struct guestfs_statns *ns)
{
	st->dev = ns->st_dev;
	st->ino = ns->st_ino;
	st->mode = ns->st_mode;
	st->nlink = ns->st_nlink;
	st->uid = ns->st_uid;
	st->gid = ns->st_gid;
	st->rdev = ns->st_rdev;
	st->size = ns->st_size;
	st->blksize = ns->st_blksize;
	st->blocks = ns->st_blocks;
	st->atime = ns->st_atime_sec;
	st->mtime = ns->st_mtime_sec;
	st->ctime = ns->st_ctime_sec;
}

static struct guestfs_stat *older(guestfs_h *g, struct guestfs_statns *ns)
{
	struct guestfs_stat *st;

	if (!ns)
		return NULL;
	st = handle_calloc(g, 1, sizeof(*st));
	convert(st, ns);
	guestfs_free_statns(ns);
	return st;
}

struct guestfs_stat *impl_stat(guestfs_h *g, const char *path)
{
	return older(g, guestfs_statns(g, path));
}

struct guestfs_stat *impl_lstat(guestfs_h *g, const char *path)
{
	return older(g, guestfs_lstatns(g, path));
}

/* Of @n names those from @i on that go into one message, not copied */
static char **some_names(guestfs_h *g, char *const *names, size_t i, size_t n)
{
	size_t k = n - i < NAMES_MAX ? n - i : NAMES_MAX;
	char **some = handle_calloc(g, k + 1, sizeof(*some));

	memcpy(some, names + i, k * sizeof(*some));
	return some;
}

/* Move the elements of @more, which the caller then frees, to @all. */
static void join(guestfs_h *g, struct guestfs_statns_list *all,
		 struct guestfs_statns_list *more)
{
	size_t n = (size_t)all->len + more->len;

	all->val = handle_realloc(g, all->val, n * sizeof(*all->val));
	if (more->len)
		memcpy(all->val + all->len, more->val,
		       more->len * sizeof(*all->val));
	all->len = n;
}

struct guestfs_statns_list *impl_lstatnslist(guestfs_h *g, const char *path,
					     char *const *names)
{
	struct guestfs_statns_list *all = handle_calloc(g, 1, sizeof(*all));
	size_t n = strv_len(names);

	for (size_t i = 0; i < n; i += NAMES_MAX) {
		cleanup_free char **some = some_names(g, names, i, n);
		struct guestfs_statns_list *more =
			guestfs_internal_lstatnslist(g, path, some);

		if (!more) {
			guestfs_free_statns_list(all);
			return NULL;
		}
		join(g, all, more);
		guestfs_free_statns_list(more);
	}
	return all;
}

struct guestfs_stat_list *impl_lstatlist(guestfs_h *g, const char *path,
					 char *const *names)
{
	struct guestfs_statns_list *ns = guestfs_lstatnslist(g, path, names);
	struct guestfs_stat_list *all;

	if (!ns)
		return NULL;
	all = handle_calloc(g, 1, sizeof(*all));
	all->val = handle_calloc(g, ns->len + 1, sizeof(*all->val));
	all->len = ns->len;
	for (size_t i = 0; i < ns->len; i++)
		convert(&all->val[i], &ns->val[i]);
	guestfs_free_statns_list(ns);
	return all;
}

/* The elements of @more move to @all, and what is left of it is freed. */
static void join_xattrs(guestfs_h *g, struct guestfs_xattr_list *all,
			struct guestfs_xattr_list *more)
{
	size_t n = (size_t)all->len + more->len;

	all->val = handle_realloc(g, all->val, (n + 1) * sizeof(*all->val));
	if (more->len)
		memcpy(all->val + all->len, more->val,
		       more->len * sizeof(*all->val));
	all->len = n;
	free(more->val);
	free(more);
}

struct guestfs_xattr_list *impl_lxattrlist(guestfs_h *g, const char *path,
					   char *const *names)
{
	struct guestfs_xattr_list *all = handle_calloc(g, 1, sizeof(*all));
	size_t n = strv_len(names);

	for (size_t i = 0; i < n; i += NAMES_MAX) {
		cleanup_free char **some = some_names(g, names, i, n);
		struct guestfs_xattr_list *more =
			guestfs_internal_lxattrlist(g, path, some);

		if (!more) {
			guestfs_free_xattr_list(all);
			return NULL;
		}
		join_xattrs(g, all, more);
	}
	return all;
}

char **impl_readlinklist(guestfs_h *g, const char *path, char *const *names)
{
	cleanup_strv_finish struct strv all = { 0 };
	size_t n = strv_len(names);
	char **links;

	for (size_t i = 0; i < n; i += NAMES_MAX) {
		cleanup_free char **some = some_names(g, names, i, n);
		cleanup_free char **more =
			guestfs_internal_readlinklist(g, path, some);

		if (!more)
			return NULL;
		for (size_t j = 0; more[j]; j++)
			if (strv_take(&all, more[j]) < 0)
				handle_oom(g);
	}
	links = strv_steal(&all);
	if (!links)
		handle_oom(g);
	return links;
}
