/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes. */
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
