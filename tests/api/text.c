/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into files. */
#include "appliance.h"

TEST(head_and_tail)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12");
	ok_str(joined(guestfs_head(g, "/f"), '|'), "1|2|3|4|5|6|7|8|9|10");
	ok_str(joined(guestfs_tail(g, "/f"), '|'), "3|4|5|6|7|8|9|10|11|12");
	ok_str(joined(guestfs_head_n(g, 3, "/f"), '|'), "1|2|3");
	ok_str(joined(guestfs_head_n(g, -9, "/f"), '|'), "1|2|3");
	ok_str(joined(guestfs_head_n(g, 0, "/f"), '|'), "");
	ok_str(joined(guestfs_head_n(g, -12, "/f"), '|'), "");
	ok_str(joined(guestfs_tail_n(g, 3, "/f"), '|'), "10|11|12");
	ok_str(joined(guestfs_tail_n(g, -10, "/f"), '|'), "10|11|12");
	ok_str(joined(guestfs_tail_n(g, 0, "/f"), '|'), "");
	fails(g, guestfs_head_n(g, 3, "/none"), ENOENT);
	fails(g, guestfs_tail_n(g, 3, "/"), EISDIR);
}

TEST(head_and_tail_of_little)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/none", "");
	put_text(g, "/one", "one\n");
	put_text(g, "/blank", "\n\n");
	ok_str(joined(guestfs_tail(g, "/none"), '|'), "");
	ok_str(joined(guestfs_tail(g, "/one"), '|'), "one");
	ok_str(joined(guestfs_head(g, "/blank"), '|'), "|");
	ok_str(joined(guestfs_tail_n(g, 100, "/one"), '|'), "one");
	ok_str(joined(guestfs_head_n(g, 100, "/one"), '|'), "one");
}

TEST(wc_counts)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "one two\n three\tfour\n\nfive");
	put_text(g, "/none", "");
	ok_int(guestfs_wc_l(g, "/f"), 3);
	ok_int(guestfs_wc_w(g, "/f"), 5);
	ok_int(guestfs_wc_c(g, "/f"), 25);
	ok_int(guestfs_wc_l(g, "/none"), 0);
	ok_int(guestfs_wc_w(g, "/none"), 0);
	ok_int(guestfs_wc_c(g, "/none"), 0);
	fails(g, guestfs_wc_l(g, "/"), EISDIR);
	fails(g, guestfs_wc_c(g, "/missing"), ENOENT);
	/* Two gigabytes, no longer an int */
	works(g, guestfs_touch(g, "/big"));
	works(g, guestfs_truncate_size(g, "/big", 1LL << 31));
	fails(g, guestfs_wc_c(g, "/big"), EOVERFLOW);
}

TEST(strings_are_four_characters_or_more)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g,
	      guestfs_write(g, "/f",
			    "abc\0abcd\0\1two words\ttab\n\xe4\xf6rest", 35));
	ok_str(joined(guestfs_strings(g, "/f"), '|'),
	       "abcd|two words\ttab|rest");
	ok_str(joined(guestfs_strings_e(g, "s", "/f"), '|'),
	       "abcd|two words\ttab|rest");
	ok_str(joined(guestfs_strings_e(g, "S", "/f"), '|'),
	       "abcd|two words\ttab|\xe4\xf6rest");
	put_text(g, "/none", "");
	ok_str(joined(guestfs_strings(g, "/none"), '|'), "");
	fails(g, guestfs_strings(g, "/"), EISDIR);
	fails(g, guestfs_strings_e(g, "x", "/f"), EINVAL);
	fails(g, guestfs_strings_e(g, "", "/f"), EINVAL);
	fails(g, guestfs_strings_e(g, "sS", "/f"), EINVAL);
}

TEST(strings_of_wide_characters)
{
	guestfs_h *g = fresh_fs("ext4");
	static const char low[] = "\1w\0o\0r\0d\0\0\0x\0";
	static const char high[] = "\0w\0o\0r\0d\0\0";
	static const char low4[] = "w\0\0\0o\0\0\0r\0\0\0d\0\0\0";
	static const char high4[] = "\0\0\0w\0\0\0o\0\0\0r\0\0\0d";

	works(g, guestfs_write(g, "/l", low, sizeof(low) - 1));
	works(g, guestfs_write(g, "/b", high, sizeof(high) - 1));
	works(g, guestfs_write(g, "/L", low4, sizeof(low4) - 1));
	works(g, guestfs_write(g, "/B", high4, sizeof(high4) - 1));
	ok_str(joined(guestfs_strings_e(g, "l", "/l"), '|'), "word");
	ok_str(joined(guestfs_strings_e(g, "b", "/b"), '|'), "word");
	ok_str(joined(guestfs_strings_e(g, "L", "/L"), '|'), "word");
	ok_str(joined(guestfs_strings_e(g, "B", "/B"), '|'), "word");
	ok_str(joined(guestfs_strings(g, "/l"), '|'), "");
}

TEST(strings_that_do_not_fit_are_an_error)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_fill(g, 'a', 5 << 20, "/one"));
	works(g, guestfs_fill_pattern(g, "abcd\n", 5 << 20, "/many"));
	fails(g, guestfs_strings(g, "/one"), EFBIG);
	fails(g, guestfs_strings(g, "/many"), EFBIG);
}

TEST(hexdump_shows_bytes)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *dump = NULL, *none = NULL;

	put_text(g, "/f", "hello\n");
	put_text(g, "/none", "");
	dump = guestfs_hexdump(g, "/f");
	ok_str(dump,
	       "00000000  68 65 6c 6c 6f 0a                                 "
	       "|hello.|\n00000006\n");
	none = guestfs_hexdump(g, "/none");
	ok_str(none, "");
	works(g, guestfs_fill_pattern(g, "0123456789", 1 << 20, "/big"));
	fails(g, guestfs_hexdump(g, "/big"), EFBIG);
	fails(g, guestfs_hexdump(g, "/missing"), ENOENT);
}

TEST(equal_compares_content)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", "same");
	put_text(g, "/b", "same");
	put_text(g, "/c", "sane");
	put_text(g, "/longer", "same and more");
	put_text(g, "/none", "");
	works(g, guestfs_ln_s(g, "b", "/link"));
	ok_int(guestfs_equal(g, "/a", "/b"), 1);
	ok_int(guestfs_equal(g, "/a", "/link"), 1);
	ok_int(guestfs_equal(g, "/a", "/a"), 1);
	ok_int(guestfs_equal(g, "/a", "/c"), 0);
	ok_int(guestfs_equal(g, "/a", "/longer"), 0);
	ok_int(guestfs_equal(g, "/none", "/a"), 0);
	ok_int(guestfs_equal(g, "/none", "/none"), 1);
	fails(g, guestfs_equal(g, "/a", "/missing"), ENOENT);
	fails(g, guestfs_equal(g, "/a", "/"), EISDIR);
}

TEST(zfile_looks_inside)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *text = NULL;

	/* gzip of "#!/bin/sh\n" */
	works(g, guestfs_write(g, "/f.gz",
			       "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x53"
			       "\x56\xd4\x4f\xca\xcc\xd3\x2f\xce\xe0\x02\x00"
			       "\x1d\x9d\xfb\x04\x0a\x00\x00\x00",
			       30));
	text = guestfs_zfile(g, "gzip", "/f.gz");
	ok(text != NULL);
	ok(strstr(text, "shell script"));
	fails(g, guestfs_zfile(g, "xz", "/f.gz"), EINVAL);
	fails(g, guestfs_zfile(g, "gzip", "/missing"), ENOENT);
	/* It is not what it is said to be */
	ok(!guestfs_zfile(g, "bzip2", "/f.gz"));
}
