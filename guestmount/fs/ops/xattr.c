/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended attributes. Programs ask each file for several that it rarely has
 * (ACLs, a label, and the kernel for security.capability before every write),
 * so the first question reads the list of names, and absence is answered here
 * from then on.
 */
#include "ops.h"

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define NAMES_KEPT 1024 /* longer lists are not kept */

#define ACL_VERSION   2
#define ACL_USER_OBJ  0x01
#define ACL_USER      0x02
#define ACL_GROUP_OBJ 0x04
#define ACL_GROUP     0x08
#define ACL_OTHER     0x20

/* Values of a data reply must be inline. */
static int check_data(struct mount *m, const fs_data_ret *ret)
{
	if (ret->in_slot || ret->count != ret->data.data_len ||
	    ret->count > FS_VALUE_MAX)
		return mount_bad_reply(m, "an impossible attribute");
	return 0;
}

static int list_names(struct mount *m, fuse_ino_t ino, fs_data_ret *ret)
{
	fs_node_args args = { .node = ino };
	int err;

	err = CALL(conn_self(), FS_LISTXATTR, fs_node_args, &args, fs_data_ret,
		   ret);
	if (!err)
		err = check_data(m, ret);
	if (!err && ret->count && ret->data.data_val[ret->count - 1] != '\0')
		err = mount_bad_reply(m, "an impossible list");
	return err;
}

/* The list is complete for these; other names may exist without being in it
 * (system.ntfs_acl).
 */
static bool listed_kind(const char *name)
{
	return !strncmp(name, "user.", 5) || !strncmp(name, "security.", 9) ||
	       !strncmp(name, "trusted.", 8) ||
	       !strncmp(name, "system.posix_acl_", 17);
}

static bool in_list(const char *list, size_t len, const char *name)
{
	size_t want = strlen(name) + 1;

	for (size_t at = 0; at < len; at += strlen(list + at) + 1) {
		if (len - at >= want && !memcmp(list + at, name, want))
			return true;
	}
	return false;
}

static void keep_names(struct mount *m, fuse_ino_t ino, const char *list,
		       size_t len, uint64_t when)
{
	struct node *n;

	if (len > NAMES_KEPT)
		return;
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (!n || n->xattrs_at > when || m->nodes.stale > when)
		return;
	free(n->xattrs);
	n->xattrs = len ? malloc(len) : NULL;
	n->xattrs_ok = !len || n->xattrs;
	n->xattrs_len = n->xattrs ? len : 0;
	if (n->xattrs)
		memcpy(n->xattrs, list, len);
}

/* 1 absent, 0 there, -1 not known */
static int known_absent(struct mount *m, fuse_ino_t ino, const char *name)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (!n || !n->xattrs_ok)
		return -1;
	return !in_list(n->xattrs, n->xattrs_len, name);
}

bool xattr_absent(struct mount *m, fuse_ino_t ino, const char *name)
{
	uint64_t when = nodes_now(m);
	fs_data_ret ret = { 0 };
	int err, known;

	if (!listed_kind(name))
		return false;
	known = known_absent(m, ino, name);
	if (known >= 0)
		return known;
	err = list_names(m, ino, &ret);
	/* A file system without attributes has none. */
	if (err == ENOTSUP) {
		keep_names(m, ino, "", 0, when);
		return true;
	}
	if (!err) {
		keep_names(m, ino, ret.data.data_val, ret.count, when);
		known = !in_list(ret.data.data_val, ret.count, name);
	}
	xdr_free(XDR_OF(fs_data_ret), &ret);
	return known == 1;
}

void xattr_none(struct mount *m, fuse_ino_t ino)
{
	keep_names(m, ino, "", 0, nodes_now(m));
}

static void names_changed(struct mount *m, fuse_ino_t ino)
{
	struct node *n;

	node_changed(m, ino);
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (!n)
		return;
	n->xattrs_ok = false;
	n->xattrs_at = m->nodes.clock;
}

static bool is_acl(const char *name)
{
	return !strcmp(name, "system.posix_acl_access") ||
	       !strcmp(name, "system.posix_acl_default");
}

static bool map_id(const struct opts *o, uint16_t tag, bool to_guest,
		   uint32_t *id)
{
	uint32_t v = le32toh(*id);

	if (tag == ACL_USER && to_guest && !opts_guest_uid(o, v, &v))
		return false;
	if (tag == ACL_GROUP && to_guest && !opts_guest_gid(o, v, &v))
		return false;
	if (tag == ACL_USER && !to_guest)
		v = opts_host_uid(o, v);
	if (tag == ACL_GROUP && !to_guest)
		v = opts_host_gid(o, v);
	*id = htole32(v);
	return true;
}

/* The ids in an ACL are mapped as owners are. Layout as in the kernel's
 * posix_acl_xattr.h: a version word, then entries of tag, permissions, id.
 */
static int map_acl(const struct opts *o, char *v, size_t size, bool to_guest)
{
	uint32_t version, id;
	uint16_t tag;

	if (!o->uidmap.n && !o->gidmap.n)
		return 0;
	if (size < 4 || (size - 4) % 8)
		return 0;
	memcpy(&version, v, sizeof(version));
	if (le32toh(version) != ACL_VERSION)
		return 0;
	for (size_t at = 4; at < size; at += 8) {
		memcpy(&tag, v + at, sizeof(tag));
		memcpy(&id, v + at + 4, sizeof(id));
		if (!map_id(o, le16toh(tag), to_guest, &id))
			return EOVERFLOW;
		memcpy(v + at + 4, &id, sizeof(id));
	}
	return 0;
}

/* cp -a sets on each file the ACL that its mode is already. */
static bool is_mode_acl(struct mount *m, fuse_ino_t ino, const char *name,
			const char *v, size_t size)
{
	static const uint16_t tags[] = { ACL_USER_OBJ, ACL_GROUP_OBJ,
					 ACL_OTHER };
	unsigned int mode = 0;
	uint16_t tag, perm;
	uint32_t version;
	fs_attr attr;

	if (strcmp(name, "system.posix_acl_access") || size != 4 + 3 * 8)
		return false;
	memcpy(&version, v, sizeof(version));
	for (int i = 0; i < 3; i++) {
		memcpy(&tag, v + 4 + i * 8, sizeof(tag));
		memcpy(&perm, v + 4 + i * 8 + 2, sizeof(perm));
		if (le16toh(tag) != tags[i] || le16toh(perm) > 7)
			return false;
		mode = mode << 3 | le16toh(perm);
	}
	return le32toh(version) == ACL_VERSION &&
	       known_absent(m, ino, name) == 1 && node_owner(m, ino, &attr) &&
	       (attr.mode & 0777) == mode;
}

void gm_setxattr(fuse_req_t req, fuse_ino_t ino, const char *name,
		 const char *value, size_t size, int flags)
{
	struct mount *m = mount_of(req);
	cleanup_free char *copy = malloc(size + 1);
	fs_setxattr_args args = { .node = ino,
				  .name = (char *)name,
				  .flags = flags };
	int err = 0;

	if (!flags && is_mode_acl(m, ino, name, value, size)) {
		fuse_reply_err(req, 0);
		return;
	}
	if (!copy)
		err = ENOMEM;
	else if (strlen(name) > FS_NAME_MAX)
		err = ERANGE;
	else if (size > FS_VALUE_MAX)
		err = E2BIG;
	if (!err) {
		memcpy(copy, value, size);
		if (is_acl(name))
			err = map_acl(&m->opts, copy, size, true);
	}
	if (!err) {
		args.value.value_len = size;
		args.value.value_val = copy;
		names_changed(m, ino);
		err = CALL0(conn_self(), FS_SETXATTR, fs_setxattr_args, &args);
		names_changed(m, ino);
	}
	fuse_reply_err(req, err);
}

/* Answer with the size alone, or with the data if they fit. */
static void reply_data(fuse_req_t req, const char *data, size_t len,
		       size_t size)
{
	if (!size)
		fuse_reply_xattr(req, len);
	else if (len > size)
		fuse_reply_err(req, ERANGE);
	else
		fuse_reply_buf(req, data, len);
}

void gm_getxattr(fuse_req_t req, fuse_ino_t ino, const char *name, size_t size)
{
	struct mount *m = mount_of(req);
	fs_name_args args = { .node = ino, .name = (char *)name };
	fs_data_ret ret = { 0 };
	int err;

	if (strlen(name) > FS_NAME_MAX) {
		fuse_reply_err(req, ERANGE);
		return;
	}
	if (xattr_absent(m, ino, name)) {
		fuse_reply_err(req, ENODATA);
		return;
	}
	err = CALL(conn_self(), FS_GETXATTR, fs_name_args, &args, fs_data_ret,
		   &ret);
	if (!err)
		err = check_data(m, &ret);
	if (!err && is_acl(name))
		map_acl(&m->opts, ret.data.data_val, ret.count, false);
	if (err)
		fuse_reply_err(req, err);
	else
		reply_data(req, ret.data.data_val, ret.count, size);
	xdr_free(XDR_OF(fs_data_ret), &ret);
}

void gm_listxattr(fuse_req_t req, fuse_ino_t ino, size_t size)
{
	struct mount *m = mount_of(req);
	uint64_t when = nodes_now(m);
	fs_data_ret ret = { 0 };
	int err;

	err = list_names(m, ino, &ret);
	if (err) {
		fuse_reply_err(req, err);
	} else {
		keep_names(m, ino, ret.data.data_val, ret.count, when);
		reply_data(req, ret.data.data_val, ret.count, size);
	}
	xdr_free(XDR_OF(fs_data_ret), &ret);
}

void gm_removexattr(fuse_req_t req, fuse_ino_t ino, const char *name)
{
	struct mount *m = mount_of(req);
	fs_name_args args = { .node = ino, .name = (char *)name };
	int err;

	if (strlen(name) > FS_NAME_MAX) {
		fuse_reply_err(req, ERANGE);
		return;
	}
	names_changed(m, ino);
	err = CALL0(conn_self(), FS_REMOVEXATTR, fs_name_args, &args);
	names_changed(m, ino);
	fuse_reply_err(req, err);
}
