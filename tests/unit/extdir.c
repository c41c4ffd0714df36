/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories as they are on the disk. */
#include <ext2fs/ext2fs.h>
#include <string.h>
#include <sys/stat.h>

#include "frame/crawlhelper.h"
#include "session/dirent.h"
#include "session/extdir.h"
#include "test.h"

#define INO   77
#define BLOCK 1024

static const struct crawl_layout linear = {
	.flags = CRAWL_TYPES,
	.inode_size = 256,
	.block_size = BLOCK,
	.inodes_per_group = 8192,
	.n_groups = 1,
	.inodes = 8192,
	.hash = EXT2_HASH_HALF_MD4,
};

static unsigned char block[EXTDIR_BLOCK_MAX];
static char buf[DIRENT_BUF] __attribute__((aligned(8)));

/* Return: where the next one begins */
static size_t put(size_t at, uint32_t ino, const char *name, int type,
		  size_t size)
{
	struct ext2_dir_entry *e = (void *)(block + at);

	e->inode = ino;
	e->rec_len = size;
	e->name_len = strlen(name) | type << 8;
	memcpy(e->name, name, strlen(name));
	return at + size;
}

static void make(void)
{
	size_t at;

	memset(block, 0, sizeof(block));
	at = put(0, INO, ".", EXT2_FT_DIR, 12);
	at = put(at, 2, "..", EXT2_FT_DIR, 12);
	at = put(at, 100, "file", EXT2_FT_REG_FILE, 32);
	at = put(at, 0, "removed", EXT2_FT_REG_FILE, 16);
	at = put(at, 101, "d", EXT2_FT_DIR, 12);
	put(at, 102, "link", EXT2_FT_SYMLINK, BLOCK - at);
}

static size_t decode(const struct crawl_layout *l)
{
	memset(buf, 0x55, sizeof(buf));
	return extdir_decode(l, INO, 5, block, buf);
}

static const struct dirent_raw *entry(size_t len, size_t i)
{
	const struct dirent_raw *d = NULL;

	for (size_t pos = 0; (d = dirent_at(buf, len, pos)) && i; i--)
		pos += d->reclen;
	return d;
}

static void check(const struct dirent_raw *d, const char *name, uint64_t ino,
		  mode_t type, uint64_t off)
{
	ok_str(d->name, name);
	ok_int(d->ino, ino);
	ok_int((mode_t)d->type << 12, type);
	ok_int(d->off, off);
	ok_int(d->reclen % 8, 0);
}

TEST(entries_are_what_getdents_says)
{
	size_t len;

	make();
	len = decode(&linear);
	ok(len);
	check(entry(len, 0), ".", INO, S_IFDIR, 12);
	check(entry(len, 1), "..", 2, S_IFDIR, 24);
	check(entry(len, 2), "file", 100, S_IFREG, 72);
	check(entry(len, 3), "d", 101, S_IFDIR, 84);
	check(entry(len, 4), "link", 102, S_IFLNK, BLOCK);
	ok(!entry(len, 5));
}

TEST(with_an_index_their_order_is_that_of_hashes)
{
	struct crawl_layout l = linear;
	uint64_t last = 0;
	size_t len;

	l.flags |= CRAWL_HASHED;
	l.hash_seed[0] = 0x1234;
	make();
	len = decode(&l);
	for (size_t i = 0; i < 5; i++) {
		const struct dirent_raw *d = entry(len, i);
		ext2_dirhash_t hash, minor;

		ext2fs_dirhash(l.hash, d->name, strlen(d->name), l.hash_seed,
			       &hash, &minor);
		ok(!i || last == ((uint64_t)(hash >> 1) << 32 | minor));
		ok(!i || d->off > last);
		last = d->off;
	}
	ok(last == INT64_MAX);
	ok(!entry(len, 5));
}

TEST(a_damaged_block_is_left_to_the_kernel)
{
	static const struct {
		size_t at; /* of the entry */
		size_t size;
		uint32_t ino;
		const char *name;
	} bad[] = {
		{ 24, 0, 100, "file" },	    { 24, 8, 100, "file" },
		{ 24, 33, 100, "file" },    { 24, 2048, 100, "file" },
		{ 24, 32, 8193, "file" },   { 24, 12, 100, "longer" },
		{ 24, 32, 100, "a/b" },	    { 24, 32, 100, "" },
		{ 24, BLOCK, 100, "file" }, { 24, BLOCK - 28, 100, "file" },
	};
	struct crawl_layout l = linear;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		make();
		put(bad[i].at, bad[i].ino, bad[i].name, EXT2_FT_REG_FILE,
		    bad[i].size);
		ok(!decode(&linear));
	}
	make();
	block[24 + 8 + 1] = 0; /* in a name */
	ok(!decode(&linear));
	/* File systems of other kinds */
	make();
	l.flags = 0;
	ok(!decode(&l));
	l = linear;
	l.block_size = 8192;
	ok(!decode(&l));
	l = linear;
	l.hash = EXT2_HASH_SIPHASH;
	ok(!decode(&l));
}

TEST(as_many_entries_as_fit_are_taken)
{
	struct crawl_layout l = linear;
	size_t at = 0, n = 0, len;

	l.block_size = EXTDIR_BLOCK_MAX;
	memset(block, 0, sizeof(block));
	while (at + 24 <= sizeof(block)) {
		at = put(at, 100, "x", EXT2_FT_REG_FILE, 12);
		n++;
	}
	put(at, 100, "x", EXT2_FT_REG_FILE, sizeof(block) - at);
	len = decode(&l);
	ok(len && len <= DIRENT_BUF);
	ok(entry(len, n) && !entry(len, n + 1));
}

TEST(the_check_sum_of_a_directory_must_be_right)
{
	struct crawl_layout l = linear;
	struct ext2_dir_entry_tail tail = {
		.det_rec_len = sizeof(tail),
		.det_reserved_name_len = EXT2_DIR_NAME_LEN_CSUM,
	};
	uint32_t words[2] = { INO, 5 };

	l.flags |= CRAWL_SUMS;
	l.seed = 0xdeadbeef;
	make();
	ok(!decode(&l));
	put(84, 102, "link", EXT2_FT_SYMLINK, BLOCK - 84 - sizeof(tail));
	tail.det_checksum = ext2fs_crc32c_le(
		ext2fs_crc32c_le(l.seed, (unsigned char *)words, sizeof(words)),
		block, BLOCK - sizeof(tail));
	memcpy(block + BLOCK - sizeof(tail), &tail, sizeof(tail));
	ok(decode(&l));
	ok(!entry(decode(&l), 5));
	ok(!extdir_decode(&l, INO + 1, 5, block, buf));
	ok(!extdir_decode(&l, INO, 6, block, buf));
	block[500] ^= 1;
	ok(!decode(&l));
}

static void make_inode(struct ext2_inode *in)
{
	struct {
		struct ext3_extent_header eh;
		struct ext3_extent ex;
	} tree = {
		.eh = { .eh_magic = EXT3_EXT_MAGIC,
			.eh_entries = 1,
			.eh_max = 4 },
		.ex = { .ee_len = 1, .ee_start_hi = 1, .ee_start = 7 },
	};

	memset(in, 0, sizeof(*in));
	in->i_mode = S_IFDIR | 0755;
	in->i_links_count = 2;
	in->i_size = BLOCK;
	in->i_flags = EXT4_EXTENTS_FL;
	memcpy(in->i_block, &tree, sizeof(tree));
}

TEST(the_one_block_of_a_directory_is_found)
{
	struct ext3_extent_header *eh;
	struct ext3_extent *ex;
	struct ext2_inode in;

	eh = (void *)in.i_block;
	ex = (void *)(eh + 1);
	make_inode(&in);
	ok(extdir_block(&linear, &in) == ((1ULL << 32) + 7) * BLOCK);
	in.i_flags = 0;
	in.i_block[0] = 9;
	ok(extdir_block(&linear, &in) == 9 * BLOCK);

#define NOT_WITH(change)                                                       \
	do {                                                                   \
		make_inode(&in);                                               \
		change;                                                        \
		ok(!extdir_block(&linear, &in));                               \
	} while (0)

	NOT_WITH(in.i_mode = S_IFREG | 0644);
	NOT_WITH(in.i_size = 2 * BLOCK);
	NOT_WITH(in.i_size_high = 1);
	NOT_WITH(in.i_links_count = 0);
	NOT_WITH(in.i_flags |= EXT2_INDEX_FL);
	NOT_WITH(in.i_flags |= EXT4_INLINE_DATA_FL);
	NOT_WITH(in.i_flags |= EXT4_ENCRYPT_FL);
	NOT_WITH(in.i_flags |= EXT4_CASEFOLD_FL);
	NOT_WITH(eh->eh_magic = 0);
	NOT_WITH(eh->eh_depth = 1);
	NOT_WITH(eh->eh_entries = 2);
	NOT_WITH(ex->ee_block = 1);
	NOT_WITH(ex->ee_len = 0);
	NOT_WITH(ex->ee_len = 32769);
	NOT_WITH(ex->ee_start = 0; ex->ee_start_hi = 0);
}
