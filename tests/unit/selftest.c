/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What bindings of other languages test themselves with; libvirt's calls. */
#define GUESTFS_PRIVATE 1
#include "guestfs.h"
#include "cleanup.h"
#include "io.h"
#include "strv.h"
#include "test.h"

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

/* What internal_test prints while @call runs */
#define ok_printed(g, call, want)                                              \
	do {                                                                   \
		cleanup_free char *path_ = NULL, *got_text_ = NULL;            \
		ok(asprintf(&path_, "%s/out", test_dir()) > 0);                \
		ok_int(guestfs_internal_test_set_output(g, path_), 0);         \
		ok_int(call, 0);                                               \
		ok_int(guestfs_internal_test_close_output(g), 0);              \
		got_text_ = io_read_file(path_, 65536, NULL);                  \
		ok_str(got_text_, want);                                       \
	} while (0)

TEST(every_kind_of_argument_arrives)
{
	guestfs_h *g = create();
	char *none[] = { NULL }, *two[] = { "1", "a b", NULL };

	ok_printed(g,
		   guestfs_internal_test(g, "abc", "def", none, 0, 0, 0, "in",
					 "out", "", 0, -1),
		   "\"abc\"\n\"def\"\n[]\nfalse\n0\n0\n\"in\"\n\"out\"\n\"\"\n"
		   "obool: unset\noint: unset\noint64: unset\n"
		   "ostring: unset\nostringlist: unset\nEOF\n");
	ok_printed(g,
		   guestfs_internal_test(
			   g, "", NULL, two, 1, -1, INT64_MIN, "i", "o",
			   "a\0\"", 3, GUESTFS_INTERNAL_TEST_OBOOL, 1,
			   GUESTFS_INTERNAL_TEST_OINT, 7,
			   GUESTFS_INTERNAL_TEST_OINT64, INT64_MAX,
			   GUESTFS_INTERNAL_TEST_OSTRING, "s",
			   GUESTFS_INTERNAL_TEST_OSTRINGLIST, two, -1),
		   "\"\"\nnull\n[\"1\", \"a b\"]\ntrue\n-1\n"
		   "-9223372036854775808\n\"i\"\n\"o\"\n\"a\\x00\\x22\"\n"
		   "obool: true\noint: 7\noint64: 9223372036854775807\n"
		   "ostring: \"s\"\nostringlist: [\"1\", \"a b\"]\nEOF\n");
	ok_int(guestfs_internal_test_set_output(g, "/does/not/exist"), -1);
	ok_int(guestfs_last_errno(g), ENOENT);
	guestfs_close(g);
}

TEST(optional_arguments_alone_and_63_of_them)
{
	guestfs_h *g = create();

	ok_int(guestfs_internal_test_only_optargs(g, -1), 0);
	ok_int(guestfs_internal_test_only_optargs(
		       g, GUESTFS_INTERNAL_TEST_ONLY_OPTARGS_TEST, 1, -1),
	       0);
	ok_int(guestfs_internal_test_only_optargs(g, 1, 1, -1), -1);
	ok_int(guestfs_internal_test_63_optargs(
		       g, GUESTFS_INTERNAL_TEST_63_OPTARGS_OPT63, 1,
		       GUESTFS_INTERNAL_TEST_63_OPTARGS_OPT1, 1, -1),
	       0);
	ok_int(guestfs_internal_test_63_optargs(g, 63, 1, -1), -1);
	guestfs_close(g);
}

TEST(numbers_and_truth_come_back)
{
	guestfs_h *g = create();

	ok_int(guestfs_internal_test_rint(g, "10"), 10);
	ok_int(guestfs_internal_test_rint(g, "10000000000"), -1);
	ok_int(guestfs_internal_test_rint64(g, "-20000000000"), -20000000000);
	ok_int(guestfs_internal_test_rint64(g, "x"), -1);
	ok_int(guestfs_internal_test_rbool(g, "true"), 1);
	ok_int(guestfs_internal_test_rbool(g, "false"), 0);
	ok_int(guestfs_internal_test_rbool(g, ""), -1);
	ok_int(guestfs_internal_test_rinterr(g), -1);
	ok_int(guestfs_internal_test_rint64err(g), -1);
	ok_int(guestfs_internal_test_rboolerr(g), -1);
	ok_str(guestfs_last_error(g), "error");
	guestfs_close(g);
}

TEST(strings_and_bytes_come_back)
{
	guestfs_h *g = create();
	cleanup_free char *s = guestfs_internal_test_rstring(g, "abc");
	cleanup_free char *b = NULL;
	size_t n = 0;

	ok_str(s, "abc");
	ok_str(guestfs_internal_test_rconststring(g, ""), "static string");
	ok_str(guestfs_internal_test_rconstoptstring(g, ""), "static string");
	b = guestfs_internal_test_rbufferout(g, "abcd", &n);
	ok(b && n == 4 && !memcmp(b, "abcd", 4));
	ok(!guestfs_internal_test_rstringerr(g));
	ok(!guestfs_internal_test_rconststringerr(g));
	ok(!guestfs_internal_test_rconstoptstringerr(g));
	ok(!guestfs_internal_test_rbufferouterr(g, &n));
	guestfs_close(g);
}

TEST(lists_and_tables_come_back)
{
	guestfs_h *g = create();
	cleanup_strv char **l = guestfs_internal_test_rstringlist(g, "5");
	cleanup_strv char **t = guestfs_internal_test_rhashtable(g, "2");
	cleanup_strv char **none = guestfs_internal_test_rstringlist(g, "0");

	ok_int(strv_len(l), 5);
	ok_str(l[4], "4");
	ok_int(strv_len(t), 4);
	ok_str(t[2], "1");
	ok_str(t[3], "1");
	ok_int(strv_len(none), 0);
	ok(!guestfs_internal_test_rstringlist(g, "-1"));
	ok(!guestfs_internal_test_rstringlisterr(g));
	ok(!guestfs_internal_test_rhashtableerr(g));
	guestfs_close(g);
}

TEST(structures_come_back)
{
	guestfs_h *g = create();
	struct guestfs_lvm_pv *pv = guestfs_internal_test_rstruct(g, "");
	struct guestfs_lvm_pv_list *l =
		guestfs_internal_test_rstructlist(g, "3");

	ok(pv && l);
	ok_str(pv->pv_name, "pv0");
	ok_int(l->len, 3);
	ok_str(l->val[2].pv_name, "pv2");
	ok_int(guestfs_compare_lvm_pv(pv, &l->val[0]), 0);
	ok(guestfs_compare_lvm_pv(pv, &l->val[1]) != 0);
	guestfs_free_lvm_pv(pv);
	guestfs_free_lvm_pv_list(l);
	ok(!guestfs_internal_test_rstructerr(g));
	ok(!guestfs_internal_test_rstructlisterr(g));
	guestfs_close(g);
}

TEST(c_pointer_is_the_handle)
{
	guestfs_h *g = create();

	ok(guestfs_c_pointer(g) == (intptr_t)g);
	guestfs_close(g);
}

TEST(libvirt_is_not_built_in)
{
	guestfs_h *g = create();
	int dom;

	ok_int(guestfs_add_libvirt_dom(g, &dom, -1), -1);
	ok_int(guestfs_last_errno(g), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "by their file names"));
	ok_int(guestfs_add_libvirt_dom(g, NULL, -1), -1);
	ok_int(guestfs_last_errno(g), EINVAL);
	guestfs_close(g);
}

TEST(libvirt_asks_for_nothing)
{
	guestfs_h *g = create();
	char *good[] = { "username", "passphrase", NULL };
	char *bad[] = { "username", "pin", NULL };
	cleanup_strv char **v = NULL;

	ok_int(guestfs_set_libvirt_supported_credentials(g, good), 0);
	ok_int(guestfs_set_libvirt_supported_credentials(g, bad), -1);
	ok_int(guestfs_last_errno(g), EINVAL);
	v = guestfs_get_libvirt_requested_credentials(g);
	ok_int(strv_len(v), 0);
	ok(v != NULL);
	ok(!guestfs_get_libvirt_requested_credential_prompt(g, 0));
	ok(!guestfs_get_libvirt_requested_credential_challenge(g, 0));
	ok(!guestfs_get_libvirt_requested_credential_defresult(g, 0));
	ok_int(guestfs_set_libvirt_requested_credential(g, 0, "x", 1), -1);
	ok_int(guestfs_last_errno(g), EINVAL);
	guestfs_close(g);
}
