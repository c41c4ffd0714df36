/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <errno.h>
#include <string.h>

#include "../caller.h"
#include "hold.h"

static void reply_missing(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct mount *m = mount_of(req);
	struct fuse_entry_param e = { 0 };

	if (m->opts.negative_timeout > 0 && !node_folds(m, parent) &&
	    keeper_negative(m, parent, name)) {
		e.entry_timeout = m->opts.negative_timeout;
		fuse_reply_entry(req, &e);
		return;
	}
	fuse_reply_err(req, ENOENT);
}

/* Another spelling of a name that is being renamed to it: see caller.h. */
static bool must_seem_missing(fuse_req_t req, const char *name,
			      const char *stored)
{
	return *stored && strcmp(name, stored) &&
	       caller_changes_case(fuse_req_ctx(req)->pid, name);
}

static void ask_attr(fuse_req_t req, fuse_ino_t parent, const char *name,
		     struct node *n);

static void ask(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct mount *m = mount_of(req);
	fs_name_args args = { .node = parent, .name = (char *)name };
	fs_entry_ret ret = { 0 };
	uint64_t when = nodes_now(m);
	struct node *n;
	int err;

	err = CALL(conn_self(), FS_LOOKUP, fs_name_args, &args, fs_entry_ret,
		   &ret);
	if (err == ENOENT) {
		reply_missing(req, parent, name);
		return;
	}
	if (!err) {
		err = ops_take(m, parent, name, &ret.entry, when, &n);
		if (!err && must_seem_missing(req, name, ret.entry.stored)) {
			node_unpin(m, n);
			err = ENOENT;
		}
		xdr_free(XDR_OF(fs_entry_ret), &ret);
	}
	if (err)
		fuse_reply_err(req, err);
	else if (node_busy(m, n))
		ask_attr(req, parent, name, n);
	else
		ops_reply_entry(req, parent, n, &ret.entry.attr);
}

/* We know which node it is: only its attributes are old. */
static void ask_attr(fuse_req_t req, fuse_ino_t parent, const char *name,
		     struct node *n)
{
	struct mount *m = mount_of(req);
	fs_getattr_args args = { .node = n->id };
	fs_attr_ret ret = { 0 };
	uint64_t when;
	int err;

	hold_settle(m, n->id);
	when = nodes_now(m);
	err = CALL(conn_self(), FS_GETATTR, fs_getattr_args, &args, fs_attr_ret,
		   &ret);
	if (err || !node_attr_ok(n, &ret.attr)) {
		node_unpin(m, n);
		ask(req, parent, name);
		return;
	}
	node_store(m, n->id, &ret.attr, when);
	ops_reply_entry(req, parent, n, &ret.attr);
}

void gm_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
	struct mount *m = mount_of(req);
	struct fuse_entry_param e;
	enum cache_answer answer;
	struct node *n = NULL;
	char stored[256] = "";

	if (strlen(name) > FS_NAME_MAX) {
		fuse_reply_err(req, ENAMETOOLONG);
		return;
	}
	/* Also what is being removed */
	if (node_missing(m, parent, name)) {
		reply_missing(req, parent, name);
		return;
	}
	later_settle(m, parent);
	answer = cache_lookup(m, parent, name, &e, &n, stored);
	if ((answer == CACHE_FOUND || answer == CACHE_ASK_ATTR) &&
	    must_seem_missing(req, name, stored)) {
		if (answer == CACHE_FOUND)
			node_forget(m, e.ino, 1);
		node_unpin(m, n);
		answer = CACHE_MISSING;
	}
	switch (answer) {
	case CACHE_MISSING:
		fuse_reply_err(req, ENOENT);
		break;
	case CACHE_FOUND:
		e.entry_timeout = 0;
		if (fuse_reply_entry(req, &e) < 0)
			node_forget(m, e.ino, 1);
		break;
	case CACHE_ASK_ATTR:
		ask_attr(req, parent, name, n);
		break;
	case CACHE_UNKNOWN:
		ask(req, parent, name);
		break;
	}
}

void gm_forget(fuse_req_t req, fuse_ino_t ino, uint64_t nlookup)
{
	node_forget(mount_of(req), ino, nlookup);
	fuse_reply_none(req);
}

void gm_forget_multi(fuse_req_t req, size_t count,
		     struct fuse_forget_data *forgets)
{
	for (size_t i = 0; i < count; i++)
		node_forget(mount_of(req), forgets[i].ino, forgets[i].nlookup);
	fuse_reply_none(req);
}
