// SPDX-License-Identifier: GPL-2.0-or-later
/* Procedures that look up, remove and rename names. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "fold.h"
#include "gate.h"
#include "mail.h"
#include "nodefh.h"
#include "procs.h"

static int root_entry(const struct session *s, struct fs_entry *ret)
{
	cleanup_node_use struct node_use root = NODE_USE_INIT;
	const struct dev *dev;
	struct statx stx;

	if (node_use(&root, NODE_ROOT) < 0 ||
	    statx(root.fd, "", AT_EMPTY_PATH, NODE_STATX_MASK, &stx) < 0)
		return -1;
	dev = dev_find(&stx, root.fd, "");
	if (!dev)
		return -1;
	ret->node = NODE_ROOT;
	attr_fill(&ret->attr, &stx, dev);
	ret->flags = attr_entry_flags(s, &stx, dev);
	ret->stored = "";
	return 0;
}

PROC_FN(fs_do_init)
{
	const struct fs_init_args *a = args;
	int r, err;

	if (a->readonly > 1 || a->mailbox > 1 ||
	    (unsigned int)a->case_mode > FS_CASE_SENSITIVE)
		return fs_fail(EINVAL);
	if (gate_join(s) < 0)
		return -1;
	((struct fs_init_ret *)ret)->mailbox = mail_open(s, a->mailbox);
	s->readonly = a->readonly;
	s->case_mode = a->case_mode;
	r = root_entry(s, &((struct fs_init_ret *)ret)->root);
	err = errno;
	gate_leave();
	errno = err;
	return r;
}

PROC_FN(fs_do_exit)
{
	(void)s;
	(void)args;
	(void)ret;
	gate_reset();
	return 0;
}

/* Fills @stored where the file's name is not the one that was asked for. */
static int look(struct session *s, const struct node_use *dir, const char *name,
		struct fs_entry *ret)
{
	char stored[FOLD_NAME_MAX + 1];

	if (fold_find(s, dir, name, stored) < 0 ||
	    attr_entry(s, dir, stored, ret) < 0)
		return -1;
	if (strcmp(stored, name)) {
		strcpy(s->text, stored);
		ret->stored = s->text;
	}
	return 0;
}

PROC_FN(fs_do_lookup)
{
	const struct fs_name_args *a = args;
	cleanup_node_use struct node_use dir = NODE_USE_INIT;

	if (fs_name_check(a->name) < 0 || node_use_dir(&dir, a->node) < 0)
		return -1;
	return look(s, &dir, a->name, &((struct fs_entry_ret *)ret)->entry);
}

PROC_FN(fs_do_forget)
{
	const struct fs_forget_args *a = args;

	for (unsigned int i = 0; i < a->items.items_len; i++)
		node_forget(a->items.items_val[i].node,
			    a->items.items_val[i].n);
	return 0;
}

PROC_FN(fs_do_readlink)
{
	const struct fs_node_args *a = args;
	struct fs_string_ret *out = ret;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	ssize_t n;

	if (node_use(&u, a->node) < 0)
		return -1;
	if (!S_ISLNK(node_type(u.n)))
		return fs_fail(EINVAL);
	n = readlinkat(u.fd, "", s->text, sizeof(s->text) - 1);
	if (n < 0)
		return -1;
	s->text[n] = '\0';
	if (!n || strlen(s->text) != (size_t)n)
		return fs_fail(EIO);
	out->s = s->text;
	return 0;
}

/**
 * struct victim - A name that is about to go
 * @u:		Its node, if the host knows it. The descriptor is had before:
 *		afterwards it may be the only way to the file.
 * @last:	It is the only one
 */
struct victim {
	struct node_use u;
	bool last;
};

static void victim_finish(struct victim *v)
{
	node_use_finish(&v->u);
}

DEFINE_CLEANUP(struct victim, cleanup_victim_, victim_finish(p))
#define cleanup_victim __attribute__((cleanup(cleanup_victim_)))

#define VICTIM_INIT                                                            \
	{                                                                      \
		.u = NODE_USE_INIT                                             \
	}

static void victim_find(struct victim *v, const struct node_use *dir,
			const char *name)
{
	struct statx stx;

	if (statx(dir->fd, name, AT_SYMLINK_NOFOLLOW, NODE_STATX_MASK, &stx) <
	    0)
		return;
	v->last = S_ISDIR(stx.stx_mode) || stx.stx_nlink <= 1;
	v->u.n = node_find(&stx);
	if (v->u.n)
		v->u.fd = node_open(v->u.n);
}

/* Where files cannot be told apart by more than a number, which the next one
 * may have, it counts what was there before: libfuse's file systems keep the
 * name of an open file, hidden.
 */
static bool was_last(const struct victim *v, const struct dev *dev)
{
	struct statx stx;

	if (v->u.fd < 0 || (v->last && !(dev && dev->handles)))
		return v->last;
	return statx(v->u.fd, "", AT_EMPTY_PATH, STATX_NLINK, &stx) < 0 ||
	       S_ISDIR(node_type(v->u.n)) || !stx.stx_nlink;
}

static void victim_gone(struct victim *v, const struct node_use *dir,
			const char *name)
{
	struct node *n = v->u.n;
	struct node_fh *fh = NULL;
	const struct dev *dev;
	bool last;

	if (!n) {
		node_unlinked(NULL, dir->n, name, false, NULL);
		return;
	}
	dev = dev_get(n->dev);
	last = was_last(v, dev);
	if (!last && v->u.fd >= 0 && dev && dev->handles &&
	    node_stored_at(n, dir->n, name))
		fh = nodefh_make(v->u.fd, dir->fd, n->dev);
	node_unlinked(n, dir->n, name, last, fh);
}

static int remove_name(struct session *s, const struct fs_name_args *a,
		       int flags)
{
	cleanup_node_use struct node_use dir = NODE_USE_INIT;
	cleanup_victim struct victim v = VICTIM_INIT;
	char stored[FOLD_NAME_MAX + 1];

	if (fs_name_check(a->name) < 0 || node_use_dir(&dir, a->node) < 0 ||
	    fold_find(s, &dir, a->name, stored) < 0)
		return -1;
	victim_find(&v, &dir, stored);
	if (unlinkat(dir.fd, stored, flags) < 0)
		return -1;
	victim_gone(&v, &dir, stored);
	fold_removed(&dir, stored);
	return 0;
}

PROC_FN(fs_do_unlink)
{
	return remove_name(s, args, 0);
}

PROC_FN(fs_do_rmdir)
{
	return remove_name(s, args, AT_REMOVEDIR);
}

/**
 * struct renaming - One FS_RENAME
 * @from:	Directory that holds the name
 * @to:		Directory that shall hold it
 * @old:	Name as stored in @from
 * @new:	Name in @to, as asked for
 * @existing:	The same as stored in @to, if its case differs
 * @flags:	Of renameat2(2)
 * @kind:	What happens to case in @to
 */
struct renaming {
	struct node_use from;
	struct node_use to;
	char old[FOLD_NAME_MAX + 1];
	const char *new;
	char existing[FOLD_NAME_MAX + 1];
	unsigned int flags;
	enum dev_case kind;
};

static void renaming_finish(struct renaming *r)
{
	node_use_finish(&r->from);
	node_use_finish(&r->to);
}

DEFINE_CLEANUP(struct renaming, cleanup_renaming_, renaming_finish(p))
#define cleanup_renaming __attribute__((cleanup(cleanup_renaming_)))

/* Old file systems behind FUSE know no flags. We alone change the tree, so
 * that looking first is as good there.
 */
static int rename_without_flags(struct renaming *r, const char *target)
{
	struct statx stx;

	if (r->flags != RENAME_NOREPLACE)
		return fs_fail(EINVAL);
	if (statx(r->to.fd, target, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &stx) == 0)
		return fs_fail(EEXIST);
	if (errno != ENOENT)
		return -1;
	return renameat(r->from.fd, r->old, r->to.fd, target);
}

static int do_rename(struct renaming *r, const char *target)
{
	if (renameat2(r->from.fd, r->old, r->to.fd, target, r->flags) == 0)
		return 0;
	if (r->flags && errno == EINVAL)
		return rename_without_flags(r, target);
	return -1;
}

/* Whether the new name differs from the old one by case only, and in the same
 * directory: then there is nothing to be replaced.
 */
static bool changes_case_only(const struct renaming *r)
{
	return r->from.n == r->to.n && !strcmp(r->old, r->existing);
}

static void renamed(struct renaming *r, const char *target, struct victim *v,
		    struct node *moved)
{
	if (r->flags & RENAME_EXCHANGE) {
		node_moved(v->u.n, r->from.n, r->old);
	} else {
		if (v->u.n)
			victim_gone(v, &r->to, target);
		fold_removed(&r->from, r->old);
	}
	node_moved(moved, r->to.n, target);
	fold_added(&r->to, target);
}

static int rename_to(struct renaming *r, const char *target)
{
	cleanup_victim struct victim v = VICTIM_INIT;
	cleanup_node struct node *moved = NULL;
	struct statx stx;

	if (statx(r->from.fd, r->old, AT_SYMLINK_NOFOLLOW, NODE_STATX_MASK,
		  &stx) == 0)
		moved = node_find(&stx);
	victim_find(&v, &r->to, target);
	if (do_rename(r, target) < 0)
		return -1;
	/* Two names of one file: rename(2) does nothing */
	if (moved && moved == v.u.n)
		return 0;
	renamed(r, target, &v, moved);
	return 0;
}

/* Where the kernel folds case it takes both names for one, and does nothing:
 * go by a third name.
 */
static int rename_by_detour(struct renaming *r)
{
	char detour[FOLD_NAME_MAX + 1];
	unsigned int flags = r->flags;
	char old[FOLD_NAME_MAX + 1];
	int err;

	snprintf(detour, sizeof(detour), ".renaming-%llx",
		 (unsigned long long)node_epoch());
	strcpy(old, r->old);
	r->flags = RENAME_NOREPLACE;
	if (rename_to(r, detour) < 0)
		return -1;
	strcpy(r->old, detour);
	r->flags = flags;
	if (rename_to(r, r->new) == 0)
		return 0;
	err = errno;
	rename_to(r, old);
	return fs_fail(err);
}

static int rename_folded(struct renaming *r)
{
	if (!strcmp(r->existing, r->new))
		return rename_to(r, r->new);
	if (changes_case_only(r))
		return r->kind == DEV_CASE_KERNEL ? rename_by_detour(r)
						  : rename_to(r, r->new);
	if (rename_to(r, r->existing) < 0)
		return -1;
	if (r->flags & RENAME_EXCHANGE)
		return 0;
	/* It took the place of the file; now give it the name as asked for.
	 * Where that fails it is there by a name that means the same.
	 */
	node_use_finish(&r->from);
	node_use(&r->from, r->to.n->id);
	strcpy(r->old, r->existing);
	r->flags = 0;
	if (r->from.fd >= 0)
		rename_to(r, r->new);
	return 0;
}

PROC_FN(fs_do_rename)
{
	const struct fs_rename_args *a = args;
	cleanup_renaming struct renaming r = {
		.from = NODE_USE_INIT,
		.to = NODE_USE_INIT,
		.new = a->newname,
		.flags = a->flags,
	};

	if (a->flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE) ||
	    a->flags == (RENAME_NOREPLACE | RENAME_EXCHANGE))
		return fs_fail(EINVAL);
	if (fs_name_check(a->name) < 0 || fs_name_check(a->newname) < 0 ||
	    node_use_dir(&r.from, a->parent) < 0 ||
	    node_use_dir(&r.to, a->newparent) < 0 ||
	    fold_find(s, &r.from, a->name, r.old) < 0 ||
	    fold_find(s, &r.to, a->newname, r.existing) < 0)
		return -1;
	r.kind = fold_kind(s, dev_get(r.to.n->dev));
	return rename_folded(&r);
}

PROC_FN(fs_do_link)
{
	const struct fs_link_args *a = args;
	cleanup_node_use struct node_use dir = NODE_USE_INIT;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	char existing[FOLD_NAME_MAX + 1];
	char path[ATTR_PATH_MAX];

	if (fs_name_check(a->newname) < 0 || node_use(&u, a->node) < 0 ||
	    node_use_dir(&dir, a->newparent) < 0 ||
	    fold_find(s, &dir, a->newname, existing) < 0)
		return -1;
	if (S_ISDIR(node_type(u.n)))
		return fs_fail(EPERM);
	if (strcmp(existing, a->newname))
		return fs_fail(EEXIST);
	if (linkat(AT_FDCWD, attr_path(u.fd, path), dir.fd, a->newname,
		   AT_SYMLINK_FOLLOW) < 0)
		return -1;
	fold_added(&dir, a->newname);
	return attr_entry(s, &dir, a->newname,
			  &((struct fs_entry_ret *)ret)->entry);
}
