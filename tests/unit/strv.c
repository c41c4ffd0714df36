/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strv.h"

#include "test.h"

TEST(a_new_vector_steals_as_an_empty_list)
{
	struct strv sv = { 0 };
	cleanup_strv char **v = strv_steal(&sv);

	ok(v != NULL);
	ok(v[0] == NULL);
}

TEST(strings_are_kept_in_order_and_terminated)
{
	cleanup_strv_finish struct strv sv = { 0 };

	for (int i = 0; i < 100; i++)
		ok_int(strv_addf(&sv, "%d", i), 0);
	ok_int(strv_len(sv.v), 100);
	ok_str(sv.v[0], "0");
	ok_str(sv.v[99], "99");
	ok(sv.v[100] == NULL);
}

TEST(split_drops_empty_pieces)
{
	cleanup_strv char **v = strv_split("::a:b,,c:", ":,");

	ok_int(strv_len(v), 3);
	ok_str(v[0], "a");
	ok_str(v[2], "c");
}

TEST(lines_keeps_empty_lines_but_the_last)
{
	cleanup_strv char **v = strv_lines("a\n\nb\n");

	ok_int(strv_len(v), 3);
	ok_str(v[1], "");
	ok_str(v[2], "b");
}

TEST(sort_and_has_work_on_plain_vectors)
{
	cleanup_strv char **v = strv_split("c a b", " ");

	strv_sort(v);
	ok_str(v[0], "a");
	ok(strv_has(v, "c"));
	ok(!strv_has(v, "d"));
	ok(!strv_has(NULL, "d"));
}
