/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printable strings, however the bytes come. */
#include "frame/printable.h"

#include "test.h"

/* What is found in @n bytes that come @piece at a time, joined by '|' */
static char *search(char encoding, const char *bytes, size_t n, size_t piece)
{
	cleanup_printable struct printable p = { encoding, 1000 };
	char *out = calloc(1, 1001);

	for (size_t i = 0; i < n; i += piece)
		ok_int(printable_feed(&p, bytes + i,
				      n - i < piece ? n - i : piece),
		       0);
	ok_int(printable_end(&p), 0);
	for (size_t i = 0; i < p.found.n; i++) {
		strcat(out, i ? "|" : "");
		strcat(out, p.found.v[i]);
	}
	return out;
}

TEST(pieces_make_no_difference)
{
	static const char bytes[] =
		"\0w\0o\0r\0d\0\0\1abcd\0\0\0x\0y\0z\0z\0\0\0w\0\0\0o\0\0\0r"
		"\0\0\0d\0\0\0\xe4\xf6\xfc tail\t!";
	static const char encodings[] = "sSblBL";

	for (const char *e = encodings; *e; e++) {
		cleanup_free char *whole =
			search(*e, bytes, sizeof(bytes) - 1, 1000);

		ok(*whole);
		for (size_t piece = 1; piece < 9; piece++) {
			cleanup_free char *s =
				search(*e, bytes, sizeof(bytes) - 1, piece);

			ok_str(s, whole);
		}
	}
}

TEST(wide_strings_begin_at_any_byte)
{
	static const char bytes[] = "\0\0\0\0w\0o\0r\0d\0\0";

	for (size_t skip = 0; skip < 4; skip++) {
		cleanup_free char *s =
			search('l', bytes + skip, sizeof(bytes) - 1 - skip, 5);

		ok_str(s, "word");
	}
}

TEST(three_characters_are_no_string)
{
	cleanup_free char *s = search('s', "abc\0abcd\nabc", 12, 3);

	ok_str(s, "abcd");
}

TEST(strings_that_are_too_long_together)
{
	cleanup_printable struct printable p = { 's', 20 };

	ok_int(printable_feed(&p, "abcdefgh\n", 9), 0);
	ok_int(printable_feed(&p, "abc\n", 4), 0);
	errno = 0;
	ok_int(printable_feed(&p, "abcdefgh\n", 9), -1);
	ok_int(errno, EFBIG);
}

TEST(only_six_letters_are_encodings)
{
	ok(printable_known("s") && printable_known("S") &&
	   printable_known("b") && printable_known("l") &&
	   printable_known("B") && printable_known("L"));
	ok(!printable_known("") && !printable_known("x") &&
	   !printable_known("ss") && !printable_known("\n"));
}
