/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fsdir.h"

#include "test.h"

static char batch[4096];

static size_t put(size_t at, const char *name, size_t len, uint64_t node)
{
	struct fsdir_rec rec = { .node = node, .namelen = len };

	memset(batch + at, 0, fsdir_size(len));
	memcpy(batch + at, &rec, sizeof(rec));
	memcpy(batch + at + sizeof(rec), name, len);
	return at + fsdir_size(len);
}

static int take(size_t len)
{
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0;

	return fsdir_next(batch, len, &pos, &rec, &name);
}

TEST(records_are_read_back_in_order)
{
	size_t len = put(put(0, "one", 3, 5), "twelve bytes", 12, 6), pos = 0;
	struct fsdir_rec rec;
	const char *name;

	ok_int(fsdir_next(batch, len, &pos, &rec, &name), 1);
	ok_int(rec.node, 5);
	ok(!memcmp(name, "one", 3));
	ok_int(fsdir_next(batch, len, &pos, &rec, &name), 1);
	ok_int(rec.namelen, 12);
	ok_int(fsdir_next(batch, len, &pos, &rec, &name), 0);
}

TEST(a_cut_batch_is_refused)
{
	size_t len = put(0, "name", 4, 5);

	for (size_t i = 1; i < len; i++)
		ok_int(take(i), -1);
	ok_int(errno, EPROTO);
}

TEST(names_that_would_escape_are_refused)
{
	ok_int(take(put(0, "a/b", 3, 5)), -1);
	ok_int(take(put(0, "a\0b", 3, 5)), -1);
	ok_int(take(put(0, "", 0, 5)), -1);
	ok_int(take(put(0, "..", 2, 5)), -1);
	ok_int(take(put(0, ".", 1, 5)), -1);
}

TEST(dot_and_dot_dot_carry_no_node)
{
	ok_int(take(put(0, ".", 1, 0)), 1);
	ok_int(take(put(0, "..", 2, 0)), 1);
	ok_int(take(put(0, "...", 3, 7)), 1);
}

TEST(a_name_of_255_bytes_is_the_longest)
{
	char name[256];

	memset(name, 'x', sizeof(name));
	ok_int(take(put(0, name, 255, 5)), 1);
	ok_int(take(put(0, name, 256, 5)), -1);
}
