// SPDX-License-Identifier: GPL-2.0-or-later
#include "casefold.h"
#include "test.h"

static bool same(const char *a, const char *b)
{
	char fa[CASEFOLD_MAX], fb[CASEFOLD_MAX];
	size_t na = casefold(a, strlen(a), fa);
	size_t nb = casefold(b, strlen(b), fb);

	return na == nb && !memcmp(fa, fb, na);
}

TEST(letters_differ_by_case_only)
{
	ok(same("readme.TXT", "README.txt"));
	ok(same("Größe", "GRÖßE"));
	ok(same("ΣΊΣΥΦΟΣ", "σίσυφος"));
	ok(same("Жук", "жУК"));
	ok(same("ɐ", "Ɐ"));
	ok(same("ÿ", "Ÿ"));
}

TEST(other_names_stay_apart)
{
	ok(!same("a", "b"));
	ok(!same("ß", "ss"));
	ok(!same("ß", "SS"));
	ok(!same("é", "e"));
	ok(!same("ı", "I"));
	ok(!same("ı", "i"));
	ok(!same("ſ", "s"));
	ok(!same("[", "{"));
	ok(!same("a", "a "));
}

TEST(beyond_the_basic_plane_nothing_folds)
{
	ok(!same("\xf0\x90\x90\x80", "\xf0\x90\x90\xa8"));
}

TEST(what_is_not_utf8_stays)
{
	char f[CASEFOLD_MAX];

	ok_int(casefold("a\xff\xc3", 3, f), 3);
	ok(!memcmp(f, "A\xff\xc3", 3));
	/* Overlong, and half a surrogate pair */
	ok_int(casefold("\xc1\xa1", 2, f), 2);
	ok(!memcmp(f, "\xc1\xa1", 2));
	ok_int(casefold("\xed\xa0\x80x", 4, f), 4);
	ok(!memcmp(f, "\xed\xa0\x80X", 4));
	ok_int(casefold("", 0, f), 0);
}

TEST(the_longest_name_fits)
{
	char name[256], f[CASEFOLD_MAX];

	for (int i = 0; i < 254; i += 2)
		memcpy(name + i, "\xc9\x90", 2);
	name[254] = 'a';
	ok_int(casefold(name, 255, f), 127 * 3 + 1);
}
