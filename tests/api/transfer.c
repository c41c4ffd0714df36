/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and archives between host and guest. */
#include <fcntl.h>
#include <sys/stat.h>

#include "appliance.h"
#include "host.h"
#include "io.h"
#include "run.h"

#define BIG (5 * MIB + 12345)

static char *big_content(void)
{
	char *buf = malloc(BIG);
	unsigned int x = 1;

	ok(buf != NULL);
	for (size_t i = 0; i < BIG; i++) {
		x = x * 1103515245 + 12345;
		buf[i] = x >> 16;
	}
	return buf;
}

TEST(upload_and_download_keep_every_byte)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *buf = big_content();

	host_write("big", buf, BIG);
	works(g, guestfs_upload(g, host("big"), "/big"));
	ok_int(guestfs_filesize(g, "/big"), BIG);
	works(g, guestfs_download(g, "/big", host("back")));
	host_is("back", buf, BIG);
}

TEST(upload_of_an_empty_file_replaces)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "old");
	works(g, guestfs_upload(g, "/dev/null", "/f"));
	ok(file_is(g, "/f", ""));
	works(g, guestfs_download(g, "/f", host("f")));
	host_is("f", "", 0);
}

TEST(upload_errors_leave_the_connection_good)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *buf = big_content();

	host_write("big", buf, BIG);
	fails(g, guestfs_upload(g, host("big"), "/missing/f"), ENOENT);
	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_upload(g, host("big"), "/d"), EISDIR);
	fails(g, guestfs_upload(g, host("nothing"), "/f"), ENOENT);
	fails(g, guestfs_upload(g, host("big"), "/dev/sdz"), ENOENT);
	put_text(g, "/still", "here");
	ok(file_is(g, "/still", "here"));
}

TEST(upload_into_a_full_file_system)
{
	guestfs_h *g = appliance();
	cleanup_free char *zeros = calloc(1, 40 * MIB);

	works(g, guestfs_zero(g, DISK_SMALL));
	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_mount(g, DISK_SMALL, "/"));
	host_write("40M", zeros, 40 * MIB);
	fails(g, guestfs_upload(g, host("40M"), "/f"), ENOSPC);
	works(g, guestfs_rm_f(g, "/f"));
	put_text(g, "/still", "here");
}

TEST(a_device_is_written_from_its_beginning)
{
	guestfs_h *g = appliance();
	cleanup_free char *buf = big_content(), *zeros = NULL;

	host_write("big", buf, BIG);
	works(g, guestfs_upload(g, host("big"), DISK_SMALL));
	works(g, guestfs_download_offset(g, DISK_SMALL, host("back"), 0, BIG));
	host_is("back", buf, BIG);
	works(g, guestfs_download(g, DISK_SMALL, host("all")));
	zeros = io_read_file(host("all"), 64 * MIB, NULL);
	ok(zeros && memcmp(zeros, buf, BIG) == 0);
	zeros = (free(zeros), calloc(1, 40 * MIB));
	host_write("40M", zeros, 40 * MIB);
	fails(g, guestfs_upload(g, host("40M"), DISK_SMALL), ENOSPC);
}

TEST(partitions_of_an_uploaded_disk_are_there)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_B));
	shell("truncate -s 8M $1/disk && "
	      "echo 2048,4096 | PATH=$PATH:/sbin:/usr/sbin sfdisk -q $1/disk");
	works(g, guestfs_upload(g, host("disk"), DISK_B));
	ok_int(guestfs_blockdev_getsize64(g, DISK_B "1"), 2 * MIB);
}

TEST(upload_offset_changes_only_its_part)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "0123456789");
	host_write("x", "abc", 3);
	works(g, guestfs_upload_offset(g, host("x"), "/f", 4));
	ok(file_is(g, "/f", "0123abc789"));
	works(g, guestfs_upload_offset(g, host("x"), "/new", 2));
	ok_int(guestfs_filesize(g, "/new"), 5);
	fails(g, guestfs_upload_offset(g, host("x"), "/f", -1), EINVAL);
}

TEST(download_offset_is_exact)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "0123456789");
	works(g, guestfs_download_offset(g, "/f", host("o"), 3, 4));
	host_is("o", "3456", 4);
	works(g, guestfs_download_offset(g, "/f", host("o"), 10, 0));
	host_is("o", "", 0);
	fails(g, guestfs_download_offset(g, "/f", host("o"), 8, 3), EINVAL);
	fails(g, guestfs_download_offset(g, "/f", host("o"), -1, 3), EINVAL);
	fails(g, guestfs_download_offset(g, "/f", host("o"), 1, -3), EINVAL);
	put_text(g, "/still", "here");
}

TEST(download_errors_leave_the_connection_good)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *buf = big_content();

	works(g, guestfs_mkdir(g, "/d"));
	fails(g, guestfs_download(g, "/d", host("o")), EISDIR);
	fails(g, guestfs_download(g, "/missing", host("o")), ENOENT);
	host_write("big", buf, BIG);
	works(g, guestfs_upload(g, host("big"), "/big"));
	fails(g, guestfs_download(g, "/big", "/dev/full"), ENOSPC);
	fails(g, guestfs_download(g, "/big", host("no/dir")), ENOENT);
	ok_int(guestfs_filesize(g, "/big"), BIG);
}

/* A link of the guest is followed inside the guest. */
TEST(upload_follows_links_inside_the_guest)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/etc"));
	works(g, guestfs_ln_s(g, "/etc/x", "/link"));
	works(g, guestfs_ln_s(g, "../../../../etc", "/up"));
	host_write("x", "new", 3);
	works(g, guestfs_upload(g, host("x"), "/link"));
	ok(file_is(g, "/etc/x", "new"));
	works(g, guestfs_upload(g, host("x"), "/up/y"));
	ok(file_is(g, "/etc/y", "new"));
}

static void make_tree(void)
{
	shell("mkdir -p $1/t/sub && printf one >$1/t/one && "
	      "printf two >$1/t/sub/two && chmod 4750 $1/t/one && "
	      "ln -s one $1/t/sym && ln $1/t/one $1/t/sub/hard");
}

static void tar_round(const char *compress, const char *option)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *command = NULL;

	shell("rm -rf $1/t $1/back $1/in.tar");
	make_tree();
	ok(asprintf(&command,
		    "tar -C $1/t %s --owner=1234 --group=55 "
		    "--numeric-owner -cf $1/in.tar .",
		    option) > 0);
	shell(command);
	works(g, guestfs_mkdir(g, "/d"));
	if (compress)
		works(g, guestfs_tar_in_opts(g, host("in.tar"), "/d",
					     GUESTFS_TAR_IN_OPTS_COMPRESS,
					     compress, -1));
	else
		works(g, guestfs_tar_in(g, host("in.tar"), "/d"));
	ok(file_is(g, "/d/sub/two", "two"));
	if (compress)
		works(g, guestfs_tar_out_opts(g, "/d", host("out.tar"),
					      GUESTFS_TAR_OUT_OPTS_COMPRESS,
					      compress, -1));
	else
		works(g, guestfs_tar_out(g, "/d", host("out.tar")));
	free(command);
	ok(asprintf(&command,
		    "mkdir $1/back && "
		    "tar -C $1/back %s -xf $1/out.tar && "
		    "diff -r $1/t $1/back",
		    option) > 0);
	shell(command);
}

TEST(tar_there_and_back)
{
	tar_round(NULL, "");
}

TEST(tar_compressed)
{
	static const char *const kinds[][3] = {
		{ "gzip", "-z", "gzip" },
		{ "bzip2", "-j", "bzip2" },
		{ "xz", "-J", "xz" },
		{ "zstd", "--zstd", "zstd" },
		{ "lzma", "--lzma", "lzma" },
		{ "lzop", "--lzop", "lzop" },
		{ "compress", "-Z", "compress" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		cleanup_run struct run r = { .argv = ARGV(kinds[i][2],
							  "--version") };

		if (run(&r) < 0)
			printf("# no %s here\n", kinds[i][2]);
		else
			tar_round(kinds[i][0], kinds[i][1]);
	}
}

TEST(tar_in_restores_owners_and_modes)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;
	cleanup_free char *link = NULL;

	make_tree();
	shell("tar -C $1/t --owner=1234 --group=55 --mtime=@1000000000 "
	      "-cf $1/in.tar .");
	works(g, guestfs_tar_in(g, host("in.tar"), "/"));
	st = guestfs_lstatns(g, "/one");
	ok(st != NULL);
	ok_int(st->st_uid, 1234);
	ok_int(st->st_gid, 55);
	ok_int(st->st_mode & 07777, 04750);
	ok_int(st->st_nlink, 2);
	ok_int(st->st_mtime_sec, 1000000000);
	guestfs_free_statns(st);
	link = guestfs_readlink(g, "/sym");
	ok_str(link, "one");
}

/* UTF-8 or not, and longer than old archives can hold */
static void names_round(const char *format)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *command = NULL;

	shell("mkdir $1/t $1/back && cd $1/t && "
	      "touch \"$(printf 'caf\\303\\251')\" \"$(printf 'caf\\351')\" && "
	      "d=$(printf '%060d' 0) && mkdir -p $d/$d/$d && touch $d/$d/$d/f");
	ok(asprintf(&command, "tar -C $1/t --format=%s -cf $1/in.tar .",
		    format) > 0);
	shell(command);
	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_tar_in(g, host("in.tar"), "/d"));
	ok_int(guestfs_exists(g, "/d/caf\303\251"), 1);
	ok_int(guestfs_exists(g, "/d/caf\351"), 1);
	works(g, guestfs_tar_out(g, "/d", host("out.tar")));
	shell("tar -C $1/back -xf $1/out.tar && diff -r $1/t $1/back && "
	      "rm -r $1/t $1/back");
}

TEST(tar_keeps_odd_names)
{
	names_round("gnu");
	names_round("pax");
}

TEST(tar_keeps_nodes)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;

	works(g, guestfs_mkdir(g, "/a"));
	works(g, guestfs_mkdir(g, "/b"));
	works(g, guestfs_mknod(g, S_IFCHR | 0600, 1, 3, "/a/null"));
	works(g, guestfs_mkfifo(g, 0644, "/a/fifo"));
	works(g, guestfs_chown(g, 3000000, 7, "/a/fifo"));
	works(g, guestfs_tar_out(g, "/a", host("n.tar")));
	works(g, guestfs_tar_in(g, host("n.tar"), "/b"));
	st = guestfs_lstatns(g, "/b/null");
	ok(st && S_ISCHR(st->st_mode) && st->st_rdev == 0x103);
	guestfs_free_statns(st);
	st = guestfs_lstatns(g, "/b/fifo");
	ok(st && S_ISFIFO(st->st_mode));
	ok_int(st->st_uid, 3000000);
	guestfs_free_statns(st);
}

TEST(tar_errors)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *buf = big_content();

	host_write("rubbish", buf, BIG);
	put_text(g, "/file", "x");
	fails(g, guestfs_tar_out(g, "/missing", host("o.tar")), ENOENT);
	fails(g, guestfs_tar_out(g, "/file", host("o.tar")), ENOTDIR);
	fails(g,
	      guestfs_tar_out_opts(g, "/", host("o.tar"),
				   GUESTFS_TAR_OUT_OPTS_COMPRESS, "rar", -1),
	      EINVAL);
	fails(g,
	      guestfs_tar_in_opts(g, host("rubbish"), "/",
				  GUESTFS_TAR_IN_OPTS_COMPRESS, "rar", -1),
	      EINVAL);
	fails(g, guestfs_tar_in(g, host("rubbish"), "/missing"), ENOENT);
	ok_int(guestfs_tar_in(g, host("rubbish"), "/"), -1);
	printf("# %s\n", guestfs_last_error(g));
	ok_int(guestfs_tar_in_opts(g, host("rubbish"), "/",
				   GUESTFS_TAR_IN_OPTS_COMPRESS, "gzip", -1),
	       -1);
	ok(file_is(g, "/file", "x"));
}

TEST(tar_in_of_a_cut_archive_fails)
{
	guestfs_h *g = fresh_fs("ext4");

	shell("head -c 3000000 /dev/zero >$1/z && tar -C $1 -cf - z | "
	      "head -c 1000000 >$1/cut.tar");
	ok_int(guestfs_tar_in(g, host("cut.tar"), "/"), -1);
	printf("# %s\n", guestfs_last_error(g));
	put_text(g, "/still", "here");
}

TEST(tar_in_takes_what_follows_the_end)
{
	guestfs_h *g = fresh_fs("ext4");

	make_tree();
	shell("tar -C $1/t -cf $1/in.tar . && "
	      "head -c 3000000 /dev/zero >>$1/in.tar");
	works(g, guestfs_tar_in(g, host("in.tar"), "/"));
	ok(file_is(g, "/sub/two", "two"));
}

TEST(tar_in_into_a_full_file_system)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_SMALL));
	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_mount(g, DISK_SMALL, "/"));
	shell("head -c 40000000 /dev/zero >$1/z && tar -C $1 -cf $1/z.tar z");
	fails(g, guestfs_tar_in(g, host("z.tar"), "/"), ENOSPC);
	works(g, guestfs_rm_f(g, "/z"));
	put_text(g, "/still", "here");
}

/* Where tar(1) puts them */
TEST(tar_in_stays_in_its_directory)
{
	guestfs_h *g = fresh_fs("ext4");

	shell("printf x >$1/abs && cd $1 && tar -P -cf $1/abs.tar "
	      "--transform=s,abs,/top/abs, abs && tar -P -cf $1/up.tar "
	      "--transform=s,abs,../up, abs");
	works(g, guestfs_mkdir(g, "/d"));
	works(g, guestfs_tar_in(g, host("abs.tar"), "/d"));
	ok(file_is(g, "/d/top/abs", "x"));
	ok_int(guestfs_exists(g, "/top"), 0);
	ok_int(guestfs_tar_in(g, host("up.tar"), "/d"), -1);
	ok_int(guestfs_exists(g, "/up"), 0);
}

/* /var/run -> /run, as Debian has it */
TEST(tar_in_follows_links_inside_the_guest)
{
	guestfs_h *g = fresh_fs("ext4");

	shell("mkdir -p $1/t/var/run && printf x >$1/t/var/run/f && "
	      "tar -C $1/t -cf $1/in.tar var/run/f");
	works(g, guestfs_mkdir(g, "/run"));
	works(g, guestfs_mkdir(g, "/var"));
	works(g, guestfs_ln_s(g, "/run", "/var/run"));
	works(g, guestfs_tar_in(g, host("in.tar"), "/"));
	ok(file_is(g, "/run/f", "x"));
}

TEST(tar_out_begins_names_with_a_dot)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/d/sub"));
	put_text(g, "/d/sub/f", "x");
	works(g, guestfs_tar_out(g, "/d", host("o.tar")));
	shell("tar -tf $1/o.tar | sort >$1/list && "
	      "printf './\\n./sub/\\n./sub/f\\n' | cmp - $1/list");
}

TEST(tar_out_leaves_out_what_is_excluded)
{
	guestfs_h *g = fresh_fs("ext4");
	char *excludes[] = { (char *)"*.o", (char *)"./cache", NULL };

	works(g, guestfs_mkdir_p(g, "/d/cache/x"));
	put_text(g, "/d/a.c", "x");
	put_text(g, "/d/a.o", "x");
	works(g, guestfs_tar_out_opts(g, "/d", host("o.tar"),
				      GUESTFS_TAR_OUT_OPTS_EXCLUDES, excludes,
				      -1));
	shell("tar -tf $1/o.tar | sort >$1/list && "
	      "printf './\\n./a.c\\n' | cmp - $1/list");
}

TEST(tar_out_names_the_guests_users)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/etc"));
	works(g, guestfs_mkdir(g, "/d"));
	put_text(g, "/etc/passwd", "ada:x:4711:4712::/:/bin/sh\n");
	put_text(g, "/etc/group", "looms:x:4712:\n");
	put_text(g, "/d/f", "x");
	works(g, guestfs_chown(g, 4711, 4712, "/d/f"));
	works(g, guestfs_tar_out(g, "/d", host("n.tar")));
	shell("tar -tvf $1/n.tar ./f | grep -q ada/looms");
	works(g,
	      guestfs_tar_out_opts(g, "/d", host("o.tar"),
				   GUESTFS_TAR_OUT_OPTS_NUMERICOWNER, 1, -1));
	shell("tar -tvf $1/o.tar ./f | grep -q 4711/4712");
}

static void xattr_round(int with)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *value = NULL;
	size_t n = 0;

	works(g, guestfs_mkdir(g, "/a"));
	works(g, guestfs_mkdir(g, "/b"));
	put_text(g, "/a/f", "x");
	works(g, guestfs_setxattr(g, "user.note", "hi", 2, "/a/f"));
	works(g, guestfs_tar_out_opts(g, "/a", host("x.tar"),
				      GUESTFS_TAR_OUT_OPTS_XATTRS, with, -1));
	works(g, guestfs_tar_in_opts(g, host("x.tar"), "/b",
				     GUESTFS_TAR_IN_OPTS_XATTRS, with, -1));
	value = guestfs_getxattr(g, "/b/f", "user.note", &n);
	ok_int(value != NULL, with);
	ok(!with || (n == 2 && !memcmp(value, "hi", 2)));
}

TEST(tar_keeps_xattrs_where_asked_to)
{
	xattr_round(0);
	xattr_round(1);
}

/* As GNU tar writes them */
TEST(tar_in_reads_xattrs_of_gnu_tar)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *value = NULL;
	size_t n = 0;

	shell("printf x >$1/f && setfattr -n user.note -v hi $1/f || exit 0; "
	      "tar -C $1 --xattrs -cf $1/x.tar f");
	if (access(host("x.tar"), F_OK) < 0)
		test_skip("no extended attributes on the host");
	works(g, guestfs_tar_in_opts(g, host("x.tar"), "/",
				     GUESTFS_TAR_IN_OPTS_XATTRS, 1, -1));
	value = guestfs_getxattr(g, "/f", "user.note", &n);
	ok(value && n == 2 && !memcmp(value, "hi", 2));
}
