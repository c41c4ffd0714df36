/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registry hives. */
#include "appliance.h"

#include "io.h"
#include "run.h"

static const char description[] = "[Software\\Test]\n"
				  "Name=sz:Gr\xc3\xbc\xc3\x9f\n"
				  "Path=expand_sz:%TEMP%\n"
				  "Number=dword:10\n"
				  "Bytes=hex:00ff41\n"
				  "@=sz:default\n"
				  "[Software\\Empty]\n";

static void put_hive(guestfs_h *g)
{
	const char *src = getenv("GUESTFS_SOURCE");
	cleanup_run struct run r = { .input = description,
				     .input_len = sizeof(description) - 1 };
	cleanup_free char *name = NULL, *hive = NULL, *data = NULL;
	cleanup_free char *maker = NULL;
	size_t n;

	ok(asprintf(&name, "%s/tests/lib/mkhive.py", src ? src : ".") > 0);
	maker = realpath(name, NULL);
	ok(maker != NULL);
	ok(asprintf(&hive, "%s/hive", test_dir()) > 0);
	r.argv = ARGV("python3", "-B", maker, hive);
	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s", r.err);
	data = io_read_file(hive, MIB, &n);
	ok(data != NULL);
	works(g, guestfs_write(g, "/hive", data, n));
}

/* Its key Software\Test, open */
static guestfs_h *test_key(int write, int64_t *ret_node)
{
	guestfs_h *g = fresh_fs("ext4");

	put_hive(g);
	works(g, guestfs_hivex_open(g, "/hive", GUESTFS_HIVEX_OPEN_WRITE, write,
				    -1));
	*ret_node = guestfs_hivex_root(g);
	ok(*ret_node > 0);
	*ret_node = guestfs_hivex_node_get_child(g, *ret_node, "software");
	ok(*ret_node > 0);
	*ret_node = guestfs_hivex_node_get_child(g, *ret_node, "Test");
	ok(*ret_node > 0);
	return g;
}

#define ok_text(call, want)                                                    \
	do {                                                                   \
		cleanup_free char *text_ = (call);                             \
		ok_str(text_, want);                                           \
	} while (0)

TEST(nodes_have_names_parents_and_children)
{
	int64_t node;
	guestfs_h *g = test_key(0, &node);
	int64_t parent = guestfs_hivex_node_parent(g, node);
	struct guestfs_hivex_node_list *l;

	ok_text(guestfs_hivex_node_name(g, node), "Test");
	ok_text(guestfs_hivex_node_name(g, parent), "Software");
	l = guestfs_hivex_node_children(g, parent);
	ok(l != NULL);
	ok_int(l->len, 2);
	ok(l->val[0].hivex_node_h == node || l->val[1].hivex_node_h == node);
	guestfs_free_hivex_node_list(l);
	l = guestfs_hivex_node_children(g, node);
	ok(l != NULL);
	ok_int(l->len, 0);
	guestfs_free_hivex_node_list(l);
	ok_int(guestfs_hivex_node_get_child(g, node, "absent"), 0);
}

TEST(values_have_keys_types_and_data)
{
	int64_t node, v;
	guestfs_h *g = test_key(0, &node);
	struct guestfs_hivex_value_list *l = guestfs_hivex_node_values(g, node);
	cleanup_free char *data = NULL;
	size_t n;

	ok(l != NULL);
	ok_int(l->len, 5);
	guestfs_free_hivex_value_list(l);
	v = guestfs_hivex_node_get_value(g, node, "bytes");
	ok_text(guestfs_hivex_value_key(g, v), "Bytes");
	ok_int(guestfs_hivex_value_type(g, v), 3);
	data = guestfs_hivex_value_value(g, v, &n);
	ok(data && n == 3 &&
	   !memcmp(data,
		   "\0\xff"
		   "A",
		   3));
	ok(!guestfs_hivex_value_string(g, v));
	ok_int(guestfs_last_errno(g), EINVAL);
	v = guestfs_hivex_node_get_value(g, node, "Name");
	ok_text(guestfs_hivex_value_string(g, v), "Gr\xc3\xbc\xc3\x9f");
	ok_text(guestfs_hivex_value_utf8(g, v), "Gr\xc3\xbc\xc3\x9f");
	v = guestfs_hivex_node_get_value(g, node, "");
	ok_text(guestfs_hivex_value_string(g, v), "default");
	ok_text(guestfs_hivex_value_key(g, v), "");
	ok_int(guestfs_hivex_node_get_value(g, node, "absent"), 0);
	works(g, guestfs_hivex_close(g));
}

TEST(commit_writes_what_was_changed)
{
	int64_t node, child, v;
	guestfs_h *g = test_key(1, &node);

	child = guestfs_hivex_node_add_child(g, node, "New");
	ok(child > 0);
	works(g,
	      guestfs_hivex_node_set_value(g, child, "k", 1, "h\0i\0\0\0", 6));
	works(g, guestfs_hivex_commit(g, NULL));
	works(g, guestfs_hivex_close(g));

	works(g, guestfs_hivex_open(g, "/hive", -1));
	node = guestfs_hivex_root(g);
	node = guestfs_hivex_node_get_child(g, node, "Software");
	node = guestfs_hivex_node_get_child(g, node, "Test");
	child = guestfs_hivex_node_get_child(g, node, "New");
	ok(child > 0);
	v = guestfs_hivex_node_get_value(g, child, "k");
	ok_text(guestfs_hivex_value_string(g, v), "hi");
}

TEST(commit_to_another_file_leaves_the_first)
{
	int64_t node, root;
	guestfs_h *g = test_key(1, &node);
	cleanup_free char *before = guestfs_checksum(g, "md5", "/hive");

	works(g, guestfs_hivex_node_delete_child(g, node));
	works(g, guestfs_ln_s(g, "/copy", "/link"));
	works(g, guestfs_hivex_commit(g, "/link"));
	ok_text(guestfs_checksum(g, "md5", "/hive"), before);
	works(g, guestfs_hivex_open(g, "/copy", -1));
	root = guestfs_hivex_root(g);
	root = guestfs_hivex_node_get_child(g, root, "Software");
	ok_int(guestfs_hivex_node_get_child(g, root, "Test"), 0);
	fails(g, guestfs_hivex_commit(g, "relative"), EINVAL);
}

TEST(a_hive_opened_for_reading_does_not_change)
{
	int64_t node;
	guestfs_h *g = test_key(0, &node);

	fails(g, guestfs_hivex_node_add_child(g, node, "x"), EROFS);
	fails(g, guestfs_hivex_node_set_value(g, node, "x", 3, "y", 1), EROFS);
	fails(g, guestfs_hivex_node_delete_child(g, node), EROFS);
	fails(g, guestfs_hivex_commit(g, NULL), EROFS);
}

TEST(numbers_that_are_no_nodes_are_refused)
{
	int64_t node;
	guestfs_h *g = test_key(0, &node);

	ok(!guestfs_hivex_node_name(g, 0));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_hivex_node_name(g, -8));
	ok(!guestfs_hivex_node_children(g, INT64_MAX));
	ok(!guestfs_hivex_node_values(g, 3));
	ok_int(guestfs_hivex_value_type(g, node), -1);
	ok_int(guestfs_hivex_node_parent(g, INT64_MAX), -1);
	ok_text(guestfs_hivex_node_name(g, node), "Test");
}

TEST(what_is_no_hive_is_refused)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/text", "regf and no more");
	ok_int(guestfs_hivex_open(g, "/text", -1), -1);
	ok(strstr(guestfs_last_error(g), "/text: not a hive"));
	fails(g, guestfs_hivex_root(g), EINVAL);
	fails(g, guestfs_hivex_open(g, "/absent", -1), ENOENT);
	works(g, guestfs_mkfifo(g, 0600, "/fifo"));
	fails(g, guestfs_hivex_open(g, "/fifo", -1), EINVAL);
	works(g, guestfs_ln_s(g, "/usr/sbin/guestfsd", "/out"));
	fails(g, guestfs_hivex_open(g, "/out", -1), ENOENT);
}

/* Bytes of a hive changed at many places: an error or not, never the end */
TEST(damaged_hives_do_no_harm)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *hive = NULL;
	unsigned int seed = 1;
	size_t n;

	put_hive(g);
	hive = guestfs_read_file(g, "/hive", &n);
	ok(hive != NULL);
	for (int i = 0; i < 60; i++) {
		int64_t root;

		for (int j = 0; j < 8; j++) {
			seed = seed * 1103515245 + 12345;
			hive[4096 + (seed >> 8) % (n - 4096)] = seed >> 24;
		}
		works(g, guestfs_write(g, "/bad", hive, n));
		if (guestfs_hivex_open(g, "/bad", GUESTFS_HIVEX_OPEN_UNSAFE, 1,
				       -1) < 0)
			continue;
		root = guestfs_hivex_root(g);
		if (root > 0) {
			guestfs_free_hivex_node_list(
				guestfs_hivex_node_children(g, root));
			guestfs_free_hivex_value_list(
				guestfs_hivex_node_values(g, root));
		}
	}
	works(g, guestfs_ping_daemon(g));
	works(g, guestfs_umount(g, "/"));
}

TEST(calls_of_hivex_need_an_open_hive)
{
	int64_t node;
	guestfs_h *g = test_key(0, &node);

	works(g, guestfs_hivex_close(g));
	fails(g, guestfs_hivex_close(g), EINVAL);
	fails(g, guestfs_hivex_root(g), EINVAL);
	ok(strstr(guestfs_last_error(g), "call hivex_open first"));
	ok(!guestfs_hivex_value_key(g, 1));
	works(g, guestfs_hivex_open(g, "/hive", -1));
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_hivex_root(g), EINVAL);
}
