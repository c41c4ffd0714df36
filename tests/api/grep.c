/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that match. */
#include "appliance.h"

static guestfs_h *with_file(void)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "abc\nABC\na.c\n\nx+y\nlast");
	works(g, guestfs_write(g, "/plain", "abc\n123\nABC\n", 12));
	/* gzip of the same */
	works(g, guestfs_write(g, "/f.gz",
			       "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b"
			       "\x4c\x4a\xe6\x32\x34\x32\xe6\x72\x74\x72\xe6"
			       "\x02\x00\x08\xe5\x96\xba\x0c\x00\x00\x00",
			       32));
	return g;
}

TEST(grep_finds_lines)
{
	guestfs_h *g = with_file();

	ok_str(joined(guestfs_grep(g, "a.c", "/f"), '|'), "abc|a.c");
	ok_str(joined(guestfs_grep(g, "nothing", "/f"), '|'), "");
	ok_str(joined(guestfs_grep(g, "^$", "/f"), '|'), "");
	ok_str(joined(guestfs_grep(g, "-x", "/f"), '|'), "");
	ok_str(joined(guestfs_grep(g, "last", "/f"), '|'), "last");
	ok_str(joined(guestfs_grep(g, "x+y", "/f"), '|'), "x+y");
}

TEST(options_of_grep)
{
	guestfs_h *g = with_file();

	ok_str(joined(guestfs_grep_opts(g, "(a|x)[.+]", "/f",
					GUESTFS_GREP_OPTS_EXTENDED, 1, -1),
		      '|'),
	       "a.c|x+y");
	ok_str(joined(guestfs_grep_opts(g, "a.c", "/f", GUESTFS_GREP_OPTS_FIXED,
					1, -1),
		      '|'),
	       "a.c");
	ok_str(joined(guestfs_grep_opts(g, "ABC", "/f",
					GUESTFS_GREP_OPTS_INSENSITIVE, 1, -1),
		      '|'),
	       "abc|ABC");
	ok_str(joined(guestfs_grep_opts(g, "1.3", "/f.gz",
					GUESTFS_GREP_OPTS_COMPRESSED, 1, -1),
		      '|'),
	       "123");
	/* False is as good as absent */
	ok_str(joined(guestfs_grep_opts(g, "a.c", "/f", GUESTFS_GREP_OPTS_FIXED,
					0, -1),
		      '|'),
	       "abc|a.c");
	/* What is not compressed is searched as it is */
	ok_str(joined(guestfs_grep_opts(g, "1.3", "/plain",
					GUESTFS_GREP_OPTS_COMPRESSED, 1, -1),
		      '|'),
	       "123");
}

TEST(grep_of_yore_has_a_name_for_each_option)
{
	guestfs_h *g = with_file();

	ok_str(joined(guestfs_egrep(g, "a(b|.)c", "/f"), '|'), "abc|a.c");
	ok_str(joined(guestfs_fgrep(g, "a.c", "/f"), '|'), "a.c");
	ok_str(joined(guestfs_grepi(g, "aBc", "/f"), '|'), "abc|ABC");
	ok_str(joined(guestfs_egrepi(g, "^(abc|LAST)$", "/f"), '|'),
	       "abc|ABC|last");
	ok_str(joined(guestfs_fgrepi(g, "X+Y", "/f"), '|'), "x+y");
	ok_str(joined(guestfs_zgrep(g, "ab*c", "/f.gz"), '|'), "abc");
	ok_str(joined(guestfs_zegrep(g, "abc|2", "/f.gz"), '|'), "abc|123");
	ok_str(joined(guestfs_zfgrep(g, "a.c", "/f.gz"), '|'), "");
	ok_str(joined(guestfs_zgrepi(g, "aBc", "/f.gz"), '|'), "abc|ABC");
	ok_str(joined(guestfs_zegrepi(g, "(aBc|x)", "/f.gz"), '|'), "abc|ABC");
	ok_str(joined(guestfs_zfgrepi(g, "bC", "/f.gz"), '|'), "abc|ABC");
}

TEST(grep_of_bytes_that_are_no_text)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_write(g, "/bin", "\xff\xfe x\0tail\nfind me\n", 20));
	ok_str(joined(guestfs_grep(g, "find", "/bin"), '|'), "find me");
}

TEST(grep_says_what_is_wrong)
{
	guestfs_h *g = with_file();

	fails(g, guestfs_grep(g, "a\\(", "/f"), EINVAL);
	ok(strstr(guestfs_last_error(g), "/f"));
	fails(g, guestfs_egrep(g, "(", "/f"), EINVAL);
	fails(g, guestfs_grep(g, "a", "/none"), ENOENT);
	fails(g, guestfs_grep(g, "a", "/"), EISDIR);
	fails(g, guestfs_zgrep(g, "a", "/none"), ENOENT);
	fails(g,
	      guestfs_grep_opts(g, "a", "/f", GUESTFS_GREP_OPTS_FIXED, 1,
				GUESTFS_GREP_OPTS_EXTENDED, 1, -1),
	      EINVAL);
	fails(g, guestfs_grep(g, "a", "f"), EINVAL);
}

TEST(more_lines_than_a_message_holds_are_an_error)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_fill_pattern(g, "0123456789\n", 5 << 20, "/big"));
	ok(!guestfs_grep(g, "5", "/big"));
	ok_int(guestfs_last_errno(g), EFBIG);
	/* The connection is as good as before */
	works(g, guestfs_rm(g, "/big"));
}
