/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guestfs.h"
#include "test.h"

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	return g;
}

TEST(what_is_set_is_got)
{
	guestfs_h *g = create();
	int a, b;

	ok(!guestfs_get_private(g, "a"));
	guestfs_set_private(g, "a", &a);
	guestfs_set_private(g, "b", &b);
	ok(guestfs_get_private(g, "a") == &a);
	ok(guestfs_get_private(g, "b") == &b);
	guestfs_set_private(g, "a", &b);
	ok(guestfs_get_private(g, "a") == &b);
	guestfs_close(g);
}

TEST(null_forgets_a_key)
{
	guestfs_h *g = create();
	const char *key;
	int a;

	guestfs_set_private(g, "a", &a);
	guestfs_set_private(g, "a", NULL);
	ok(!guestfs_get_private(g, "a"));
	ok(!guestfs_first_private(g, &key));
	guestfs_set_private(g, "never", NULL);
	guestfs_close(g);
}

TEST(a_walk_meets_every_key)
{
	guestfs_h *g = create();
	const char *key;
	int v[3], n = 0;

	guestfs_set_private(g, "x", &v[0]);
	guestfs_set_private(g, "y", &v[1]);
	guestfs_set_private(g, "z", &v[2]);
	for (void *p = guestfs_first_private(g, &key); p;
	     p = guestfs_next_private(g, &key)) {
		ok(p == &v[n]);
		ok_int(key[0], 'x' + n);
		n++;
	}
	ok_int(n, 3);
	guestfs_close(g);
}

TEST(a_walk_survives_the_removal_of_the_next_key)
{
	guestfs_h *g = create();
	const char *key;
	int v[3];

	guestfs_set_private(g, "x", &v[0]);
	guestfs_set_private(g, "y", &v[1]);
	guestfs_set_private(g, "z", &v[2]);
	ok(guestfs_first_private(g, &key) == &v[0]);
	guestfs_set_private(g, "y", NULL);
	ok(guestfs_next_private(g, &key) == &v[2]);
	ok(!guestfs_next_private(g, &key));
	guestfs_close(g);
}
