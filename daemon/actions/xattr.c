// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"

/* The calls on links take the object's name in its directory, for there is no
 * fd form that works on O_PATH descriptors: /proc/self/fd/DIR/NAME.
 */
struct object {
	int dir;
	char *copy;
	char *name;
};

static void object_finish(struct object *o)
{
	int saved = errno;

	if (o->dir >= 0)
		close(o->dir);
	free(o->copy);
	free(o->name);
	errno = saved;
}

#define cleanup_object __attribute__((cleanup(object_finish)))

static int object_open(struct object *o, const char *path, bool follow)
{
	const char *base = NULL;
	int r;

	*o = (struct object){ -1, strdup(path), NULL };
	if (follow)
		o->dir = sysroot_open(path, O_PATH, 0);
	else if (o->copy)
		o->dir = sysroot_open_parent(o->copy, &base);
	if (o->dir < 0)
		return reply_errno(errno, "%s", path);
	r = follow ? asprintf(&o->name, "/proc/self/fd/%d", o->dir)
		   : asprintf(&o->name, "/proc/self/fd/%d/%s", o->dir, base);
	return r < 0 ? reply_errno(ENOMEM, "%s", path) : 0;
}

bool optgroup_linuxxattrs_available(void)
{
	return true;
}

static int set(const char *xattr, const char *val, int vallen, const char *path,
	       bool follow)
{
	cleanup_object struct object o;

	if (object_open(&o, path, follow) < 0)
		return -1;
	/* The value is a string on the wire: it has no more than this */
	if (vallen < 0 || (size_t)vallen > strlen(val))
		return reply_error(EINVAL, "%s: %s: bad length %d", path, xattr,
				   vallen);
	/* With a link followed, /proc's own link must be */
	if ((follow ? setxattr : lsetxattr)(o.name, xattr, val, vallen, 0) < 0)
		return reply_errno(errno, "%s: %s", path, xattr);
	return 0;
}

int do_setxattr(const char *xattr, const char *val, int vallen,
		const char *path)
{
	return set(xattr, val, vallen, path, true);
}

int do_lsetxattr(const char *xattr, const char *val, int vallen,
		 const char *path)
{
	return set(xattr, val, vallen, path, false);
}

static int remove_it(const char *xattr, const char *path, bool follow)
{
	cleanup_object struct object o;

	if (object_open(&o, path, follow) < 0)
		return -1;
	if ((follow ? removexattr : lremovexattr)(o.name, xattr) < 0)
		return reply_errno(errno, "%s: %s", path, xattr);
	return 0;
}

int do_removexattr(const char *xattr, const char *path)
{
	return remove_it(xattr, path, true);
}

int do_lremovexattr(const char *xattr, const char *path)
{
	return remove_it(xattr, path, false);
}

/* One value; malloc'd. It may grow between the two calls. */
static char *value(const struct object *o, const char *xattr, bool follow,
		   size_t *ret_len)
{
	for (int tries = 0; tries < 10; tries++) {
		ssize_t n = (follow ? getxattr : lgetxattr)(o->name, xattr,
							    NULL, 0);
		char *buf;

		if (n < 0)
			return NULL;
		buf = malloc(n + 1);
		if (!buf)
			return NULL;
		n = (follow ? getxattr : lgetxattr)(o->name, xattr, buf, n);
		if (n >= 0) {
			*ret_len = n;
			return buf;
		}
		free(buf);
		if (errno != ERANGE)
			return NULL;
	}
	return NULL;
}

static char *get(const char *path, const char *name, size_t *size_r,
		 bool follow)
{
	cleanup_object struct object o;
	char *v;

	if (object_open(&o, path, follow) < 0)
		return NULL;
	v = value(&o, name, follow, size_r);
	if (!v)
		reply_errno(errno, "%s: %s", path, name);
	return v;
}

char *do_getxattr(const char *path, const char *name, size_t *size_r)
{
	return get(path, name, size_r, true);
}

char *do_lgetxattr(const char *path, const char *name, size_t *size_r)
{
	return get(path, name, size_r, false);
}

static char *names_of(const struct object *o, bool follow, ssize_t *ret_len)
{
	for (int tries = 0; tries < 10; tries++) {
		ssize_t n = (follow ? listxattr : llistxattr)(o->name, NULL, 0);
		char *buf;

		if (n < 0)
			return NULL;
		buf = malloc(n + 1);
		if (!buf)
			return NULL;
		*ret_len = (follow ? listxattr : llistxattr)(o->name, buf, n);
		if (*ret_len >= 0)
			return buf;
		free(buf);
		if (errno != ERANGE)
			return NULL;
	}
	return NULL;
}

/**
 * struct xattrs - A list that grows
 */
struct xattrs {
	guestfs_int_xattr *v;
	size_t n;
	size_t cap;
};

static void xattrs_finish(struct xattrs *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].attrname);
		free(l->v[i].attrval.attrval_val);
	}
	free(l->v);
}

/* @val is owned from then on, also on failure. */
static int xattrs_take(struct xattrs *l, const char *name, char *val, size_t n)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 16;
		void *more = reallocarray(l->v, cap, sizeof(*l->v));

		if (!more) {
			free(val);
			return -1;
		}
		l->v = more;
		l->cap = cap;
	}
	l->v[l->n].attrname = strdup(name);
	l->v[l->n].attrval.attrval_val = val;
	l->v[l->n].attrval.attrval_len = n;
	return l->v[l->n++].attrname ? 0 : -1;
}

static int xattrs_add_all(struct xattrs *l, const struct object *o, bool follow)
{
	ssize_t len = 0;
	cleanup_free char *names = names_of(o, follow, &len);

	if (!names)
		return -1;
	for (char *p = names; p < names + len; p += strlen(p) + 1) {
		size_t size;
		char *val = value(o, p, follow, &size);

		/* Removed meanwhile, or not for us to see */
		if (val && xattrs_take(l, p, val, size) < 0)
			return -1;
	}
	return 0;
}

static guestfs_int_xattr_list *xattrs_answer(struct xattrs *l, int r,
					     const char *path)
{
	guestfs_int_xattr_list *ret = r < 0 ? NULL : calloc(1, sizeof(*ret));

	if (!ret) {
		reply_errno(errno, "%s", path);
		xattrs_finish(l);
		return NULL;
	}
	ret->guestfs_int_xattr_list_val = l->v;
	ret->guestfs_int_xattr_list_len = l->n;
	return ret;
}

static guestfs_int_xattr_list *get_all(const char *path, bool follow)
{
	cleanup_object struct object o;
	struct xattrs l = { 0 };

	if (object_open(&o, path, follow) < 0)
		return NULL;
	return xattrs_answer(&l, xattrs_add_all(&l, &o, follow), path);
}

guestfs_int_xattr_list *do_getxattrs(const char *path)
{
	return get_all(path, true);
}

guestfs_int_xattr_list *do_lgetxattrs(const char *path)
{
	return get_all(path, false);
}

/* First how many there are, "" where that cannot be told, then they */
static int add_counted(struct xattrs *l, const struct object *o)
{
	char count[16] = "";
	size_t at = l->n;

	if (xattrs_take(l, "", NULL, 0) < 0)
		return -1;
	if (xattrs_add_all(l, o, false) < 0)
		return errno == ENOMEM ? -1 : 0;
	snprintf(count, sizeof(count), "%zu", l->n - at - 1);
	l->v[at].attrval.attrval_val = strdup(count);
	/* Programs read it as a C string */
	l->v[at].attrval.attrval_len = strlen(count) + 1;
	return l->v[at].attrval.attrval_val ? 0 : -1;
}

guestfs_int_xattr_list *do_internal_lxattrlist(const char *path,
					       char *const *names)
{
	cleanup_close int dir = sysroot_open(path, O_PATH | O_DIRECTORY, 0);
	struct xattrs l = { 0 };
	int r = 0;

	if (dir < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	for (size_t i = 0; names[i] && r == 0; i++) {
		cleanup_object struct object o = { -1, NULL, NULL };

		r = asprintf(&o.name, "/proc/self/fd/%d/%s", dir, names[i]);
		if (r < 0)
			o.name = NULL;
		r = r < 0 ? -1 : add_counted(&l, &o);
	}
	return xattrs_answer(&l, r, path);
}

static int copy_xattrs(const struct object *from, const struct object *to)
{
	struct xattrs l = { 0 };
	int r = xattrs_add_all(&l, from, true);

	for (size_t i = 0; i < l.n && r == 0; i++)
		r = setxattr(to->name, l.v[i].attrname,
			     l.v[i].attrval.attrval_val,
			     l.v[i].attrval.attrval_len, 0);
	xattrs_finish(&l);
	return r;
}

int do_copy_attributes(const char *src, const char *dest, int all, int mode,
		       int xattributes, int ownership)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_object struct object from = { -1, NULL, NULL };
	cleanup_object struct object to = { -1, NULL, NULL };
	struct stat st;

	all = given & GUESTFS_COPY_ATTRIBUTES_ALL_BITMASK && all;
	mode = given & GUESTFS_COPY_ATTRIBUTES_MODE_BITMASK && mode;
	xattributes = given & GUESTFS_COPY_ATTRIBUTES_XATTRIBUTES_BITMASK &&
		      xattributes;
	ownership =
		given & GUESTFS_COPY_ATTRIBUTES_OWNERSHIP_BITMASK && ownership;
	if (object_open(&from, src, true) < 0 ||
	    object_open(&to, dest, true) < 0)
		return -1;
	if (fstat(from.dir, &st) < 0)
		return reply_errno(errno, "%s", src);
	/* A new owner takes away set-user-ID and capabilities, so first */
	if ((all || ownership) && chown(to.name, st.st_uid, st.st_gid) < 0)
		return reply_errno(errno, "%s: owner", dest);
	if ((all || mode) && chmod(to.name, st.st_mode & 07777) < 0)
		return reply_errno(errno, "%s: mode", dest);
	if ((all || xattributes) && copy_xattrs(&from, &to) < 0)
		return reply_errno(errno, "%s: extended attributes", dest);
	return 0;
}
