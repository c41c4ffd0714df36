/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in files. */
#include "appliance.h"

TEST(write_replaces_and_append_adds)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "long content");
	put_text(g, "/f", "short");
	ok(file_is(g, "/f", "short"));
	works(g, guestfs_write_append(g, "/f", "er", 2));
	ok(file_is(g, "/f", "shorter"));
	works(g, guestfs_write_file(g, "/f", "old way", 0));
	ok(file_is(g, "/f", "old way"));
	fails(g, guestfs_write(g, "/no/f", "", 0), ENOENT);
	fails(g, guestfs_write(g, "/", "", 0), EISDIR);
}

TEST(bytes_of_any_value_come_back)
{
	guestfs_h *g = fresh_fs("ext4");
	static char big[3 << 20];
	cleanup_free char *got = NULL;
	size_t n;

	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = i * 7 + (i >> 8);
	works(g, guestfs_write(g, "/big", big, sizeof(big)));
	got = guestfs_read_file(g, "/big", &n);
	ok(got && n == sizeof(big) && !memcmp(got, big, n));
}

TEST(links_of_the_guest_stay_inside)
{
	guestfs_h *g = fresh_fs("ext4");

	/* The appliance has these, the guest has not */
	works(g, guestfs_ln_s(g, "/etc/mke2fs.conf", "/abs"));
	works(g, guestfs_ln_s(g, "../../../etc/mke2fs.conf", "/up"));
	works(g, guestfs_ln_s(g, "/proc/self/root/etc/mke2fs.conf", "/proc-l"));
	ok_int(guestfs_exists(g, "/abs"), 1);
	fails(g, guestfs_filesize(g, "/abs"), ENOENT);
	fails(g, guestfs_filesize(g, "/up"), ENOENT);
	fails(g, guestfs_filesize(g, "/proc-l"), ENOENT);
	fails(g, guestfs_filesize(g, "/../../etc/mke2fs.conf"), ENOENT);
	works(g, guestfs_mkdir(g, "/etc"));
	put_text(g, "/abs", "ours");
	ok(file_is(g, "/etc/mke2fs.conf", "ours"));
	ok(file_is(g, "/up", "ours"));
}

TEST(read_lines_cuts_at_line_feeds)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **all = NULL, **none = NULL;

	put_text(g, "/f", "1\r\n\n3");
	put_text(g, "/none", "");
	all = guestfs_read_lines(g, "/f");
	ok_int(strv_len(all), 3);
	ok_str(all[0], "1");
	ok_str(all[1], "");
	ok_str(all[2], "3");
	none = guestfs_read_lines(g, "/none");
	ok_int(strv_len(none), 0);
	fails(g, guestfs_read_lines(g, "/"), EISDIR);
}

TEST(cat_of_a_file)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *s = NULL;

	put_text(g, "/f", "a\nb");
	s = guestfs_cat(g, "/f");
	ok_str(s, "a\nb");
	ok(!guestfs_cat(g, "/none"));
	ok_int(guestfs_last_errno(g), ENOENT);
}

TEST(a_fifo_does_not_hold_us_up)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_strv char **lines = NULL;

	works(g, guestfs_mkfifo(g, 0666, "/pipe"));
	lines = guestfs_head(g, "/pipe");
	ok_int(strv_len(lines), 0);
	fails(g, guestfs_write(g, "/pipe", "x", 1), ENXIO);
}

TEST(device_nodes_of_the_guest_are_not_opened)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mknod(g, 060660, 254, 0, "/disk"));
	ok_int(guestfs_is_blockdev(g, "/disk"), 1);
	ok(!guestfs_head(g, "/disk"));
	ok_int(guestfs_last_errno(g), EACCES);
}

TEST(pread_and_pwrite_at_an_offset)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *got = NULL;
	size_t n;

	put_text(g, "/f", "0123456789");
	ok_int(guestfs_pwrite(g, "/f", "abc", 3, 4), 3);
	ok(file_is(g, "/f", "0123abc789"));
	got = guestfs_pread(g, "/f", 100, 7, &n);
	ok(got && n == 3 && !memcmp(got, "789", 3));
	ok(!guestfs_pread(g, "/f", -1, 0, &n));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_pread(g, "/f", 8 << 20, 0, &n));
	ok_int(guestfs_last_errno(g), EINVAL);
	fails(g, guestfs_pwrite(g, "/f", "", 0, -1), EINVAL);
}

TEST(truncate_fallocate_and_fill)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_fill(g, 'A', 5, "/f"));
	ok(file_is(g, "/f", "AAAAA"));
	works(g, guestfs_truncate_size(g, "/f", 2));
	ok(file_is(g, "/f", "AA"));
	works(g, guestfs_truncate(g, "/f"));
	ok_int(guestfs_filesize(g, "/f"), 0);
	works(g, guestfs_fallocate64(g, "/g", 1 << 20));
	ok_int(guestfs_filesize(g, "/g"), 1 << 20);
	ok_int(guestfs_is_zero(g, "/g"), 1);
	works(g, guestfs_fill(g, 1, 1, "/one"));
	ok_int(guestfs_is_zero(g, "/one"), 0);
	fails(g, guestfs_fill(g, 256, 1, "/h"), EINVAL);
	fails(g, guestfs_fallocate64(g, "/h", 1LL << 40), ENOSPC);
	fails(g, guestfs_truncate_size(g, "/f", -1), EINVAL);
}

TEST(a_full_file_system_says_so)
{
	guestfs_h *g = appliance();

	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_mount(g, DISK_SMALL, "/"));
	fails(g, guestfs_fill(g, 'x', 64 << 20, "/big"), ENOSPC);
	works(g, guestfs_rm(g, "/big"));
	put_text(g, "/small", "fits");
}

TEST(touch_makes_and_dates)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_touch(g, "/f"));
	works(g, guestfs_touch(g, "/f"));
	ok_int(guestfs_filesize(g, "/f"), 0);
	works(g, guestfs_mkfifo(g, 0600, "/p"));
	fails(g, guestfs_touch(g, "/p"), EINVAL);
}

TEST(rm_rm_f_and_rm_rf)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/d/e/f"));
	put_text(g, "/d/e/x", "");
	put_text(g, "/keep", "me");
	works(g, guestfs_ln_s(g, "/", "/d/root"));
	fails(g, guestfs_rm(g, "/d"), EISDIR);
	fails(g, guestfs_rm(g, "/none"), ENOENT);
	works(g, guestfs_rm_f(g, "/none"));
	works(g, guestfs_rm_rf(g, "/d"));
	works(g, guestfs_rm_rf(g, "/d"));
	ok_int(guestfs_exists(g, "/d"), 0);
	ok(file_is(g, "/keep", "me"));
	fails(g, guestfs_rm_rf(g, "/"), EINVAL);
}

TEST(cp_cp_a_and_mv)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *link = NULL;

	works(g, guestfs_mkdir_p(g, "/src/sub"));
	put_text(g, "/src/sub/f", "text");
	works(g, guestfs_chmod(g, 0640, "/src/sub/f"));
	works(g, guestfs_ln_s(g, "/etc/passwd", "/src/link"));
	works(g, guestfs_cp_a(g, "/src", "/dst"));
	ok(file_is(g, "/dst/sub/f", "text"));
	link = guestfs_readlink(g, "/dst/link");
	ok_str(link, "/etc/passwd");
	works(g, guestfs_cp_a(g, "/src", "/dst"));
	ok(file_is(g, "/dst/src/sub/f", "text"));
	works(g, guestfs_cp(g, "/src/sub/f", "/copy"));
	ok(file_is(g, "/copy", "text"));
	works(g, guestfs_mv(g, "/copy", "/dst"));
	ok(file_is(g, "/dst/copy", "text"));
	ok_int(guestfs_exists(g, "/copy"), 0);
	fails(g, guestfs_cp(g, "/src", "/x"), EISDIR);
	fails(g, guestfs_cp(g, "/src/sub/f", "/src/sub/f"), EINVAL);
	ok(file_is(g, "/src/sub/f", "text"));
	fails(g, guestfs_mv(g, "/none", "/x"), ENOENT);
}

TEST(mv_goes_between_file_systems)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkfs(g, "ext2", DISK_A));
	works(g, guestfs_mkdir(g, "/mnt"));
	works(g, guestfs_mount(g, DISK_A, "/mnt"));
	works(g, guestfs_mkdir(g, "/d"));
	put_text(g, "/d/f", "over");
	works(g, guestfs_mv(g, "/d", "/mnt/e"));
	ok(file_is(g, "/mnt/e/f", "over"));
	ok_int(guestfs_exists(g, "/d"), 0);
}

TEST(file_names_kinds)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *text = NULL, *dir = NULL, *dev = NULL;

	put_text(g, "/f.sh", "#!/bin/sh\necho\n");
	text = guestfs_file(g, "/f.sh");
	ok(text && strstr(text, "shell script"));
	dir = guestfs_file(g, "/");
	ok_str(dir, "directory");
	dev = guestfs_file(g, DISK_FS);
	ok(dev && strstr(dev, "ext4"));
	ok(!guestfs_file(g, "/none"));
}

TEST(checksums_of_every_kind)
{
	guestfs_h *g = fresh_fs("ext4");
	static const char *const sums[][2] = {
		{ "crc", "1219131554" },
		{ "md5", "900150983cd24fb0d6963f7d28e17f72" },
		{ "sha1", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "sha256", "ba7816bf8f01cfea414140de5dae2223"
			    "b00361a396177a9cb410ff61f20015ad" },
	};

	put_text(g, "/abc", "abc");
	for (size_t i = 0; i < ARRAY_SIZE(sums); i++) {
		cleanup_free char *s = guestfs_checksum(g, sums[i][0], "/abc");

		works(g, s ? 0 : -1);
		ok_str(s, sums[i][1]);
	}
	for (int bits = 224; bits <= 512; bits += 160 - (bits > 224) * 32) {
		cleanup_free char *name = NULL, *s = NULL;

		ok(asprintf(&name, "sha%d", bits) > 0);
		s = guestfs_checksum(g, name, "/abc");
		ok(s != NULL);
		ok_int(strlen(s), bits / 4);
	}
	ok(!guestfs_checksum(g, "md6", "/abc"));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(fallocate_and_fill_pattern)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_fallocate(g, "/f", 65537));
	ok_int(guestfs_filesize(g, "/f"), 65537);
	ok_int(guestfs_is_zero(g, "/f"), 1);
	fails(g, guestfs_fallocate(g, "/f", -1), EINVAL);
	fails(g, guestfs_fallocate(g, "/f", 1 << 30), ENOSPC);
	works(g, guestfs_fill_pattern(g, "abc", 8, "/p"));
	ok(file_is(g, "/p", "abcabcab"));
	works(g, guestfs_fill_pattern(g, "longer than the file", 6, "/p"));
	ok(file_is(g, "/p", "longer"));
	works(g, guestfs_fill_pattern(g, "x", 0, "/p"));
	ok(file_is(g, "/p", ""));
	works(g, guestfs_fill_pattern(g, "0123456789", 3 << 20, "/p"));
	ok_int(guestfs_filesize(g, "/p"), 3 << 20);
	fails(g, guestfs_fill_pattern(g, "", 5, "/p"), EINVAL);
	fails(g, guestfs_fill_pattern(g, "x", -1, "/p"), EINVAL);
	fails(g, guestfs_fill_pattern(g, "x", 1, "/no/p"), ENOENT);
}

TEST(cp_r_copies_trees_but_not_owners)
{
	guestfs_h *g = fresh_fs("ext4");
	cleanup_free char *link = NULL;
	struct guestfs_statns *st;

	works(g, guestfs_mkdir_p(g, "/src/sub"));
	put_text(g, "/src/sub/f", "text");
	works(g, guestfs_chown(g, 10, 20, "/src/sub/f"));
	works(g, guestfs_ln_s(g, "/etc/mke2fs.conf", "/src/link"));
	works(g, guestfs_cp_r(g, "/src", "/dst"));
	ok(file_is(g, "/dst/sub/f", "text"));
	link = guestfs_readlink(g, "/dst/link");
	ok_str(link, "/etc/mke2fs.conf");
	st = guestfs_lstatns(g, "/dst/sub/f");
	ok(st && st->st_uid == 0 && st->st_gid == 0);
	guestfs_free_statns(st);
	works(g, guestfs_cp_r(g, "/src", "/dst"));
	ok(file_is(g, "/dst/src/sub/f", "text"));
	fails(g, guestfs_cp_r(g, "/none", "/x"), ENOENT);
}

TEST(rename_never_copies)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", "a");
	put_text(g, "/b", "b");
	works(g, guestfs_mkdir_p(g, "/d/e"));
	works(g, guestfs_rename(g, "/a", "/b"));
	ok(file_is(g, "/b", "a"));
	ok_int(guestfs_exists(g, "/a"), 0);
	fails(g, guestfs_rename(g, "/a", "/x"), ENOENT);
	fails(g, guestfs_rename(g, "/b", "/d"), EISDIR);
	fails(g, guestfs_rename(g, "/d", "/d/e/f"), EINVAL);
	works(g, guestfs_mkfs(g, "ext2", DISK_A));
	works(g, guestfs_mkdir(g, "/mnt"));
	works(g, guestfs_mount(g, DISK_A, "/mnt"));
	fails(g, guestfs_rename(g, "/b", "/mnt/b"), EXDEV);
}

TEST(file_calls_say_what_is_wrong)
{
	guestfs_h *g = fresh_fs("ext4");
	size_t n;

	works(g, guestfs_mkdir(g, "/d"));
	put_text(g, "/f", "12345");
	fails(g, guestfs_read_file(g, "/none", &n), ENOENT);
	fails(g, guestfs_read_file(g, "/d", &n), EISDIR);
	fails(g, guestfs_cat(g, "/d"), EISDIR);
	fails(g, guestfs_write_append(g, "/d", "x", 1), EISDIR);
	fails(g, guestfs_write_append(g, "/no/f", "x", 1), ENOENT);
	fails(g, guestfs_write_file(g, "/f", "abc", 4), EINVAL);
	fails(g, guestfs_write_file(g, "/f", "abc", -1), EINVAL);
	fails(g, guestfs_write_file(g, "/no/f", "abc", 0), ENOENT);
	fails(g, guestfs_rm_f(g, "/d"), EISDIR);
	fails(g, guestfs_rm_f(g, "/f/x"), ENOTDIR);
	fails(g, guestfs_cp_a(g, "/none", "/x"), ENOENT);
	fails(g, guestfs_cp_a(g, "/f", "/no/x"), ENOENT);
	fails(g, guestfs_truncate(g, "/none"), ENOENT);
	fails(g, guestfs_truncate(g, "/d"), EISDIR);
	fails(g, guestfs_filesize(g, "/none"), ENOENT);
	fails(g, guestfs_touch(g, "/no/f"), ENOENT);
	fails(g, guestfs_pread(g, "/d", 1, 0, &n), EISDIR);
	fails(g, guestfs_pwrite(g, "/none", "x", 1, 0), ENOENT);
	fails(g, guestfs_checksum(g, "md5", "/none"), ENOENT);
	fails(g, guestfs_checksum(g, "md5", "/d"), EISDIR);
	fails(g, guestfs_file(g, "/none"), ENOENT);
	ok(file_is(g, "/f", "12345"));
}
