// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Registry hives by hivex. This runs in a process of its own
 * (frame/helper.h). hivex opens files by name: it gets those that were looked
 * up below the sysroot through /proc, so that it follows no link of the guest.
 */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <hivex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "inspect/registry.h"

static hive_h *hive;
/* The open hive's file; hivex knows it by this number when it commits. */
static int hive_fd = -1;

bool optgroup_hivex_available(void)
{
	return true;
}

/* Strings and lists fail with NULL, so this is apart from the calls */
static bool have(void)
{
	if (!hive)
		reply_error(EINVAL, "registry: call hivex_open first");
	return hive;
}

/* @what with the number @h, from 1 up, that hivex did not like */
static int fail(const char *what, int64_t h)
{
	int err = errno ? errno : EIO;

	return reply_error(err, "registry: %s %lld: %s", what, (long long)h,
			   strerror(err));
}

/* A number that hivex takes for a place in the file; 0 is none. */
static bool usable(const char *what, int64_t h)
{
	if (!have())
		return false;
	if (h > 0)
		return true;
	errno = EINVAL;
	fail(what, h);
	return false;
}

static bool node(int64_t h)
{
	return usable("node", h);
}

static bool value(int64_t h)
{
	return usable("value", h);
}

static int flags_of(int verbose, int debug, int write, int unsafe)
{
	uint64_t given = reply_optargs_bitmask();
	int flags = 0;

	if (given & GUESTFS_HIVEX_OPEN_VERBOSE_BITMASK && verbose)
		flags |= HIVEX_OPEN_VERBOSE;
	if (given & GUESTFS_HIVEX_OPEN_DEBUG_BITMASK && debug)
		flags |= HIVEX_OPEN_DEBUG;
	if (given & GUESTFS_HIVEX_OPEN_WRITE_BITMASK && write)
		flags |= HIVEX_OPEN_WRITE;
	if (given & GUESTFS_HIVEX_OPEN_UNSAFE_BITMASK && unsafe)
		flags |= HIVEX_OPEN_UNSAFE;
	return flags;
}

int do_hivex_open(const char *filename, int verbose, int debug, int write,
		  int unsafe)
{
	int flags = flags_of(verbose, debug, write, unsafe);
	cleanup_close int fd = sysroot_open(
		filename, flags & HIVEX_OPEN_WRITE ? O_RDWR : O_RDONLY, 0);
	struct stat st;
	char name[32];

	if (fd < 0 || fstat(fd, &st) < 0)
		return reply_errno(errno, "%s", filename);
	if (!S_ISREG(st.st_mode))
		return reply_errno(EINVAL, "%s", filename);
	if (st.st_size > (off_t)REGISTRY_MAX)
		return reply_errno(EFBIG, "%s", filename);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	hive = hivex_open(name, flags);
	if (!hive)
		return reply_errno(errno ? errno : ENOTSUP, "%s: not a hive",
				   filename);
	hive_fd = steal_fd(&fd);
	return 0;
}

/* The process ends after the reply. */
int do_hivex_close(void)
{
	return 0;
}

int64_t do_hivex_root(void)
{
	hive_node_h h = have() ? hivex_root(hive) : 0;

	if (!h)
		return hive ? reply_errno(errno, "registry: root") : -1;
	return h;
}

char *do_hivex_node_name(int64_t nodeh)
{
	char *s = node(nodeh) ? hivex_node_name(hive, nodeh) : NULL;

	if (!s)
		fail("node", nodeh);
	return s;
}

/* hivex' list of numbers, which ends with 0, as a list of structures that
 * hold one number each; @list is freed.
 */
static int64_t *numbers(const size_t *list, unsigned int *ret_n)
{
	unsigned int n = 0;
	int64_t *v;

	while (list[n])
		n++;
	v = calloc(n + 1, sizeof(*v));
	for (unsigned int i = 0; v && i < n; i++)
		v[i] = list[i];
	*ret_n = n;
	return v;
}

guestfs_int_hivex_node_list *do_hivex_node_children(int64_t nodeh)
{
	cleanup_free hive_node_h *list =
		node(nodeh) ? hivex_node_children(hive, nodeh) : NULL;
	guestfs_int_hivex_node_list *r = list ? calloc(1, sizeof(*r)) : NULL;

	if (!r) {
		fail("node", nodeh);
		return NULL;
	}
	_Static_assert(sizeof(guestfs_int_hivex_node) == sizeof(int64_t),
		       "one number");
	r->guestfs_int_hivex_node_list_val =
		(void *)numbers(list, &r->guestfs_int_hivex_node_list_len);
	return r;
}

guestfs_int_hivex_value_list *do_hivex_node_values(int64_t nodeh)
{
	cleanup_free hive_value_h *list =
		node(nodeh) ? hivex_node_values(hive, nodeh) : NULL;
	guestfs_int_hivex_value_list *r = list ? calloc(1, sizeof(*r)) : NULL;

	if (!r) {
		fail("node", nodeh);
		return NULL;
	}
	_Static_assert(sizeof(guestfs_int_hivex_value) == sizeof(int64_t),
		       "one number");
	r->guestfs_int_hivex_value_list_val =
		(void *)numbers(list, &r->guestfs_int_hivex_value_list_len);
	return r;
}

/* 0 with errno 0 is "there is none". */
int64_t do_hivex_node_get_child(int64_t nodeh, const char *name)
{
	hive_node_h h;

	if (!node(nodeh))
		return -1;
	errno = 0;
	h = hivex_node_get_child(hive, nodeh, name);
	return !h && errno ? fail("node", nodeh) : (int64_t)h;
}

int64_t do_hivex_node_get_value(int64_t nodeh, const char *key)
{
	hive_value_h h;

	if (!node(nodeh))
		return -1;
	errno = 0;
	h = hivex_node_get_value(hive, nodeh, key);
	return !h && errno ? fail("node", nodeh) : (int64_t)h;
}

int64_t do_hivex_node_parent(int64_t nodeh)
{
	hive_node_h h = node(nodeh) ? hivex_node_parent(hive, nodeh) : 0;

	return h ? (int64_t)h : fail("node", nodeh);
}

char *do_hivex_value_key(int64_t valueh)
{
	char *s = value(valueh) ? hivex_value_key(hive, valueh) : NULL;

	if (!s)
		fail("value", valueh);
	return s;
}

int64_t do_hivex_value_type(int64_t valueh)
{
	hive_type type;
	size_t len;

	if (!value(valueh) || hivex_value_type(hive, valueh, &type, &len) < 0)
		return fail("value", valueh);
	/* A number of the file's, not of the enumeration's */
	return (uint32_t)type;
}

char *do_hivex_value_value(int64_t valueh, size_t *size_r)
{
	hive_type type;
	char *data = value(valueh)
			     ? hivex_value_value(hive, valueh, &type, size_r)
			     : NULL;

	if (!data)
		fail("value", valueh);
	return data;
}

char *do_hivex_value_utf8(int64_t valueh)
{
	size_t len;
	cleanup_free char *data = do_hivex_value_value(valueh, &len);

	return data ? registry_utf8(data, len) : NULL;
}

char *do_hivex_value_string(int64_t valueh)
{
	int64_t type = do_hivex_value_type(valueh);

	if (type < 0)
		return NULL;
	if (type != hive_t_REG_SZ && type != hive_t_REG_EXPAND_SZ &&
	    type != hive_t_REG_LINK) {
		reply_error(EINVAL,
			    "registry: value %lld: its type %lld is no string",
			    (long long)valueh, (long long)type);
		return NULL;
	}
	return do_hivex_value_utf8(valueh);
}

int do_hivex_commit(const char *filename)
{
	cleanup_close int fd = -1;
	char name[32];

	if (!have())
		return -1;
	if (!filename) {
		if (hivex_commit(hive, NULL, 0) < 0)
			return reply_errno(errno, "registry: commit");
		return 0;
	}
	if (filename[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path",
				   filename);
	fd = sysroot_open(filename, O_RDWR | O_CREAT, 0666);
	if (fd < 0)
		return reply_errno(errno, "%s", filename);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (hivex_commit(hive, name, 0) < 0)
		return reply_errno(errno, "%s", filename);
	return 0;
}

int64_t do_hivex_node_add_child(int64_t parent, const char *name)
{
	hive_node_h h =
		node(parent) ? hivex_node_add_child(hive, parent, name) : 0;

	return h ? (int64_t)h : fail("node", parent);
}

int do_hivex_node_delete_child(int64_t nodeh)
{
	if (!node(nodeh) || hivex_node_delete_child(hive, nodeh) < 0)
		return fail("node", nodeh);
	return 0;
}

int do_hivex_node_set_value(int64_t nodeh, const char *key, int64_t t,
			    const char *val, size_t n)
{
	const hive_set_value v = {
		.key = (char *)key, .t = t, .len = n, .value = (char *)val
	};

	if (!node(nodeh))
		return -1;
	if (t < 0 || t > UINT32_MAX)
		return reply_error(EINVAL, "registry: data type %lld",
				   (long long)t);
	if (hivex_node_set_value(hive, nodeh, &v, 0) < 0)
		return fail("node", nodeh);
	return 0;
}
