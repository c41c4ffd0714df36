/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives and other encodings. The host's programs judge them. */
#include <unistd.h>

#include "appliance.h"
#include "host.h"

static guestfs_h *with_tree(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_rmdir(g, "/lost+found"));
	works(g, guestfs_mkdir_p(g, "/t/sub"));
	put_text(g, "/t/abc", "abc");
	put_text(g, "/t/sub/f", "text");
	put_text(g, "/t/sub/with space", "text");
	works(g, guestfs_ln_s(g, "/etc/mke2fs.conf", "/t/link"));
	works(g, guestfs_mkdir(g, "/new"));
	return g;
}

TEST(tgz_there_and_back)
{
	guestfs_h *g = with_tree();

	works(g, guestfs_tgz_out(g, "/t", host("t.tgz")));
	shell("gzip -t $1/t.tgz && tar -tzf $1/t.tgz | grep -qx ./sub/f");
	works(g, guestfs_tgz_in(g, host("t.tgz"), "/new"));
	ok(file_is(g, "/new/sub/f", "text"));
	fails(g, guestfs_tgz_out(g, "/none", host("x.tgz")), ENOENT);
	fails(g, guestfs_tgz_in(g, host("t.tgz"), "/none"), ENOENT);
	host_write("bad.tgz", "no archive", 10);
	ok_int(guestfs_tgz_in(g, host("bad.tgz"), "/new"), -1);
	works(g, guestfs_ping_daemon(g));
}

TEST(txz_there_and_back)
{
	guestfs_h *g = with_tree();

	works(g, guestfs_txz_out(g, "/t", host("t.txz")));
	shell("xz -t <$1/t.txz");
	works(g, guestfs_txz_in(g, host("t.txz"), "/new"));
	ok(file_is(g, "/new/sub/f", "text"));
	fails(g, guestfs_txz_in(g, host("t.txz"), "/t/abc"), ENOTDIR);
	fails(g, guestfs_txz_out(g, "/t/abc", host("x.txz")), ENOTDIR);
}

TEST(base64_there_and_back)
{
	guestfs_h *g = with_tree();

	works(g, guestfs_base64_out(g, "/t/abc", host("b64")));
	host_is("b64", "YWJj\n", 5);
	works(g, guestfs_base64_in(g, host("b64"), "/new/abc"));
	ok(file_is(g, "/new/abc", "abc"));
	works(g, guestfs_fill_pattern(g, "0123456789", 3 << 20, "/big"));
	works(g, guestfs_base64_out(g, "/big", host("big64")));
	works(g, guestfs_base64_in(g, host("big64"), "/big2"));
	ok_int(guestfs_equal(g, "/big", "/big2"), 1);
	host_write("bad", "%%%%", 4);
	fails(g, guestfs_base64_in(g, host("bad"), "/new/x"), EINVAL);
	fails(g, guestfs_base64_in(g, host("b64"), "/none/x"), ENOENT);
	fails(g, guestfs_base64_out(g, "/none", host("x")), ENOENT);
	fails(g, guestfs_base64_out(g, "/t", host("x")), EISDIR);
	works(g, guestfs_ping_daemon(g));
}

TEST(compress_out_of_every_kind)
{
	static const char *const kinds[][2] = {
		{ "gzip", "gzip -dc" },	    { "bzip2", "bzip2 -dc" },
		{ "xz", "xz -dc" },	    { "lzop", "lzop -dc" },
		{ "compress", "gzip -dc" },
	};
	guestfs_h *g = with_tree();

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		cleanup_free char *cmd = NULL;

		works(g, guestfs_compress_out(g, kinds[i][0], "/t/abc",
					      host("z"), -1));
		ok(asprintf(&cmd, "[ \"$(%s <$1/z)\" = abc ]", kinds[i][1]) >
		   0);
		shell(cmd);
	}
	works(g, guestfs_compress_out(g, "gzip", "/t/abc", host("z"),
				      GUESTFS_COMPRESS_OUT_LEVEL, 9, -1));
	shell("gzip -t <$1/z");
	fails(g, guestfs_compress_out(g, "zip", "/t/abc", host("z"), -1),
	      EINVAL);
	fails(g,
	      guestfs_compress_out(g, "gzip", "/t/abc", host("z"),
				   GUESTFS_COMPRESS_OUT_LEVEL, 10, -1),
	      EINVAL);
	fails(g,
	      guestfs_compress_out(g, "compress", "/t/abc", host("z"),
				   GUESTFS_COMPRESS_OUT_LEVEL, 1, -1),
	      EINVAL);
	fails(g, guestfs_compress_out(g, "gzip", "/t", host("z"), -1), EISDIR);
}

TEST(compress_device_out_takes_the_whole_device)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero_device(g, DISK_SMALL));
	works(g, guestfs_compress_device_out(g, "gzip", DISK_SMALL, host("z"),
					     GUESTFS_COMPRESS_DEVICE_OUT_LEVEL,
					     1, -1));
	shell("[ $(gzip -dc <$1/z | wc -c) = 33554432 ]");
	fails(g,
	      guestfs_compress_device_out(g, "gzip", "/dev/sdz", host("z"), -1),
	      ENOENT);
	fails(g, guestfs_compress_device_out(g, "x", DISK_SMALL, host("z"), -1),
	      EINVAL);
}

TEST(cpio_out_in_both_formats)
{
	guestfs_h *g = with_tree();

	works(g, guestfs_cpio_out(g, "/t", host("c"), -1));
	shell("cpio --quiet -it <$1/c | sort >$1/names && "
	      "mkdir $1/x && cd $1/x && cpio --quiet -id <$1/c && "
	      "[ \"$(readlink link)\" = /etc/mke2fs.conf ] && "
	      "grep -qx text 'sub/with space'");
	host_is("names", ".\nabc\nlink\nsub\nsub/f\nsub/with space\n", 36);
	works(g, guestfs_cpio_out(g, "/t", host("c"), GUESTFS_CPIO_OUT_FORMAT,
				  "crc", -1));
	shell("head -c 6 $1/c | grep -q 070702");
	fails(g,
	      guestfs_cpio_out(g, "/t", host("c"), GUESTFS_CPIO_OUT_FORMAT,
			       "tar", -1),
	      EINVAL);
	fails(g, guestfs_cpio_out(g, "/none", host("c"), -1), ENOENT);
	fails(g, guestfs_cpio_out(g, "/t/abc", host("c"), -1), ENOTDIR);
	fails(g, guestfs_cpio_out(g, "t", host("c"), -1), EINVAL);
}

TEST(checksums_out_can_be_checked)
{
	guestfs_h *g = with_tree();

	works(g, guestfs_checksums_out(g, "sha256", "/t", host("sums")));
	works(g, guestfs_tar_out(g, "/t", host("t.tar")));
	shell("mkdir $1/x && cd $1/x && tar xf $1/t.tar && "
	      "sha256sum --quiet -c $1/sums && [ $(wc -l <$1/sums) = 3 ]");
	works(g, guestfs_checksums_out(g, "md5", "/new", host("sums")));
	host_is("sums", "", 0);
	fails(g, guestfs_checksums_out(g, "md6", "/t", host("sums")), EINVAL);
	fails(g, guestfs_checksums_out(g, "md5", "/none", host("sums")),
	      ENOENT);
}

TEST(mksquashfs_packs_a_directory)
{
	guestfs_h *g = with_tree();
	char *const without[] = { (char *)"sub/f", (char *)"ab*", NULL };

	works(g, guestfs_mksquashfs(g, "/t", host("s"), -1));
	shell("unsquashfs -q -n -no-xattrs -d $1/x $1/s >/dev/null && "
	      "grep -qx text $1/x/sub/f && [ -L $1/x/link ]");
	works(g, guestfs_mksquashfs(g, "/t", host("s2"),
				    GUESTFS_MKSQUASHFS_COMPRESS, "xz",
				    GUESTFS_MKSQUASHFS_EXCLUDES, without, -1));
	shell("unsquashfs -q -n -no-xattrs -d $1/y $1/s2 >/dev/null && "
	      "[ ! -e $1/y/sub/f ] && [ ! -e $1/y/abc ] && "
	      "[ -e \"$1/y/sub/with space\" ]");
	fails(g,
	      guestfs_mksquashfs(g, "/t", host("s"),
				 GUESTFS_MKSQUASHFS_COMPRESS, "zip", -1),
	      EINVAL);
	fails(g, guestfs_mksquashfs(g, "/none", host("s"), -1), ENOENT);
	fails(g, guestfs_mksquashfs(g, "/t/abc", host("s"), -1), ENOTDIR);
}

static void initrds(void)
{
	shell("mkdir -p $1/i/kernel/x86 $1/m && echo one >$1/i/init && "
	      "echo two >$1/i/kernel/x86/f && echo ucode >$1/m/early && "
	      "cd $1/i && find . | cpio --quiet -o -H newc >$1/plain && "
	      "gzip <$1/plain >$1/gz && xz <$1/plain >$1/xz && "
	      "cd $1/m && find . | cpio --quiet -o -H newc >$1/early && "
	      "cat $1/early $1/gz >$1/both");
}

TEST(initrd_list_of_every_kind)
{
	static const char *const kinds[] = { "plain", "gz", "xz", "both" };
	guestfs_h *g = fresh_fs("ext4");

	initrds();
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		cleanup_strv char **names = NULL;
		bool both = !strcmp(kinds[i], "both");

		works(g, guestfs_upload(g, host(kinds[i]), "/initrd"));
		names = guestfs_initrd_list(g, "/initrd");
		ok_int(strv_len(names), both ? 7 : 5);
		ok(strv_has(names, "init"));
		ok(strv_has(names, "kernel/x86/f"));
		ok_int(strv_has(names, "early"), both);
	}
	put_text(g, "/text", "no initrd at all");
	fails(g, guestfs_initrd_list(g, "/text"), EINVAL);
	fails(g, guestfs_initrd_list(g, "/none"), ENOENT);
	fails(g, guestfs_initrd_list(g, "/"), EISDIR);
}

TEST(initrd_cat_finds_a_file)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *one = NULL, *early = NULL;
	size_t n = 0;

	initrds();
	works(g, guestfs_upload(g, host("both"), "/initrd"));
	one = guestfs_initrd_cat(g, "/initrd", "init", &n);
	ok(one && n == 4 && !memcmp(one, "one\n", 4));
	early = guestfs_initrd_cat(g, "/initrd", "/early", &n);
	ok(early && n == 6 && !memcmp(early, "ucode\n", 6));
	fails(g, guestfs_initrd_cat(g, "/initrd", "none", &n), ENOENT);
	fails(g, guestfs_initrd_cat(g, "/initrd", "kernel", &n), ENOENT);
	fails(g, guestfs_initrd_cat(g, "/none", "init", &n), ENOENT);
	put_text(g, "/text", "no initrd at all");
	fails(g, guestfs_initrd_cat(g, "/text", "init", &n), EINVAL);
}

TEST(a_cut_initrd_is_an_error)
{
	guestfs_h *g = fresh_fs("ext4");

	initrds();
	works(g, guestfs_upload(g, host("plain"), "/initrd"));
	works(g, guestfs_truncate_size(g, "/initrd", 150));
	fails(g, guestfs_initrd_list(g, "/initrd"), EINVAL);
}
