// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rpc/check.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "handle/handle.h"

static bool has_prefix(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static bool is_mountable(const char *s)
{
	return has_prefix(s, "/dev/") || has_prefix(s, "btrfsvol:/dev/");
}

/* 8-4-4-4-12 hexadecimal digits, perhaps in braces */
static bool is_guid(const char *s)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t len = strlen(s);

	if (len == sizeof(form) + 1 && s[0] == '{' && s[len - 1] == '}')
		s++;
	else if (len != sizeof(form) - 1)
		return false;

	for (size_t i = 0; form[i]; i++) {
		if (form[i] == 'x' ? !isxdigit((unsigned char)s[i])
				   : s[i] != '-')
			return false;
	}
	return true;
}

static bool is_filename(const char *s)
{
	return *s && !strchr(s, '/') && strcmp(s, ".") && strcmp(s, "..");
}

/* What is wrong with a string of this kind, or NULL */
static const char *string_fault(enum arg_kind kind, const char *s)
{
	switch (kind) {
	case ARG_PATHNAME:
		return s[0] == '/' ? NULL : "path must be absolute";
	case ARG_DEVICE:
		return has_prefix(s, "/dev/")
			       ? NULL
			       : "device name must begin with /dev/";
	case ARG_DEV_OR_PATH:
		return s[0] == '/' ? NULL
				   : "must be a device or an absolute path";
	case ARG_MOUNTABLE:
		return is_mountable(s)
			       ? NULL
			       : "must be a device (/dev/...) or a volume "
				 "(btrfsvol:/dev/...)";
	case ARG_MOUNTABLE_OR_PATH:
		return s[0] == '/' || is_mountable(s)
			       ? NULL
			       : "must be a device, a volume "
				 "(btrfsvol:/dev/...) or "
				 "an absolute path";
	case ARG_GUID:
		return is_guid(s) ? NULL : "not a GUID";
	case ARG_FILENAME:
		return is_filename(s) ? NULL
				      : "must be one name, without a slash";
	default:
		return NULL;
	}
}

static int check_string(guestfs_h *g, const struct call *c,
			const struct call_arg *a, enum arg_kind kind,
			const char *s)
{
	const char *fault;

	if (!s)
		return guestfs_fail_msg(g, EINVAL, "%s: %s: must not be NULL",
					c->name, a->name);
	fault = string_fault(kind, s);
	if (fault)
		return guestfs_fail_msg(g, EINVAL, "%s: %s: %s: \"%s\"",
					c->name, a->name, fault, s);
	return 0;
}

static enum arg_kind item_as_arg(enum item_kind item)
{
	switch (item) {
	case ITEM_DEVICE:
		return ARG_DEVICE;
	case ITEM_MOUNTABLE:
		return ARG_MOUNTABLE;
	case ITEM_FILENAME:
		return ARG_FILENAME;
	default:
		return ARG_STRING;
	}
}

static int check_list(guestfs_h *g, const struct call *c,
		      const struct call_arg *a, char *const *list)
{
	if (!list)
		return guestfs_fail_msg(g, EINVAL, "%s: %s: must not be NULL",
					c->name, a->name);
	for (size_t i = 0; list[i]; i++) {
		if (check_string(g, c, a, item_as_arg(a->item), list[i]) < 0)
			return -1;
	}
	return 0;
}

static int check_one(guestfs_h *g, const struct call *c,
		     const struct call_arg *a, const struct call_value *v)
{
	switch (a->kind) {
	case ARG_OPTSTRING:
	case ARG_INT:
	case ARG_INT64:
	case ARG_BOOL:
	case ARG_OBOOL:
	case ARG_OINT:
	case ARG_OINT64:
		return 0;
	case ARG_STRINGLIST:
	case ARG_OSTRINGLIST:
		return check_list(g, c, a, v->list);
	case ARG_BUFFERIN:
		/* no bytes may well be a NULL */
		return v->size ? check_string(g, c, a, a->kind, v->s) : 0;
	case ARG_POINTER:
		return check_string(g, c, a, a->kind, v->p);
	default:
		return check_string(g, c, a, a->kind, v->s);
	}
}

int check_args(guestfs_h *g, const struct call *c, const struct call_value *v,
	       const void *opts)
{
	uint64_t unknown = call_bitmask(c, opts);

	if (c->n_opts < 64)
		unknown &= ~((UINT64_C(1) << c->n_opts) - 1);
	if (unknown)
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: unknown optional arguments (bits 0x%llx); was "
			"the program built for a newer library?",
			c->name, (unsigned long long)unknown);

	for (unsigned int i = 0; i < c->n_args + c->n_opts; i++) {
		struct call_value val;

		if (call_value(c, v, opts, i, &val) &&
		    check_one(g, c, &c->args[i], &val) < 0)
			return -1;
	}
	return 0;
}
