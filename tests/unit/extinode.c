/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inodes as they are on the disk. */
#include <ext2fs/ext2fs.h>
#include <string.h>

#include "frame/crawlhelper.h"
#include "session/extinode.h"
#include "test.h"

#define INO 77

static const struct crawl_layout plain = {
	.inode_size = 256,
	.block_size = 4096,
	.inodes_per_group = 8192,
	.n_groups = 1,
};

static union {
	struct ext2_inode_large in;
	unsigned char room[256];
} raw;

static struct statx stx;
static uint64_t at;

static void make(void)
{
	struct ext3_extent_header *eh = (void *)raw.in.i_block;

	memset(&raw, 0, sizeof(raw));
	raw.in.i_mode = S_IFREG | 0640;
	raw.in.i_links_count = 2;
	raw.in.i_size = 5;
	raw.in.i_size_high = 3;
	raw.in.i_blocks = 8;
	raw.in.i_uid = 1;
	raw.in.osd2.linux2.l_i_uid_high = 2;
	raw.in.i_flags = EXT4_EXTENTS_FL;
	raw.in.i_extra_isize = 32;
	raw.in.i_mtime = (uint32_t)-2;
	raw.in.i_mtime_extra = 7 << 2 | 1;
	raw.in.i_crtime = 9;
	eh->eh_magic = EXT3_EXT_MAGIC;
	eh->eh_max = 4;
}

static bool decode(const struct crawl_layout *l)
{
	memset(&stx, 0x55, sizeof(stx));
	return extinode_decode(l, INO, &raw, S_IFREG, &stx, &at);
}

TEST(an_inode_is_what_statx_says)
{
	make();
	ok(decode(&plain));
	ok_int(stx.stx_ino, INO);
	ok_int(stx.stx_mode, S_IFREG | 0640);
	ok_int(stx.stx_nlink, 2);
	ok(stx.stx_size == (3ULL << 32) + 5);
	ok_int(stx.stx_blocks, 8);
	ok_int(stx.stx_uid, 1 + (2 << 16));
	ok(stx.stx_mtime.tv_sec == -2 + (1LL << 32));
	ok_int(stx.stx_mtime.tv_nsec, 7);
	ok(stx.stx_mask & STATX_BTIME);
	ok_int(stx.stx_btime.tv_sec, 9);
}

TEST(small_inodes_have_no_more_than_seconds)
{
	struct crawl_layout l = plain;

	l.inode_size = 128;
	make();
	ok(decode(&l));
	ok(stx.stx_mtime.tv_sec == -2);
	ok_int(stx.stx_mtime.tv_nsec, 0);
	ok(!(stx.stx_mask & STATX_BTIME));
	/* Nor large ones of which no more is in use */
	make();
	raw.in.i_extra_isize = 4;
	ok(decode(&plain));
	ok(stx.stx_mtime.tv_sec == -2);
	ok(!(stx.stx_mask & STATX_BTIME));
}

TEST(blocks_are_counted_as_the_file_system_does)
{
	struct crawl_layout l = plain;

	make();
	raw.in.osd2.linux2.l_i_blocks_hi = 1;
	ok(decode(&l));
	ok_int(stx.stx_blocks, 8);
	l.flags = CRAWL_HUGE_FILES;
	ok(decode(&l));
	ok(stx.stx_blocks == (1ULL << 32) + 8);
	raw.in.i_flags |= EXT4_HUGE_FILE_FL;
	ok(decode(&l));
	ok(stx.stx_blocks == ((1ULL << 32) + 8) * 8);
}

TEST(what_is_not_ordinary_is_left_to_the_kernel)
{
	static const uint32_t flags[] = { EXT4_ENCRYPT_FL, EXT4_VERITY_FL,
					  EXT4_EA_INODE_FL,
					  EXT4_INLINE_DATA_FL };
	struct ext3_extent_header *eh = (void *)raw.in.i_block;

	for (unsigned int i = 0; i < 4; i++) {
		make();
		raw.in.i_flags |= flags[i];
		ok(!decode(&plain));
	}
	make();
	raw.in.i_mode = S_IFDIR | 0755;
	ok(!decode(&plain));
	make();
	raw.in.i_mode = S_IFLNK | 0777;
	ok(!decode(&plain));
	make();
	raw.in.i_links_count = 0;
	ok(!decode(&plain));
	make();
	eh->eh_magic = 0;
	ok(!decode(&plain));
	make();
	eh->eh_entries = 5;
	ok(!decode(&plain));
	make();
	raw.in.i_extra_isize = 129;
	ok(!decode(&plain));
	make();
	raw.in.i_extra_isize = 132;
	ok(!decode(&plain));
	make();
	raw.in.i_size_high = 0x80000000;
	ok(!decode(&plain));
	make();
	raw.in.i_mtime_extra = 0xfffffffc;
	ok(!decode(&plain));
}

/* Of the inode with extents: one of @len blocks at @start, and @size bytes */
static uint64_t place_of_extent(uint64_t size, unsigned int len, uint64_t start)
{
	struct ext3_extent_header *eh = (void *)raw.in.i_block;
	struct ext3_extent *e = (void *)(eh + 1);

	make();
	raw.in.i_size = size;
	raw.in.i_size_high = size >> 32;
	eh->eh_entries = 1;
	e->ee_len = len;
	e->ee_start = start;
	e->ee_start_hi = start >> 32;
	ok(decode(&plain));
	return at;
}

TEST(data_that_lie_in_one_piece_are_found_there)
{
	ok_int(place_of_extent(1, 1, 1000), 1000 * 4096);
	ok_int(place_of_extent(4096, 1, 1000), 1000 * 4096);
	ok(place_of_extent(5, 1, 0x123456789aULL) == 0x123456789aULL * 4096);
	ok_int(place_of_extent(32768ULL * 4096, 32768, 1), 4096);
	/* Empty, longer than the piece, and never written */
	ok_int(place_of_extent(0, 1, 1000), 0);
	ok_int(place_of_extent(4097, 1, 1000), 0);
	ok_int(place_of_extent(1ULL << 62, 32768, 1000), 0);
	ok_int(place_of_extent(1, 32769, 1000), 0);
}

TEST(data_in_several_pieces_have_no_place)
{
	struct ext3_extent_header *eh = (void *)raw.in.i_block;
	struct ext3_extent *e = (void *)(eh + 1);

	place_of_extent(1, 1, 1000);
	eh->eh_entries = 2;
	ok(decode(&plain) && !at);
	eh->eh_entries = 0;
	ok(decode(&plain) && !at);
	eh->eh_entries = 1;
	eh->eh_depth = 1;
	ok(decode(&plain) && !at);
	eh->eh_depth = 0;
	e->ee_block = 1;
	ok(decode(&plain) && !at);
	e->ee_block = 0;
	ok(decode(&plain) && at);
}

TEST(blocks_without_extents_are_one_piece_where_they_follow_each_other)
{
	make();
	memset(raw.in.i_block, 0, sizeof(raw.in.i_block));
	raw.in.i_flags = 0;
	raw.in.i_size_high = 0;
	raw.in.i_size = 12 * 4096;
	ok(decode(&plain) && !at);
	for (unsigned int i = 0; i < 12; i++)
		raw.in.i_block[i] = 500 + i;
	ok(decode(&plain));
	ok_int(at, 500 * 4096);
	raw.in.i_size++;
	ok(decode(&plain) && !at);
	raw.in.i_size--;
	raw.in.i_block[11] = 0;
	ok(decode(&plain) && !at);
	raw.in.i_size = 11 * 4096;
	ok(decode(&plain) && at);
}

TEST(a_check_sum_must_be_right)
{
	struct crawl_layout l = plain;
	uint32_t words[2] = { INO, 5 }, sum;

	l.flags = CRAWL_SUMS;
	l.seed = 0xdeadbeef;
	make();
	raw.in.i_generation = 5;
	ok(!decode(&l));
	sum = ext2fs_crc32c_le(l.seed, (unsigned char *)words, sizeof(words));
	sum = ext2fs_crc32c_le(sum, raw.room, 256);
	raw.in.osd2.linux2.l_i_checksum_lo = sum;
	raw.in.i_checksum_hi = sum >> 16;
	ok(decode(&l));
	raw.in.i_checksum_hi ^= 1;
	ok(!decode(&l));
	raw.in.i_checksum_hi ^= 1;
	raw.room[200] ^= 1;
	ok(!decode(&l));
	raw.room[200] ^= 1;
	ok(!extinode_decode(&l, INO + 1, &raw, S_IFREG, &stx, &at));
}
