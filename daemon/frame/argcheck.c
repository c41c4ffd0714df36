// SPDX-License-Identifier: GPL-2.0-or-later
#include "argcheck.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "reply.h"
#include "sysroot.h"

int argcheck_root(const struct callinfo *ci)
{
	if (!ci->needs_root || sysroot_is_mounted())
		return 0;
	return reply_error(EINVAL,
			   "%s: you must call 'mount' first to mount "
			   "the root filesystem",
			   ci->name);
}

static int check_path(const char *name, const char *path)
{
	if (path[0] == '/')
		return 0;
	return reply_error(EINVAL, "%s: '%s' is not an absolute path", name,
			   path);
}

static int check_device(char **s)
{
	char *kernel = devname_to_kernel(*s);

	if (!kernel)
		return reply_errno(errno, "%s", *s);
	free(*s);
	*s = kernel;
	return 0;
}

static int check_filename(const char *name, const char *s)
{
	if (*s && !strchr(s, '/') && strcmp(s, ".") && strcmp(s, ".."))
		return 0;
	return reply_error(EINVAL, "%s: '%s' is not a file name", name, s);
}

static int check_mountable(const char *s, struct mountable *m)
{
	if (mountable_parse(s, m) < 0)
		return reply_errno(errno, "%s", s);
	return 0;
}

static int check_list(const struct callinfo_arg *a, char **v)
{
	for (size_t i = 0; v && v[i]; i++) {
		if (a->item == ITEM_DEVICE && check_device(&v[i]) < 0)
			return -1;
		if (a->item == ITEM_FILENAME &&
		    check_filename(a->name, v[i]) < 0)
			return -1;
	}
	return 0;
}

/* XDR knows the length, C wants a NULL behind. */
static int end_list(struct arg_list *l)
{
	char **v = reallocarray(l->val, (size_t)l->len + 1, sizeof(*v));

	if (!v)
		return reply_errno(ENOMEM, "arguments");
	v[l->len] = NULL;
	l->val = v;
	return 0;
}

static bool is_device_name(const char *s)
{
	return !strncmp(s, "/dev/", 5);
}

static int check_one(const struct callinfo *ci, const struct callinfo_arg *a,
		     void *at, struct mountable *m)
{
	char **s = at;

	switch (a->kind) {
	case ARG_PATHNAME:
		return check_path(a->name, *s);
	case ARG_DEVICE:
		return check_device(s);
	case ARG_DEV_OR_PATH:
		if (is_device_name(*s))
			return check_device(s);
		return check_path(a->name, *s) < 0 ? -1 : argcheck_root(ci);
	case ARG_FILENAME:
		return check_filename(a->name, *s);
	case ARG_MOUNTABLE:
		return check_mountable(*s, m);
	case ARG_MOUNTABLE_OR_PATH:
		if (is_device_name(*s) || (*s)[0] != '/')
			return check_mountable(*s, m);
		m->type = MOUNTABLE_PATH;
		m->device = strdup(*s);
		return argcheck_root(ci);
	case ARG_STRINGLIST:
	case ARG_OSTRINGLIST:
		if (end_list(at) < 0)
			return -1;
		return check_list(a, ((struct arg_list *)at)->val);
	default:
		return 0;
	}
}

static bool given(const struct callinfo *ci, unsigned int i)
{
	unsigned int first = ci->n_args - ci->n_opts;

	return i < first || (reply_optargs_bitmask() >> (i - first) & 1);
}

static bool path_or_other(const struct callinfo *ci)
{
	for (unsigned int i = 0; i < ci->n_args; i++)
		if (ci->args[i].kind == ARG_DEV_OR_PATH ||
		    ci->args[i].kind == ARG_MOUNTABLE_OR_PATH)
			return true;
	return false;
}

static bool has_path(const struct callinfo *ci)
{
	for (unsigned int i = 0; i < ci->n_args; i++)
		if (ci->args[i].kind == ARG_PATHNAME)
			return true;
	return false;
}

/* An argument that was not given is NULL for the function. */
static void drop(const struct callinfo_arg *a, void *at)
{
	if (a->kind == ARG_OSTRING) {
		free(*(char **)at);
		*(char **)at = NULL;
	} else if (a->kind == ARG_OSTRINGLIST) {
		struct arg_list *l = at;

		for (unsigned int i = 0; i < l->len; i++)
			free(l->val[i]);
		free(l->val);
		*l = (struct arg_list){ 0 };
	}
}

int argcheck_all(const struct callinfo *ci, void *args, struct mountable *mnt)
{
	unsigned int n_mnt = 0;

	/* With "device or path" it depends on which it is. */
	if ((!path_or_other(ci) || has_path(ci)) && argcheck_root(ci) < 0)
		return -1;
	for (unsigned int i = 0; i < ci->n_args; i++) {
		const struct callinfo_arg *a = &ci->args[i];
		void *at = (char *)args + a->offset;
		struct mountable *m = NULL;

		if (!given(ci, i)) {
			drop(a, at);
			continue;
		}
		if (a->kind == ARG_MOUNTABLE ||
		    a->kind == ARG_MOUNTABLE_OR_PATH) {
			if (n_mnt == CALLINFO_MAX_MOUNTABLES)
				return reply_error(E2BIG, "%s: arguments",
						   ci->name);
			m = &mnt[n_mnt++];
		}
		if (check_one(ci, a, at, m) < 0)
			return -1;
	}
	return 0;
}
