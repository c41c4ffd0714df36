/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "appliance.h"

static guestfs_h *with_tree(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/a/sub"));
	works(g, guestfs_mkdir(g, "/b"));
	put_text(g, "/a/x1", "");
	put_text(g, "/a/x2", "");
	put_text(g, "/b/x1", "");
	put_text(g, "/b/.hidden", "");
	put_text(g, "/b/with*star", "");
	works(g, guestfs_ln_s(g, "/a", "/b/to_a"));
	works(g, guestfs_ln_s(g, "/nowhere", "/b/broken"));
	return g;
}

TEST(patterns_match)
{
	guestfs_h *g = with_tree();

	ok_str(joined(guestfs_glob_expand(g, "/*/x1"), ' '), "/a/x1 /b/x1");
	ok_str(joined(guestfs_glob_expand(g, "/a/*"), ' '),
	       "/a/sub/ /a/x1 /a/x2");
	ok_str(joined(guestfs_glob_expand(g, "/a/x?"), ' '), "/a/x1 /a/x2");
	ok_str(joined(guestfs_glob_expand(g, "/a/x[!1]"), ' '), "/a/x2");
	ok_str(joined(guestfs_glob_expand(g, "/{b,a}/x1"), ' '), "/b/x1 /a/x1");
	ok_str(joined(guestfs_glob_expand(g, "/b/.h*"), ' '), "/b/.hidden");
	ok_str(joined(guestfs_glob_expand(g, "/b/with\\**"), ' '),
	       "/b/with*star");
	ok_str(joined(guestfs_glob_expand(g, "/"), ' '), "/");
	ok_str(joined(guestfs_glob_expand(g, "/a/x1"), ' '), "/a/x1");
}

TEST(what_matches_nothing_is_an_empty_list)
{
	guestfs_h *g = with_tree();

	ok_str(joined(guestfs_glob_expand(g, "/a/y*"), ' '), "");
	ok_str(joined(guestfs_glob_expand(g, "/none"), ' '), "");
	ok_str(joined(guestfs_glob_expand(g, "/a/x1/*"), ' '), "");
	fails(g, guestfs_glob_expand(g, "a*"), EINVAL);
}

TEST(directories_get_a_slash_unless_told_otherwise)
{
	guestfs_h *g = with_tree();

	ok_str(joined(guestfs_glob_expand_opts(
			      g, "/*a*",
			      GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH, 0, -1),
		      ' '),
	       "/a");
	ok_str(joined(guestfs_glob_expand_opts(
			      g, "/a*", GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH,
			      1, -1),
		      ' '),
	       "/a/");
	ok_str(joined(guestfs_glob_expand(g, "/b/to_*"), ' '), "/b/to_a/");
	ok_str(joined(guestfs_glob_expand(g, "/b/br*"), ' '), "/b/broken");
}

TEST(links_are_the_guests)
{
	guestfs_h *g = with_tree();

	/* The appliance has an /etc, the guest has none */
	works(g, guestfs_ln_s(g, "/etc", "/etc-link"));
	ok_str(joined(guestfs_glob_expand(g, "/etc-link/*"), ' '), "");
	ok_str(joined(guestfs_glob_expand(g, "/b/to_a/x*"), ' '),
	       "/b/to_a/x1 /b/to_a/x2");
}

TEST(a_pattern_needs_a_mounted_root)
{
	guestfs_h *g = appliance();

	fails(g, guestfs_glob_expand(g, "/*"), EINVAL);
}
