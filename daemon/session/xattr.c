// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Procedures on extended attributes. They go by /proc/self/fd/N: the jump of
 * such a link ends at the file itself, also where that is a symbolic link.
 */
#include <sys/xattr.h>

#include "attr.h"
#include "procs.h"

static int check_name(const char *name)
{
	return *name ? 0 : fs_fail(EINVAL);
}

static int data_reply(struct fs_data_ret *out, char *buf, ssize_t n)
{
	if (n < 0)
		return -1;
	out->count = n;
	out->data.data_val = buf;
	out->data.data_len = n;
	return 0;
}

PROC_FN(fs_do_setxattr)
{
	const struct fs_setxattr_args *a = args;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	char path[ATTR_PATH_MAX];

	if (a->flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return fs_fail(EINVAL);
	if (check_name(a->name) < 0 || node_use(&u, a->node) < 0)
		return -1;
	return setxattr(attr_path(u.fd, path), a->name, a->value.value_val,
			a->value.value_len, a->flags);
}

PROC_FN(fs_do_getxattr)
{
	const struct fs_name_args *a = args;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	size_t size = FS_VALUE_MAX;
	char path[ATTR_PATH_MAX];
	bool in_slot;
	char *buf = serve_data(s, false, &size, &in_slot);

	if (!buf || check_name(a->name) < 0 || node_use(&u, a->node) < 0)
		return -1;
	return data_reply(ret, buf, getxattr(attr_path(u.fd, path), a->name,
					     buf, size));
}

PROC_FN(fs_do_listxattr)
{
	const struct fs_node_args *a = args;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	size_t size = FS_VALUE_MAX;
	char path[ATTR_PATH_MAX];
	bool in_slot;
	char *buf = serve_data(s, false, &size, &in_slot);

	if (!buf || node_use(&u, a->node) < 0)
		return -1;
	return data_reply(ret, buf, listxattr(attr_path(u.fd, path), buf,
					      size));
}

PROC_FN(fs_do_removexattr)
{
	const struct fs_name_args *a = args;
	cleanup_node_use struct node_use u = NODE_USE_INIT;
	char path[ATTR_PATH_MAX];

	if (check_name(a->name) < 0 || node_use(&u, a->node) < 0)
		return -1;
	return removexattr(attr_path(u.fd, path), a->name);
}
