// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Configuration files by Augeas. This runs in a process of its own
 * (frame/helper.h), which makes the sysroot its root before Augeas looks at
 * anything, and never comes back.
 */
#include "actions.h"

#include <augeas.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/helper.h"
#include "frame/reply.h"
#include "strv.h"

#define LENSES "/usr/share/augeas/lenses/dist"

static augeas *aug;

/* Errors of Augeas in the words of errno */
static int errno_of(int code)
{
	switch (code) {
	case AUG_ENOMATCH:
		return ENOENT;
	case AUG_ENOMEM:
		return ENOMEM;
	case AUG_EINTERNAL:
	case AUG_ENOLENS:
		return EIO;
	default:
		return EINVAL;
	}
}

/* The reason of a failed call, about @what */
static int fail(const char *what)
{
	const char *minor = aug_error_minor_message(aug);
	const char *details = aug_error_details(aug);

	return reply_error(errno_of(aug_error(aug)), "%s: %s%s%s%s%s", what,
			   aug_error_message(aug), minor ? ": " : "",
			   minor ? minor : "", details ? ": " : "",
			   details ? details : "");
}

static int no_match(const char *path)
{
	return reply_error(ENOENT, "%s: no node matches", path);
}

/* The lenses stay within reach: they are in the current directory, which is
 * outside of the new root.
 */
int do_aug_init(const char *root, int flags)
{
	const char *lenses = flags & AUG_NO_STDINC ? NULL : ".";

	if (chdir(LENSES) < 0)
		return reply_errno(errno, "lenses: %s", LENSES);
	if (helper_chroot() < 0)
		return reply_errno(errno, "%s", root);
	if (access(root, R_OK | X_OK) < 0)
		return reply_errno(errno, "%s", root);
	aug = aug_init(root, lenses, flags | AUG_NO_STDINC | AUG_NO_ERR_CLOSE);
	if (!aug)
		return reply_errno(ENOMEM, "%s", root);
	if (aug_error(aug) == AUG_NOERROR)
		return 0;
	fail(root);
	aug_close(aug);
	aug = NULL;
	return -1;
}

/* The process ends after the reply. */
int do_aug_close(void)
{
	return 0;
}

/* An aug_init() that failed leaves a process without a handle. */
static int need_handle(void)
{
	if (aug)
		return 0;
	return reply_error(EINVAL, "Augeas: call aug_init first");
}

int do_aug_defvar(const char *name, const char *expr)
{
	int r = need_handle() < 0 ? -1 : aug_defvar(aug, name, expr);

	return r < 0 && aug ? fail(name) : r;
}

guestfs_int_int_bool *do_aug_defnode(const char *name, const char *expr,
				     const char *val)
{
	guestfs_int_int_bool *r;
	int created = 0, n;

	if (need_handle() < 0)
		return NULL;
	n = aug_defnode(aug, name, expr, val, &created);
	if (n < 0) {
		fail(expr);
		return NULL;
	}
	r = malloc(sizeof(*r));
	if (r)
		*r = (guestfs_int_int_bool){ .i = n, .b = created };
	return r;
}

/* @r is what aug_get() or aug_label() returned. */
static char *one_text(const char *path, int r, const char *text)
{
	if (r == 0)
		no_match(path);
	else if (r < 0)
		fail(path);
	return r == 1 ? strdup(text ? text : "") : NULL;
}

char *do_aug_get(const char *augpath)
{
	const char *value = NULL;
	int r;

	if (need_handle() < 0)
		return NULL;
	r = aug_get(aug, augpath, &value);
	return one_text(augpath, r, value);
}

char *do_aug_label(const char *augpath)
{
	const char *label = NULL;
	int r;

	if (need_handle() < 0)
		return NULL;
	r = aug_label(aug, augpath, &label);
	return one_text(augpath, r, label);
}

int do_aug_set(const char *augpath, const char *val)
{
	if (need_handle() < 0)
		return -1;
	return aug_set(aug, augpath, val) < 0 ? fail(augpath) : 0;
}

int do_aug_clear(const char *augpath)
{
	return do_aug_set(augpath, NULL);
}

int do_aug_setm(const char *base, const char *sub, const char *val)
{
	int r = need_handle() < 0 ? -1 : aug_setm(aug, base, sub, val);

	return r < 0 && aug ? fail(base) : r;
}

int do_aug_insert(const char *augpath, const char *label, int before)
{
	if (need_handle() < 0)
		return -1;
	return aug_insert(aug, augpath, label, before) < 0 ? fail(augpath) : 0;
}

int do_aug_rm(const char *augpath)
{
	int r = need_handle() < 0 ? -1 : aug_rm(aug, augpath);

	return r < 0 && aug ? fail(augpath) : r;
}

int do_aug_mv(const char *src, const char *dest)
{
	if (need_handle() < 0)
		return -1;
	return aug_mv(aug, src, dest) < 0 ? fail(src) : 0;
}

static char **match(const char *path)
{
	char **found = NULL, **v;
	int n = need_handle() < 0 ? -1 : aug_match(aug, path, &found);

	if (n < 0) {
		if (aug)
			fail(path);
		return NULL;
	}
	/* Augeas ends its list with nothing */
	v = reallocarray(found, (size_t)n + 1, sizeof(*v));
	if (v)
		v[n] = NULL;
	return v;
}

char **do_aug_match(const char *augpath)
{
	return match(augpath);
}

char **do_aug_ls(const char *augpath)
{
	size_t len = strlen(augpath);
	cleanup_free char *children = NULL;
	char **v;

	while (len && augpath[len - 1] == '/')
		len--;
	if (asprintf(&children, "%.*s/*", (int)len, augpath) < 0)
		return NULL;
	v = match(children);
	if (v)
		strv_sort(v);
	return v;
}

int do_aug_load(void)
{
	if (need_handle() < 0)
		return -1;
	return aug_load(aug) < 0 ? fail("aug_load") : 0;
}

/* A file's error, from below /augeas/files: "/etc/hosts: put_failed: ..." */
static void fail_file(const char *error)
{
	static const char head[] = "/augeas/files";
	cleanup_free char *where = NULL;
	const char *kind = NULL, *text = NULL;
	int len = strlen(error) - strlen("/error");

	if (asprintf(&where, "%s/message", error) < 0)
		return;
	aug_get(aug, error, &kind);
	/* That was when it was read */
	if (!kind || !strcmp(kind, "parse_failed"))
		return;
	aug_get(aug, where, &text);
	if (!strncmp(error, head, strlen(head))) {
		error += strlen(head);
		len -= strlen(head);
	}
	reply_error(EIO, "%.*s: %s%s%s", len, error, kind, text ? ": " : "",
		    text ? text : "");
}

int do_aug_save(void)
{
	cleanup_strv char **errors = NULL;

	if (need_handle() < 0)
		return -1;
	if (aug_save(aug) == 0)
		return 0;
	if (aug_error(aug) != AUG_NOERROR)
		return fail("aug_save");
	errors = match("/augeas//error");
	for (size_t i = 0; errors && errors[i]; i++)
		fail_file(errors[i]);
	/* The first error counts; this one where no file has any */
	return reply_error(EIO, "aug_save: not everything could be saved");
}

int do_aug_transform(const char *lens, const char *file, int remove)
{
	bool out = reply_optargs_bitmask() &
			   GUESTFS_AUG_TRANSFORM_REMOVE_BITMASK &&
		   remove;

	if (need_handle() < 0)
		return -1;
	return aug_transform(aug, lens, file, out) < 0 ? fail(lens) : 0;
}
