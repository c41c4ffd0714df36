/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

static guestfs_h *file_and_link(void)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "");
	works(g, guestfs_ln_s(g, "f", "/l"));
	return g;
}

static bool value_is(guestfs_h *g, const char *path, const char *name,
		     const char *want)
{
	size_t n;
	cleanup_free char *v = guestfs_lgetxattr(g, path, name, &n);

	return v && n == strlen(want) && !memcmp(v, want, n);
}

TEST(setxattr_follows_links)
{
	guestfs_h *g = file_and_link();
	cleanup_free char *v = NULL;
	size_t n;

	works(g, guestfs_setxattr(g, "user.a", "value", 5, "/l"));
	ok(value_is(g, "/f", "user.a", "value"));
	v = guestfs_getxattr(g, "/l", "user.a", &n);
	ok(v && n == 5);
	works(g, guestfs_setxattr(g, "user.a", "", 0, "/f"));
	ok(value_is(g, "/f", "user.a", ""));
	fails(g, guestfs_setxattr(g, "user.a", "abc", 9, "/f"), EINVAL);
	fails(g, guestfs_setxattr(g, "bad", "x", 1, "/f"), EOPNOTSUPP);
}

TEST(lsetxattr_is_of_the_link_itself)
{
	guestfs_h *g = file_and_link();

	works(g, guestfs_lsetxattr(g, "trusted.t", "link", 4, "/l"));
	ok(value_is(g, "/l", "trusted.t", "link"));
	ok(!value_is(g, "/f", "trusted.t", "link"));
	works(g, guestfs_lremovexattr(g, "trusted.t", "/l"));
	fails(g, guestfs_lremovexattr(g, "trusted.t", "/l"), ENODATA);
}

TEST(getxattrs_lists_all)
{
	guestfs_h *g = file_and_link();
	struct guestfs_xattr_list *l;

	works(g, guestfs_setxattr(g, "user.one", "1", 1, "/f"));
	works(g, guestfs_setxattr(g, "security.x", "22", 2, "/f"));
	l = guestfs_getxattrs(g, "/l");
	ok(l != NULL);
	ok_int(l->len, 2);
	for (unsigned int i = 0; i < 2; i++)
		ok_int(l->val[i].attrval_len,
		       strcmp(l->val[i].attrname, "user.one") ? 2 : 1);
	guestfs_free_xattr_list(l);
	l = guestfs_lgetxattrs(g, "/l");
	ok(l != NULL);
	ok_int(l->len, 0);
	guestfs_free_xattr_list(l);
}

TEST(removexattr_removes)
{
	guestfs_h *g = file_and_link();
	size_t n;

	works(g, guestfs_setxattr(g, "user.a", "1", 1, "/f"));
	works(g, guestfs_removexattr(g, "user.a", "/l"));
	ok(!guestfs_getxattr(g, "/f", "user.a", &n));
	ok_int(guestfs_last_errno(g), ENODATA);
	fails(g, guestfs_removexattr(g, "user.a", "/f"), ENODATA);
}

static bool is_xattr(const struct guestfs_xattr *x, const char *name,
		     const char *value)
{
	return !strcmp(x->attrname, name) && x->attrval_len == strlen(value) &&
	       !memcmp(x->attrval, value, x->attrval_len);
}

/* A C string, whose end is part of the value */
static bool is_count(const struct guestfs_xattr *x, const char *value)
{
	return !*x->attrname && x->attrval_len == strlen(value) + 1 &&
	       !memcmp(x->attrval, value, x->attrval_len);
}

TEST(lxattrlist_is_flat)
{
	guestfs_h *g = fresh_fs("ext4");
	char *const names[] = { (char *)"one", (char *)"none", (char *)"plain",
				(char *)"two", NULL };
	struct guestfs_xattr_list *l;

	put_text(g, "/one", "");
	put_text(g, "/plain", "");
	put_text(g, "/two", "");
	works(g, guestfs_setxattr(g, "user.a", "1", 1, "/one"));
	works(g, guestfs_setxattr(g, "user.b", "two", 3, "/two"));
	l = guestfs_lxattrlist(g, "/", names);
	ok(l && l->len == 6);
	ok(is_count(&l->val[0], "1"));
	ok(is_xattr(&l->val[1], "user.a", "1"));
	ok(is_xattr(&l->val[2], "", ""));
	ok(is_count(&l->val[3], "0"));
	ok(is_count(&l->val[4], "1"));
	ok(is_xattr(&l->val[5], "user.b", "two"));
	guestfs_free_xattr_list(l);
	l = guestfs_internal_lxattrlist(g, "/", (char *[]){ NULL });
	ok(l && l->len == 0);
	guestfs_free_xattr_list(l);
	fails(g, guestfs_lxattrlist(g, "/none", names), ENOENT);
}

TEST(copy_attributes_copies_what_it_is_told)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;
	cleanup_free char *value = NULL;
	size_t n;

	put_text(g, "/src", "");
	put_text(g, "/dest", "");
	works(g, guestfs_chown(g, 10, 20, "/src"));
	works(g, guestfs_chmod(g, 04751, "/src"));
	works(g, guestfs_setxattr(g, "user.a", "x", 1, "/src"));
	works(g, guestfs_setxattr(g, "user.kept", "y", 1, "/dest"));
	works(g, guestfs_copy_attributes(g, "/src", "/dest", -1));
	works(g, guestfs_copy_attributes(
			 g, "/src", "/dest", GUESTFS_COPY_ATTRIBUTES_MODE, 1,
			 GUESTFS_COPY_ATTRIBUTES_OWNERSHIP, 0, -1));
	st = guestfs_statns(g, "/dest");
	ok_int(st->st_mode & 07777, 04751);
	ok_int(st->st_uid, 0);
	guestfs_free_statns(st);
	ok(!guestfs_getxattr(g, "/dest", "user.a", &n));
	works(g, guestfs_chmod(g, 0600, "/dest"));
	works(g, guestfs_copy_attributes(g, "/src", "/dest",
					 GUESTFS_COPY_ATTRIBUTES_ALL, 1, -1));
	st = guestfs_statns(g, "/dest");
	ok_int(st->st_mode & 07777, 04751);
	ok_int(st->st_uid, 10);
	ok_int(st->st_gid, 20);
	guestfs_free_statns(st);
	value = guestfs_getxattr(g, "/dest", "user.a", &n);
	ok(value && n == 1 && *value == 'x');
	free(value);
	value = guestfs_getxattr(g, "/dest", "user.kept", &n);
	ok(value && n == 1 && *value == 'y');
	fails(g, guestfs_copy_attributes(g, "/none", "/dest", -1), ENOENT);
	fails(g, guestfs_copy_attributes(g, "/src", "/none", -1), ENOENT);
}

TEST(attributes_of_links_are_their_own)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *value = NULL;
	struct guestfs_xattr_list *l;
	size_t n = 0;

	put_text(g, "/f", "");
	works(g, guestfs_ln_s(g, "f", "/l"));
	works(g, guestfs_lsetxattr(g, "trusted.a", "x", 1, "/l"));
	value = guestfs_lgetxattr(g, "/l", "trusted.a", &n);
	ok(value && n == 1);
	fails(g, guestfs_getxattr(g, "/l", "trusted.a", &n), ENODATA);
	fails(g, guestfs_lgetxattr(g, "/f", "trusted.a", &n), ENODATA);
	l = guestfs_getxattrs(g, "/f");
	ok(l && l->len == 0);
	guestfs_free_xattr_list(l);
	l = guestfs_lgetxattrs(g, "/l");
	ok(l && l->len == 1 && is_xattr(&l->val[0], "trusted.a", "x"));
	guestfs_free_xattr_list(l);
}

TEST(xattr_calls_say_what_is_wrong)
{
	guestfs_h *g = fresh_fs("ext4");
	size_t n;

	put_text(g, "/f", "");
	fails(g, guestfs_setxattr(g, "user.a", "x", 1, "/none"), ENOENT);
	fails(g, guestfs_setxattr(g, "user.a", "x", 2, "/f"), EINVAL);
	fails(g, guestfs_setxattr(g, "user.a", "x", -1, "/f"), EINVAL);
	fails(g, guestfs_setxattr(g, "none.a", "x", 1, "/f"), ENOTSUP);
	fails(g, guestfs_lsetxattr(g, "user.a", "x", 1, "/none"), ENOENT);
	fails(g, guestfs_getxattr(g, "/none", "user.a", &n), ENOENT);
	fails(g, guestfs_getxattrs(g, "/none"), ENOENT);
	fails(g, guestfs_lgetxattrs(g, "/none"), ENOENT);
	fails(g, guestfs_removexattr(g, "user.a", "/f"), ENODATA);
	fails(g, guestfs_lremovexattr(g, "user.a", "/none"), ENOENT);
}
