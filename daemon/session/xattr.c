// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Procedures on extended attributes. Those of files and directories go by a
 * descriptor, which is cheap to get; those of others by /proc/self/fd/N: the
 * jump of such a link ends at the file itself, also where that is a symbolic
 * link, and nothing is opened.
 */
#include <fcntl.h>
#include <sys/xattr.h>

#include "attr.h"
#include "procs.h"

/**
 * struct target - The file whose attributes are meant
 * @fd:		Descriptor of a file or directory, or -1
 * @use:	Otherwise its node
 * @path:	and a path to it
 */
struct target {
	int fd;
	struct node_use use;
	char path[ATTR_PATH_MAX];
};

#define TARGET_INIT                                                            \
	{                                                                      \
		.fd = -1, .use = NODE_USE_INIT                                 \
	}

static void target_finish(struct target *t)
{
	if (t->fd >= 0)
		close(t->fd);
	node_use_finish(&t->use);
}

DEFINE_CLEANUP(struct target, cleanup_target_, target_finish(p))
#define cleanup_target __attribute__((cleanup(cleanup_target_)))

static int target_find(struct target *t, uint64_t id)
{
	cleanup_node struct node *n = node_get(id);

	if (!n)
		return -1;
	if (S_ISREG(node_type(n)) || S_ISDIR(node_type(n)))
		t->fd = node_open_file(n, O_RDONLY);
	if (t->fd >= 0)
		return 0;
	if (node_use(&t->use, id) < 0)
		return -1;
	attr_path(t->use.fd, t->path);
	return 0;
}

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
	cleanup_target struct target t = TARGET_INIT;
	const char *value = a->value.value_val;
	size_t size = a->value.value_len;

	if (a->flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return fs_fail(EINVAL);
	if (check_name(a->name) < 0 || target_find(&t, a->node) < 0)
		return -1;
	return t.fd >= 0 ? fsetxattr(t.fd, a->name, value, size, a->flags)
			 : setxattr(t.path, a->name, value, size, a->flags);
}

PROC_FN(fs_do_getxattr)
{
	const struct fs_name_args *a = args;
	cleanup_target struct target t = TARGET_INIT;
	size_t size = FS_VALUE_MAX;
	bool in_slot;
	char *buf = serve_data(s, false, &size, &in_slot);

	if (!buf || check_name(a->name) < 0 || target_find(&t, a->node) < 0)
		return -1;
	return data_reply(ret, buf,
			  t.fd >= 0 ? fgetxattr(t.fd, a->name, buf, size)
				    : getxattr(t.path, a->name, buf, size));
}

PROC_FN(fs_do_listxattr)
{
	const struct fs_node_args *a = args;
	cleanup_target struct target t = TARGET_INIT;
	size_t size = FS_VALUE_MAX;
	bool in_slot;
	char *buf = serve_data(s, false, &size, &in_slot);

	if (!buf || target_find(&t, a->node) < 0)
		return -1;
	return data_reply(ret, buf,
			  t.fd >= 0 ? flistxattr(t.fd, buf, size)
				    : listxattr(t.path, buf, size));
}

PROC_FN(fs_do_removexattr)
{
	const struct fs_name_args *a = args;
	cleanup_target struct target t = TARGET_INIT;

	if (check_name(a->name) < 0 || target_find(&t, a->node) < 0)
		return -1;
	return t.fd >= 0 ? fremovexattr(t.fd, a->name)
			 : removexattr(t.path, a->name);
}
