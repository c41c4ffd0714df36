/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The older calls for attributes, on top of those with nanoseconds. */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "strv.h"

#define NAMES_MAX 1000 /* names that go into one message */

static struct guestfs_stat *older(guestfs_h *g, struct guestfs_statns *ns)
{
	struct guestfs_stat *st;

	if (!ns)
		return NULL;
	st = handle_calloc(g, 1, sizeof(*st));
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
		size_t k = n - i < NAMES_MAX ? n - i : NAMES_MAX;
		cleanup_free char **some =
			handle_calloc(g, k + 1, sizeof(*some));
		struct guestfs_statns_list *more;

		memcpy(some, names + i, k * sizeof(*some));
		more = guestfs_internal_lstatnslist(g, path, some);
		if (!more) {
			guestfs_free_statns_list(all);
			return NULL;
		}
		join(g, all, more);
		guestfs_free_statns_list(more);
	}
	return all;
}
