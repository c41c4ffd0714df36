// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

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

static guestfs_int_xattr_list *get_all(const char *path, bool follow)
{
	cleanup_object struct object o;
	cleanup_free char *names = NULL;
	guestfs_int_xattr_list *ret;
	guestfs_int_xattr *v;
	ssize_t len = 0;
	size_t n = 0;

	if (object_open(&o, path, follow) < 0)
		return NULL;
	names = names_of(&o, follow, &len);
	ret = calloc(1, sizeof(*ret));
	v = names ? calloc(len + 1, sizeof(*v)) : NULL;
	if (!names || !ret || !v) {
		reply_errno(errno, "%s", path);
		free(ret);
		free(v);
		return NULL;
	}
	for (char *p = names; p < names + len; p += strlen(p) + 1) {
		size_t size;
		char *val = value(&o, p, follow, &size);

		/* Removed meanwhile, or not for us to see */
		if (!val)
			continue;
		v[n].attrname = strdup(p);
		v[n].attrval.attrval_val = val;
		v[n++].attrval.attrval_len = size;
	}
	ret->guestfs_int_xattr_list_val = v;
	ret->guestfs_int_xattr_list_len = n;
	return ret;
}

guestfs_int_xattr_list *do_getxattrs(const char *path)
{
	return get_all(path, true);
}

guestfs_int_xattr_list *do_lgetxattrs(const char *path)
{
	return get_all(path, false);
}
