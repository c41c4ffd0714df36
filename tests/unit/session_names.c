// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: names and nodes. */
#include "session/node.h"
#include "session/nodefd.h"
#include "session_test.h"

TEST(a_lookup_finds_what_was_made)
{
	struct fs_entry e;
	uint64_t n;

	start(0);
	n = make(1, "f");
	ok(n > 1);
	ok_int(fc_lookup(c, 1, "f", &e), n);
	ok_str(e.stored, "");
	ok_int(e.attr.mode, S_IFREG | 0644);
	free(e.stored);
	fails(fc_lookup(c, 1, "g", NULL), ENOENT);
	fails(fc_lookup(c, n, "g", NULL), ENOTDIR);
}

TEST(names_that_are_none_are_refused)
{
	start(0);
	fails(fc_lookup(c, 1, "", NULL), EINVAL);
	fails(fc_lookup(c, 1, ".", NULL), EINVAL);
	fails(fc_lookup(c, 1, "..", NULL), EINVAL);
	fails(fc_lookup(c, 1, "a/b", NULL), EINVAL);
	fails(make(1, "/"), EINVAL);
	refused(fc_name(c, FS_UNLINK, 1, ".."), EINVAL);
	refused(fc_rename(c, 1, "a", 1, "b/c", 0), EINVAL);
}

TEST(an_unknown_node_is_stale)
{
	start(0);
	fails(fc_lookup(c, 4711, "a", NULL), ESTALE);
	fails(fc_lookup(c, 0, "a", NULL), ESTALE);
	refused(fc_getattr(c, UINT64_MAX, 0, NULL), ESTALE);
}

TEST(a_node_moves_with_its_directory)
{
	uint64_t d, e, f;

	start(0);
	d = fc_make(c, FS_MKDIR, 1, "d", 0755);
	e = fc_make(c, FS_MKDIR, 1, "e", 0755);
	f = make(d, "f");
	ok(d && e && f);
	ok_int(fc_rename(c, 1, "d", e, "dd", 0), 0);
	nodefd_drop();
	ok_int(fc_getattr(c, f, 0, NULL), 0);
	ok_int(fc_rename(c, d, "f", 1, "g", 0), 0);
	nodefd_drop();
	ok_int(fc_lookup(c, 1, "g", NULL), f);
	ok_int(fc_getattr(c, f, 0, NULL), 0);
}

TEST(exchanged_directories_keep_their_nodes)
{
	uint64_t a, b, fa, fb;

	start(0);
	a = fc_make(c, FS_MKDIR, 1, "a", 0755);
	b = fc_make(c, FS_MKDIR, 1, "b", 0755);
	fa = make(a, "f");
	fb = make(b, "f");
	ok_int(fc_rename(c, 1, "a", 1, "b", 2), 0);
	nodefd_drop();
	ok_int(fc_lookup(c, a, "f", NULL), fa);
	ok_int(fc_lookup(c, 1, "a", NULL), b);
	nodefd_drop();
	ok_int(fc_getattr(c, fb, 0, NULL), 0);
	refused(fc_rename(c, 1, "a", 1, "b", 1), EEXIST);
	refused(fc_rename(c, 1, "a", 1, "b", 3), EINVAL);
}

TEST(an_unlinked_node_lives_while_it_is_known)
{
	struct fs_attr a;
	uint64_t n, again;

	start(0);
	n = make(1, "f");
	ok_int(fc_name(c, FS_UNLINK, 1, "f"), 0);
	nodefd_drop();
	ok_int(fc_getattr(c, n, 0, &a), 0);
	ok_int(a.nlink, 0);
	again = make(1, "f");
	ok(again && again != n);
	fc_forget(c, n, 1);
	refused(fc_getattr(c, n, 0, NULL), ESTALE);
}

TEST(a_node_outlives_the_name_it_was_found_by)
{
	uint64_t n;

	start(0);
	n = make(1, "a");
	ok_int(fc_link(c, n, 1, "b"), n);
	ok_int(fc_name(c, FS_UNLINK, 1, "b"), 0);
	nodefd_drop();
	ok_int(fc_getattr(c, n, 0, NULL), 0);
	ok_int(fc_lookup(c, 1, "a", NULL), n);
	nodefd_drop();
	ok_int(fc_getattr(c, n, 0, NULL), 0);
}

TEST(a_symbolic_link_is_never_followed)
{
	struct fs_string_ret r = { 0 };
	struct fs_node_args a;
	uint64_t n;

	start(0);
	n = fc_make(c, FS_SYMLINK, 1, "l", 0);
	ok(n);
	fails(fc_lookup(c, n, "x", NULL), ENOTDIR);
	fails(fc_open(c, n, O_RDONLY), ELOOP);
	fails(fc_create(c, 1, "l", O_RDWR, 0644, NULL), ELOOP);
	a.node = n;
	ok_int(fc_call(c, FS_READLINK, (xdrproc_t)xdr_fs_node_args, &a,
		       (xdrproc_t)xdr_fs_string_ret, &r),
	       0);
	ok_str(r.s, "target");
	free(r.s);
	/* A second name of the link, not of what it points to */
	ok_int(fc_link(c, n, 1, "l2"), n);
}

TEST(special_files_are_not_opened)
{
	uint64_t n;

	start(0);
	n = fc_make(c, FS_MKNOD, 1, "p", S_IFIFO | 0600);
	ok(n);
	fails(fc_open(c, n, O_RDONLY), ENXIO);
	fails(fc_create(c, 1, "p", O_RDWR, 0600, NULL), ENXIO);
	fails(fc_make(c, FS_MKNOD, 1, "x", S_IFDIR | 0700), EINVAL);
}

TEST(a_read_only_session_changes_nothing)
{
	uint64_t n;

	start(0);
	n = make(1, "f");
	ok_int(fc_init(c, 1, 0), 0);
	n = fc_lookup(c, 1, "f", NULL);
	fails(make(1, "g"), EROFS);
	fails(fc_open(c, n, O_RDWR), EROFS);
	fails(fc_open(c, n, O_RDONLY | O_TRUNC), EROFS);
	refused(fc_name(c, FS_UNLINK, 1, "f"), EROFS);
	ok(fc_open(c, n, O_RDONLY));
}

TEST(forgotten_nodes_leave_nothing_behind)
{
	unsigned int cached, kept;
	char name[32];

	start(0);
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		ok(make(1, name));
	}
	for (int round = 0; round < 20; round++)
		for (int i = 0; i < 1000; i++) {
			uint64_t n;

			snprintf(name, sizeof(name), "f%d", i);
			n = fc_lookup(c, 1, name, NULL);
			fc_forget(c, n, round ? 1 : 2);
		}
	fc_getattr(c, 1, 0, NULL);
	ok_int(node_count(), 1);
	nodefd_counts(&cached, &kept);
	ok_int(cached, 0);
	ok_int(kept, 0);
}

TEST(more_nodes_than_descriptors_are_known)
{
	uint64_t nodes[200];
	unsigned int cached, kept;
	char name[32];

	start(0);
	nodefd_set_limits(16, 16);
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		nodes[i] =
			fc_make(c, FS_MKDIR, i ? nodes[i - 1] : 1, name, 0755);
		ok(nodes[i]);
	}
	for (int i = 0; i < 200; i += 7)
		ok_int(fc_getattr(c, nodes[i], 0, NULL), 0);
	ok(make(nodes[199], "deep"));
	nodefd_counts(&cached, &kept);
	ok(cached <= 16);
	nodefd_set_limits(4096, 4096);
}
