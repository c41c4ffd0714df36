/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hard and symbolic links. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

TEST(ln_shares_one_file)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", "one");
	works(g, guestfs_ln(g, "/a", "/b"));
	put_text(g, "/b", "two");
	ok(file_is(g, "/a", "two"));
	fails(g, guestfs_ln(g, "/a", "/b"), EEXIST);
	put_text(g, "/c", "three");
	works(g, guestfs_ln_f(g, "/c", "/b"));
	ok(file_is(g, "/b", "three"));
	fails(g, guestfs_ln(g, "/none", "/d"), ENOENT);
}

TEST(ln_s_keeps_any_target)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *one = NULL, *two = NULL;

	works(g, guestfs_ln_s(g, "not there/at all", "/l"));
	one = guestfs_readlink(g, "/l");
	ok_str(one, "not there/at all");
	fails(g, guestfs_ln_s(g, "x", "/l"), EEXIST);
	works(g, guestfs_ln_sf(g, "new", "/l"));
	two = guestfs_readlink(g, "/l");
	ok_str(two, "new");
	works(g, guestfs_mkdir(g, "/d"));
	ok(!guestfs_readlink(g, "/d"));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(realpath_resolves_inside_the_guest)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *path = NULL, *up = NULL;

	works(g, guestfs_mkdir_p(g, "/usr/lib"));
	works(g, guestfs_ln_s(g, "/usr/lib", "/lib"));
	put_text(g, "/usr/lib/f", "");
	path = guestfs_realpath(g, "/lib//./f");
	ok_str(path, "/usr/lib/f");
	up = guestfs_realpath(g, "/../../lib/..");
	ok_str(up, "/usr");
	ok(!guestfs_realpath(g, "/none"));
	ok_int(guestfs_last_errno(g), ENOENT);
}

TEST(case_sensitive_path_finds_the_stored_case)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *path = NULL, *exact = NULL, *fresh = NULL;

	works(g, guestfs_mkdir_p(g, "/Windows/System32"));
	put_text(g, "/Windows/System32/NTDLL.dll", "");
	works(g, guestfs_mkdir(g, "/windows"));
	works(g, guestfs_rmdir(g, "/windows"));
	path = guestfs_case_sensitive_path(g, "/WINDOWS/system32/ntdll.DLL");
	ok_str(path, "/Windows/System32/NTDLL.dll");
	works(g, guestfs_mkdir(g, "/WINDOWS"));
	exact = guestfs_case_sensitive_path(g, "/WINDOWS");
	ok_str(exact, "/WINDOWS");
	works(g, guestfs_rmdir(g, "/WINDOWS"));
	fresh = guestfs_case_sensitive_path(g, "/windows/New");
	ok_str(fresh, "/Windows/New");
	ok(!guestfs_case_sensitive_path(g, "/none/New"));
	ok_int(guestfs_last_errno(g), ENOENT);
}

TEST(readlinklist_has_one_text_for_each_name)
{
	guestfs_h *g = fresh_fs("ext4");
	char *const names[] = { (char *)"l", (char *)"f", (char *)"none",
				(char *)"m", NULL };
	char *const slash[] = { (char *)"a/b", NULL };
	cleanup_strv char **links = NULL, **none = NULL;

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_ln_s(g, "target", "/d/l"));
	works(g, guestfs_ln_s(g, "/other", "/d/m"));
	put_text(g, "/d/f", "");
	links = guestfs_readlinklist(g, "/d", names);
	ok_int(strv_len(links), 4);
	ok_str(links[0], "target");
	ok_str(links[1], "");
	ok_str(links[2], "");
	ok_str(links[3], "/other");
	none = guestfs_readlinklist(g, "/d", (char *[]){ NULL });
	ok_int(strv_len(none), 0);
	fails(g, guestfs_readlinklist(g, "/none", names), ENOENT);
	fails(g, guestfs_internal_readlinklist(g, "/d/f", names), ENOTDIR);
	fails(g, guestfs_readlinklist(g, "/d", slash), EINVAL);
}

TEST(readlinklist_of_more_names_than_a_message_holds)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv_finish struct strv names = { 0 };
	cleanup_strv char **links = NULL;

	works(g, guestfs_ln_s(g, "end", "/last"));
	for (int i = 0; i < 2500; i++)
		ok(strv_addf(&names, "name%d", i) == 0);
	ok(strv_add(&names, "last") == 0);
	links = guestfs_readlinklist(g, "/", names.v);
	ok_int(strv_len(links), 2501);
	ok_str(links[0], "");
	ok_str(links[2500], "end");
}

TEST(a_symbolic_link_is_made_in_a_directory_that_is_there)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *one = NULL, *two = NULL, *three = NULL;

	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_ln_s(g, "d", "/to-d"));
	works(g, guestfs_ln_s(g, "not/there", "/d"));
	one = guestfs_readlink(g, "/d/there");
	ok_str(one, "not/there");
	fails(g, guestfs_ln_s(g, "/there", "/d"), EEXIST);
	works(g, guestfs_ln_sf(g, "/other/there//", "/d"));
	two = guestfs_readlink(g, "/d/there");
	ok_str(two, "/other/there//");
	works(g, guestfs_ln_sf(g, "x", "/to-d"));
	three = guestfs_readlink(g, "/d/x");
	ok_str(three, "x");
	fails(g, guestfs_ln_s(g, "..", "/d"), EEXIST);
	fails(g, guestfs_ln_s(g, "/", "/d"), EEXIST);
	ok_int(guestfs_is_dir(g, "/d"), 1);
}

TEST(ln_f_and_ln_s_say_what_is_wrong)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", "");
	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_ln_f(g, "/a", "/d"), EISDIR);
	fails(g, guestfs_ln_f(g, "/none", "/b"), ENOENT);
	fails(g, guestfs_ln_f(g, "/a", "/no/b"), ENOENT);
	fails(g, guestfs_ln_f(g, "/d", "/e"), EPERM);
	fails(g, guestfs_ln_sf(g, "x", "/no/l"), ENOENT);
	fails(g, guestfs_readlink(g, "/none"), ENOENT);
	fails(g, guestfs_realpath(g, "relative"), EINVAL);
}
