// SPDX-License-Identifier: GPL-2.0-or-later
#include "extinode.h"

#include <ext2fs/ext2fs.h>
#include <stddef.h>
#include <string.h>

#include "covered.h"
#include "dev.h"
#include "exttable.h"
#include "sample.h"

/* Such an inode's attributes are not all in it, or mean something else. */
#define ODD_FLAGS                                                              \
	(EXT4_ENCRYPT_FL | EXT4_VERITY_FL | EXT4_EA_INODE_FL |                 \
	 EXT4_INLINE_DATA_FL | EXT4_SNAPFILE_FL | EXT4_CASEFOLD_FL)

static bool fits(const struct ext2_inode_large *in, size_t end)
{
	return EXT2_GOOD_OLD_INODE_SIZE + (size_t)in->i_extra_isize >= end;
}

#define FITS(in, field)                                                        \
	fits(in, offsetof(struct ext2_inode_large, field) + sizeof((in)->field))

static bool sum_ok(const struct crawl_layout *l, uint32_t ino,
		   struct ext2_inode_large *in)
{
	uint32_t sum = in->osd2.linux2.l_i_checksum_lo, mask = 0xffff, got;
	uint32_t words[2] = { ino, in->i_generation };

	in->osd2.linux2.l_i_checksum_lo = 0;
	if (l->inode_size > EXT2_GOOD_OLD_INODE_SIZE &&
	    FITS(in, i_checksum_hi)) {
		sum |= (uint32_t)in->i_checksum_hi << 16;
		mask = UINT32_MAX;
		in->i_checksum_hi = 0;
	}
	got = ext2fs_crc32c_le(l->seed, (unsigned char *)words, sizeof(words));
	got = ext2fs_crc32c_le(got, (unsigned char *)in, l->inode_size);
	return (got & mask) == sum;
}

static bool extents_ok(const struct ext2_inode_large *in)
{
	const struct ext3_extent_header *eh = (const void *)in->i_block;

	if (!(in->i_flags & EXT4_EXTENTS_FL))
		return true;
	return eh->eh_magic == EXT3_EXT_MAGIC && eh->eh_max &&
	       eh->eh_entries <= eh->eh_max && eh->eh_max <= 4;
}

static struct statx_timestamp time_of(uint32_t sec, uint32_t extra)
{
	return (struct statx_timestamp){
		.tv_sec = (int32_t)sec + ((int64_t)(extra & 3) << 32),
		.tv_nsec = extra >> 2,
	};
}

static void fill_times(const struct ext2_inode_large *in, bool large,
		       struct statx *ret)
{
	ret->stx_atime = time_of(in->i_atime, large && FITS(in, i_atime_extra)
						      ? in->i_atime_extra
						      : 0);
	ret->stx_mtime = time_of(in->i_mtime, large && FITS(in, i_mtime_extra)
						      ? in->i_mtime_extra
						      : 0);
	ret->stx_ctime = time_of(in->i_ctime, large && FITS(in, i_ctime_extra)
						      ? in->i_ctime_extra
						      : 0);
	if (!large || !FITS(in, i_crtime))
		return;
	ret->stx_mask |= STATX_BTIME;
	ret->stx_btime =
		time_of(in->i_crtime,
			FITS(in, i_crtime_extra) ? in->i_crtime_extra : 0);
}

static uint64_t blocks_of(const struct crawl_layout *l,
			  const struct ext2_inode_large *in)
{
	uint64_t n = in->i_blocks;

	if (!(l->flags & CRAWL_HUGE_FILES))
		return n;
	n |= (uint64_t)in->osd2.linux2.l_i_blocks_hi << 32;
	return in->i_flags & EXT4_HUGE_FILE_FL ? n * (l->block_size / 512) : n;
}

static bool times_ok(const struct statx *s)
{
	return s->stx_atime.tv_nsec < 1000000000 &&
	       s->stx_mtime.tv_nsec < 1000000000 &&
	       s->stx_ctime.tv_nsec < 1000000000 &&
	       s->stx_btime.tv_nsec < 1000000000;
}

static void fill(const struct crawl_layout *l, uint32_t ino,
		 const struct ext2_inode_large *in, bool large,
		 struct statx *ret)
{
	*ret = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = l->block_size,
		.stx_nlink = in->i_links_count,
		.stx_uid = in->i_uid | (uint32_t)in->osd2.linux2.l_i_uid_high
					       << 16,
		.stx_gid = in->i_gid | (uint32_t)in->osd2.linux2.l_i_gid_high
					       << 16,
		.stx_mode = in->i_mode,
		.stx_ino = ino,
		.stx_size = in->i_size,
		.stx_blocks = blocks_of(l, in),
	};
	if (S_ISREG(in->i_mode))
		ret->stx_size |= (uint64_t)in->i_size_high << 32;
	if (in->i_flags & EXT2_IMMUTABLE_FL)
		ret->stx_attributes |= STATX_ATTR_IMMUTABLE;
	if (in->i_flags & EXT2_APPEND_FL)
		ret->stx_attributes |= STATX_ATTR_APPEND;
	fill_times(in, large, ret);
}

static bool is_known(mode_t type)
{
	return S_ISREG(type) || S_ISLNK(type) || S_ISDIR(type);
}

bool extinode_decode(const struct crawl_layout *l, uint32_t ino,
		     const void *raw, mode_t type, struct statx *ret)
{
	union {
		struct ext2_inode_large in;
		unsigned char room[EXTTABLE_INODE_MAX];
	} u;
	bool large = l->inode_size > EXT2_GOOD_OLD_INODE_SIZE;
	struct ext2_inode_large *in = &u.in;

	memset(in, 0, sizeof(*in));
	memcpy(&u, raw, l->inode_size);
	if (!is_known(type) || (in->i_mode & S_IFMT) != type ||
	    in->i_flags & ODD_FLAGS || !in->i_links_count || !extents_ok(in))
		return false;
	if (S_ISDIR(type) && in->i_size_high)
		return false;
	if (large &&
	    (in->i_extra_isize % 4 ||
	     in->i_extra_isize > l->inode_size - EXT2_GOOD_OLD_INODE_SIZE))
		return false;
	if (l->flags & CRAWL_SUMS && !sum_ok(l, ino, in))
		return false;
	fill(l, ino, in, large, ret);
	return ret->stx_size <= INT64_MAX && times_ok(ret);
}

static bool look(struct exttable *t, uint64_t ino, mode_t type,
		 struct statx *ret)
{
	const void *raw = exttable_inode(t, ino);

	if (!raw || !extinode_decode(t->layout, ino, raw, type, ret))
		return false;
	ret->stx_dev_major = t->dev->major;
	ret->stx_dev_minor = t->dev->minor;
	return true;
}

bool extinode_stat(const struct dev *dev, uint64_t ino, mode_t type,
		   struct statx *ret)
{
	if (!is_known(type))
		return false;
	EXTTABLE_SCOPE(t, dev);
	return t && t->layout && !(S_ISDIR(type) && covered_is(dev, ino)) &&
	       !is_sample(t->n_asked++) && look(t, ino, type, ret);
}

static bool same_time(struct statx_timestamp a, struct statx_timestamp b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same(const struct statx *a, const struct statx *b)
{
	const uint64_t attrs = STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND;

	return a->stx_mode == b->stx_mode && a->stx_size == b->stx_size &&
	       a->stx_blocks == b->stx_blocks && a->stx_nlink == b->stx_nlink &&
	       a->stx_uid == b->stx_uid && a->stx_gid == b->stx_gid &&
	       a->stx_blksize == b->stx_blksize &&
	       (a->stx_mask & STATX_BTIME) == (b->stx_mask & STATX_BTIME) &&
	       (a->stx_attributes & attrs) == (b->stx_attributes & attrs) &&
	       same_time(a->stx_atime, b->stx_atime) &&
	       same_time(a->stx_mtime, b->stx_mtime) &&
	       same_time(a->stx_ctime, b->stx_ctime) &&
	       (!(a->stx_mask & STATX_BTIME) ||
		same_time(a->stx_btime, b->stx_btime));
}

void extinode_compare(const struct dev *dev, const struct statx *stx)
{
	struct statx expected;

	EXTTABLE_SCOPE(t, dev);
	if (t && t->layout && dev->major == stx->stx_dev_major &&
	    dev->minor == stx->stx_dev_minor &&
	    look(t, stx->stx_ino, stx->stx_mode & S_IFMT, &expected) &&
	    !same(&expected, stx))
		t->odd = true;
}
