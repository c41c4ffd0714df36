/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of files and devices. */
#include "appliance.h"

#define TEXT "0123456789abcdef"

static void device_has(guestfs_h *g, const char *device, int64_t at,
		       const char *text)
{
	size_t n = 0;
	cleanup_free char *got =
		guestfs_pread_device(g, device, strlen(text), at, &n);

	ok(got && n == strlen(text) && !memcmp(got, text, n));
}

TEST(dd_between_files_and_devices)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", TEXT);
	put_text(g, "/b", "longer than the other file");
	works(g, guestfs_dd(g, "/a", "/b"));
	ok(file_is(g, "/b", TEXT));
	works(g, guestfs_dd(g, "/a", DISK_SMALL));
	device_has(g, DISK_SMALL, 0, TEXT);
	works(g, guestfs_dd(g, DISK_SMALL, "/disk"));
	ok_int(guestfs_filesize(g, "/disk"), DISK_SMALL_SIZE);
	works(g, guestfs_dd(g, DISK_SMALL, DISK_A));
	device_has(g, DISK_A, 0, TEXT);
	fails(g, guestfs_dd(g, "/none", "/b"), ENOENT);
	fails(g, guestfs_dd(g, "/a", "/a"), EINVAL);
	ok(file_is(g, "/a", TEXT));
	fails(g, guestfs_dd(g, "/", "/b"), EISDIR);
	fails(g, guestfs_dd(g, DISK_A, DISK_SMALL), ENOSPC);
}

TEST(copy_size_copies_just_so_much)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", TEXT);
	works(g, guestfs_copy_size(g, "/a", "/b", 10));
	ok(file_is(g, "/b", "0123456789"));
	works(g, guestfs_copy_size(g, "/a", "/b", 0));
	ok(file_is(g, "/b", ""));
	works(g, guestfs_copy_size(g, "/a", DISK_SMALL, 16));
	works(g, guestfs_copy_size(g, DISK_SMALL, "/b", 12));
	ok(file_is(g, "/b", "0123456789ab"));
	fails(g, guestfs_copy_size(g, "/a", "/b", 17), EINVAL);
	fails(g, guestfs_copy_size(g, "/a", "/b", -1), EINVAL);
	/* Nothing was cut before that was known */
	ok(file_is(g, "/b", "0123456789ab"));
}

TEST(copying_parts_of_files)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/a", TEXT);
	works(g, guestfs_copy_file_to_file(g, "/a", "/b",
					   GUESTFS_COPY_FILE_TO_FILE_SRCOFFSET,
					   (int64_t)10, -1));
	ok(file_is(g, "/b", "abcdef"));
	works(g, guestfs_copy_file_to_file(
			 g, "/a", "/b", GUESTFS_COPY_FILE_TO_FILE_SIZE,
			 (int64_t)4, GUESTFS_COPY_FILE_TO_FILE_APPEND, 1, -1));
	ok(file_is(g, "/b", "abcdef0123"));
	works(g, guestfs_copy_file_to_file(
			 g, "/a", "/new", GUESTFS_COPY_FILE_TO_FILE_DESTOFFSET,
			 (int64_t)4, GUESTFS_COPY_FILE_TO_FILE_SIZE, (int64_t)2,
			 -1));
	ok_int(guestfs_filesize(g, "/new"), 6);
	fails(g,
	      guestfs_copy_file_to_file(g, "/a", "/b",
					GUESTFS_COPY_FILE_TO_FILE_SRCOFFSET,
					(int64_t)17, -1),
	      EINVAL);
	fails(g,
	      guestfs_copy_file_to_file(g, "/a", "/b",
					GUESTFS_COPY_FILE_TO_FILE_DESTOFFSET,
					(int64_t)-1, -1),
	      EINVAL);
	fails(g,
	      guestfs_copy_file_to_file(g, "/a", "/b",
					GUESTFS_COPY_FILE_TO_FILE_SIZE,
					(int64_t)-1, -1),
	      EINVAL);
	ok(file_is(g, "/b", "abcdef0123"));
}

TEST(sparse_copies_have_holes)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;

	works(g, guestfs_touch(g, "/a"));
	works(g, guestfs_truncate_size(g, "/a", 8 << 20));
	works(g, guestfs_pwrite(g, "/a", "x", 1, 4 << 20));
	works(g, guestfs_copy_file_to_file(g, "/a", "/b",
					   GUESTFS_COPY_FILE_TO_FILE_SPARSE, 1,
					   -1));
	ok_int(guestfs_equal(g, "/a", "/b"), 1);
	st = guestfs_statns(g, "/b");
	ok(st && st->st_blocks * 512 < 3 << 20);
	guestfs_free_statns(st);
	works(g, guestfs_copy_file_to_file(g, "/a", "/c", -1));
	ok_int(guestfs_equal(g, "/a", "/c"), 1);
	st = guestfs_statns(g, "/c");
	ok(st && st->st_blocks * 512 >= 8 << 20);
	guestfs_free_statns(st);
}

TEST(copying_parts_of_devices)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_zero_device(g, DISK_SMALL));
	put_text(g, "/a", TEXT);
	works(g, guestfs_copy_file_to_device(
			 g, "/a", DISK_SMALL,
			 GUESTFS_COPY_FILE_TO_DEVICE_DESTOFFSET, (int64_t)1000,
			 -1));
	device_has(g, DISK_SMALL, 1000, TEXT);
	works(g, guestfs_copy_device_to_device(
			 g, DISK_SMALL, DISK_A,
			 GUESTFS_COPY_DEVICE_TO_DEVICE_SRCOFFSET, (int64_t)1010,
			 GUESTFS_COPY_DEVICE_TO_DEVICE_DESTOFFSET, (int64_t)8,
			 GUESTFS_COPY_DEVICE_TO_DEVICE_SIZE, (int64_t)6, -1));
	device_has(g, DISK_A, 8, "abcdef");
	works(g, guestfs_copy_device_to_file(
			 g, DISK_SMALL, "/b",
			 GUESTFS_COPY_DEVICE_TO_FILE_SRCOFFSET, (int64_t)1000,
			 GUESTFS_COPY_DEVICE_TO_FILE_SIZE, (int64_t)5, -1));
	ok(file_is(g, "/b", "01234"));
	fails(g,
	      guestfs_copy_file_to_device(g, "/a", DISK_SMALL,
					  GUESTFS_COPY_FILE_TO_DEVICE_APPEND, 1,
					  -1),
	      EINVAL);
	fails(g,
	      guestfs_copy_file_to_device(
		      g, "/a", DISK_SMALL,
		      GUESTFS_COPY_FILE_TO_DEVICE_DESTOFFSET,
		      (int64_t)DISK_SMALL_SIZE - 4, -1),
	      ENOSPC);
	ok(strstr(guestfs_last_error(g), DISK_SMALL));
	fails(g, guestfs_copy_device_to_device(g, DISK_A, DISK_A, -1), EINVAL);
	fails(g, guestfs_copy_device_to_file(g, "/dev/sdz", "/b", -1), ENOENT);
}

TEST(pread_and_pwrite_of_devices)
{
	guestfs_h *g = appliance();
	cleanup_free char *end = NULL;
	size_t n = 0;

	ok_int(guestfs_pwrite_device(g, DISK_SMALL, TEXT, 16, 4096), 16);
	device_has(g, DISK_SMALL, 4096, TEXT);
	end = guestfs_pread_device(g, DISK_SMALL, 100, DISK_SMALL_SIZE - 10,
				   &n);
	ok(end != NULL);
	ok_int(n, 10);
	ok_int(guestfs_pwrite_device(g, DISK_SMALL, TEXT, 16,
				     DISK_SMALL_SIZE - 10),
	       10);
	fails(g,
	      guestfs_pwrite_device(g, DISK_SMALL, TEXT, 16, DISK_SMALL_SIZE),
	      ENOSPC);
	fails(g, guestfs_pwrite_device(g, DISK_SMALL, TEXT, 16, -1), EINVAL);
	fails(g, guestfs_pread_device(g, DISK_SMALL, -1, 0, &n), EINVAL);
	fails(g, guestfs_pread_device(g, DISK_SMALL, 8 << 20, 0, &n), EINVAL);
	fails(g, guestfs_pread_device(g, "/dev/sdz", 1, 0, &n), ENOENT);
}

TEST(is_zero_device_reads_it_all)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero_device(g, DISK_SMALL));
	ok_int(guestfs_is_zero_device(g, DISK_SMALL), 1);
	works(g, guestfs_pwrite_device(g, DISK_SMALL, "x", 1,
				       DISK_SMALL_SIZE - 1));
	ok_int(guestfs_is_zero_device(g, DISK_SMALL), 0);
	fails(g, guestfs_is_zero_device(g, "/dev/sdz"), ENOENT);
}

TEST(checksum_device_takes_all_of_it)
{
	guestfs_h *g = appliance();
	cleanup_free char *sum = NULL;

	works(g, guestfs_zero_device(g, DISK_SMALL));
	sum = guestfs_checksum_device(g, "md5", DISK_SMALL);
	/* 32 MiB of zeroes */
	ok_str(sum, "58f06dd588d8ffb3beb46ada6309436b");
	fails(g, guestfs_checksum_device(g, "md6", DISK_SMALL), EINVAL);
	fails(g, guestfs_checksum_device(g, "md5", "/dev/sdz"), ENOENT);
}
