// SPDX-License-Identifier: GPL-2.0-or-later
/* What the appliance may say of where data lie. */
#include "fsdir.h"
#include "mount.h"
#include "ops/image.h"
#include "test.h"

#define GIB (1ULL << 30)

static struct images images = {
	.n = 2,
	.v = { { .fd = 7, .size = GIB }, { .fd = -1, .size = GIB } },
};

static int check(uint64_t offset, uint64_t end, uint64_t size, fs_extent a,
		 fs_extent b)
{
	fs_extent v[2] = { a, b };
	fs_map_args args = { .offset = offset };
	fs_map_ret ret = {
		.size = size,
		.end = end,
		.extents = { .extents_len = 2, .extents_val = v },
	};

	return image_map_check(&images, &args, &ret);
}

static const fs_extent first = { .offset = 0, .length = 8192, .at = 4096 };
static const fs_extent last = { .offset = 16384,
				.length = 4096,
				.at = GIB - 4096 };

TEST(extents_in_an_image_are_believed)
{
	ok_int(check(0, 20000, 20000, first, last), 0);
	ok_int(check(100, 20000, 20000, first, last), 0);
}

TEST(a_place_outside_the_image_is_not_read)
{
	fs_extent e = last;

	e.at++;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
	e.at = UINT64_MAX - 100;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
	e = last;
	e.length = GIB + 1;
	e.at = 0;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
}

TEST(only_images_that_hold_what_their_drives_do_are_read)
{
	fs_extent e = last;

	e.drive = 1;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
	e.drive = 2;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
	e.drive = UINT32_MAX;
	ok_int(check(0, 20000, 20000, first, e), ERANGE);
}

TEST(extents_that_overlap_or_go_back_are_rubbish)
{
	fs_extent e = last;

	ok_int(check(0, 20000, 20000, last, first), EIO);
	e.offset = 8191;
	ok_int(check(0, 20000, 20000, first, e), EIO);
	e = last;
	e.length = 0;
	ok_int(check(0, 20000, 20000, first, e), EIO);
	e.length = UINT64_MAX;
	ok_int(check(0, 20000, 20000, first, e), EIO);
	e = last;
	e.offset = UINT64_MAX;
	ok_int(check(0, 20000, 20000, first, e), EIO);
}

TEST(a_map_says_something_of_what_was_asked)
{
	ok_int(check(20000, 20000, 20000, first, last), EIO);
	ok_int(check(0, 20001, 20000, first, last), EIO);
	ok_int(check(0, UINT64_MAX, UINT64_MAX, first, last), EIO);
}

static int place(unsigned int drive, uint64_t at, uint64_t size)
{
	fs_extent e;
	int err = image_place_check(&images, fsdir_place(drive, at), size, &e);

	if (!err)
		ok(e.offset == 0 && e.length == size && e.at == at &&
		   e.drive == drive);
	return err;
}

TEST(a_place_that_a_listing_says_must_be_in_an_image_too)
{
	ok_int(place(0, 4096, 5), 0);
	ok_int(place(0, GIB - 5, 5), 0);
	ok_int(place(0, GIB - 4, 5), ERANGE);
	ok_int(place(0, GIB + 4096, 5), ERANGE);
	ok_int(place(0, 0, GIB + 1), ERANGE);
	ok_int(place(0, 4096, 0), ERANGE);
	ok_int(place(0, 4096, UINT64_MAX), ERANGE);
	ok_int(place(1, 4096, 5), ERANGE);
	ok_int(place(2, 4096, 5), ERANGE);
	ok_int(place(254, 4096, 5), ERANGE);
}

TEST(what_cannot_be_said_in_a_listing_is_no_place)
{
	fs_extent e;

	ok_int(fsdir_place(255, 0), 0);
	ok_int(fsdir_place(UINT_MAX, 0), 0);
	ok_int(fsdir_place(0, 1ULL << 56), 0);
	ok_int(image_place_check(&images, 0, 5, &e), ERANGE);
	ok_int(image_place_check(&images, UINT64_MAX, 5, &e), ERANGE);
}
