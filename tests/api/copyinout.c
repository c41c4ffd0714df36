/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees between host and guest. */
#include <sys/stat.h>
#include <unistd.h>

#include "appliance.h"
#include "host.h"

TEST(copy_in_takes_files_and_trees)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *link = NULL;
	struct guestfs_statns *st;

	shell("mkdir -p $1/tree/sub && echo text >$1/tree/sub/f && "
	      "chmod 640 $1/tree/sub/f && ln -s /nowhere $1/tree/link && "
	      "touch -d @1000000000 $1/tree/sub/f && echo x >$1/-file");
	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_copy_in(g, host("tree"), "/d"));
	ok(file_is(g, "/d/tree/sub/f", "text\n"));
	link = guestfs_readlink(g, "/d/tree/link");
	ok_str(link, "/nowhere");
	st = guestfs_statns(g, "/d/tree/sub/f");
	ok(st && (st->st_mode & 07777) == 0640);
	ok_int(st->st_mtime_sec, 1000000000);
	guestfs_free_statns(st);
	works(g, guestfs_copy_in(g, host("tree/sub/f"), "/"));
	ok(file_is(g, "/f", "text\n"));
	works(g, guestfs_copy_in(g, host("-file"), "/"));
	ok(file_is(g, "/-file", "x\n"));
	works(g, guestfs_copy_in(g, host("tree/sub/"), "/"));
	ok(file_is(g, "/sub/f", "text\n"));
	works(g, guestfs_copy_in(g, host("tree/sub/.."), "/"));
	ok(file_is(g, "/tree/sub/f", "text\n"));
}

TEST(copy_in_takes_relative_paths)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *here = getcwd(NULL, 0);

	shell("mkdir -p $1/tree && echo text >$1/tree/f");
	ok(here && chdir(test_dir()) == 0);
	works(g, guestfs_copy_in(g, "tree", "/"));
	works(g, guestfs_copy_in(g, "tree/f", "/"));
	ok_int(chdir(here), 0);
	ok(file_is(g, "/tree/f", "text\n"));
	ok(file_is(g, "/f", "text\n"));
}

TEST(copy_in_says_what_is_wrong)
{
	guestfs_h *g = fresh_fs("ext4");

	host_write("f", "x", 1);
	put_text(g, "/file", "");
	fails(g, guestfs_copy_in(g, host("none"), "/"), ENOENT);
	fails(g, guestfs_copy_in(g, host("f"), "/none"), ENOTDIR);
	fails(g, guestfs_copy_in(g, host("f"), "/file"), ENOTDIR);
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount_ro(g, DISK_FS, "/"));
	fails(g, guestfs_copy_in(g, host("f"), "/"), EROFS);
	works(g, guestfs_ping_daemon(g));
}

static guestfs_h *with_tree(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/t/sub"));
	put_text(g, "/t/sub/f", "text");
	put_text(g, "/t/suid", "");
	works(g, guestfs_chmod(g, 04751, "/t/suid"));
	works(g, guestfs_ln_s(g, "/nowhere", "/t/link"));
	works(g, guestfs_mknod(g, 060600, 8, 0, "/t/dev"));
	works(g, guestfs_mkdir_mode(g, "/t/closed", 0555));
	put_text(g, "/t/closed/f", "in it");
	works(g, guestfs_utimens(g, "/t/sub/f", 1, 2, 1000000000, 5));
	return g;
}

TEST(copy_out_takes_files_and_trees)
{
	guestfs_h *g = with_tree();
	struct stat st;

	works(g, guestfs_copy_out(g, "/t", test_dir()));
	host_is("t/sub/f", "text", 4);
	host_is("t/closed/f", "in it", 5);
	ok_int(stat(host("t/sub/f"), &st), 0);
	ok_int(st.st_mtime, 1000000000);
	ok_int(stat(host("t/suid"), &st), 0);
	ok_int(st.st_mode, S_IFREG | 0751);
	ok_int(stat(host("t/closed"), &st), 0);
	ok_int(st.st_mode, S_IFDIR | 0555);
	ok_int(lstat(host("t/link"), &st), 0);
	ok(S_ISLNK(st.st_mode));
	ok(lstat(host("t/dev"), &st) < 0);
	works(g, guestfs_copy_out(g, "/t/sub/f", test_dir()));
	host_is("f", "text", 4);
	shell("chmod -R u+w $1/t");
}

TEST(copy_out_replaces_files_but_never_writes_through_links)
{
	guestfs_h *g = with_tree();

	shell("mkdir -p $1/t/sub $1/other && echo mine >$1/keep && "
	      "ln -s $1/keep $1/t/sub/f && echo old >$1/t/suid");
	works(g, guestfs_copy_out(g, "/t", test_dir()));
	host_is("keep", "mine\n", 5);
	host_is("t/sub/f", "text", 4);
	host_is("t/suid", "", 0);
	shell("chmod -R u+w $1/t && rm -r $1/t && ln -s other $1/t");
	ok_int(guestfs_copy_out(g, "/t", test_dir()), -1);
	shell("[ -z \"$(ls $1/other)\" ]");
}

TEST(copy_out_of_the_root_and_of_links)
{
	guestfs_h *g = with_tree();
	char buf[32] = "";

	works(g, guestfs_rmdir(g, "/lost+found"));
	works(g, guestfs_ln_s(g, "/t/sub", "/to_sub"));
	works(g, guestfs_copy_out(g, "/", test_dir()));
	host_is("t/sub/f", "text", 4);
	ok(readlink(host("to_sub"), buf, sizeof(buf) - 1) > 0);
	ok_str(buf, "/t/sub");
	works(g, guestfs_copy_out(g, "/t/sub/", test_dir()));
	host_is("sub/f", "text", 4);
	shell("chmod -R u+w $1/t");
}

TEST(copy_out_says_what_is_wrong)
{
	guestfs_h *g = with_tree();

	host_write("f", "x", 1);
	fails(g, guestfs_copy_out(g, "/none", test_dir()), ENOENT);
	fails(g, guestfs_copy_out(g, "/t", host("none")), ENOENT);
	fails(g, guestfs_copy_out(g, "/t", host("f")), ENOTDIR);
	fails(g, guestfs_copy_out(g, "/t/..", test_dir()), EINVAL);
}
