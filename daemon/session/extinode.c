// SPDX-License-Identifier: GPL-2.0-or-later
#include "extinode.h"

#include <ext2fs/ext2fs.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
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

uint64_t extinode_piece(const struct crawl_layout *l, const void *raw,
			uint64_t size)
{
	uint64_t blocks = (size + l->block_size - 1) / l->block_size;
	const struct ext2_inode *in = raw;
	struct {
		struct ext3_extent_header eh;
		struct ext3_extent ex;
	} tree;

	memcpy(&tree, in->i_block, sizeof(tree));
	if (in->i_flags & EXT4_EXTENTS_FL) {
		if (tree.eh.eh_magic != EXT3_EXT_MAGIC || tree.eh.eh_depth ||
		    tree.eh.eh_entries != 1 || tree.ex.ee_block ||
		    tree.ex.ee_len > EXT_INIT_MAX_LEN ||
		    tree.ex.ee_len < blocks)
			return 0;
		return (uint64_t)tree.ex.ee_start_hi << 32 | tree.ex.ee_start;
	}
	if (blocks > EXT2_NDIR_BLOCKS)
		return 0;
	for (unsigned int i = 1; i < blocks; i++)
		if (in->i_block[i] != in->i_block[0] + i)
			return 0;
	return in->i_block[0];
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
		     const void *raw, mode_t type, struct statx *ret,
		     uint64_t *ret_at)
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
	*ret_at = S_ISREG(type) && ret->stx_size && ret->stx_size <= INT64_MAX
			  ? extinode_piece(l, in, ret->stx_size) * l->block_size
			  : 0;
	return ret->stx_size <= INT64_MAX && times_ok(ret);
}

static bool look(struct exttable *t, uint64_t ino, mode_t type,
		 struct statx *ret, uint64_t *ret_at)
{
	const void *raw = exttable_inode(t, ino);

	if (!raw || !extinode_decode(t->layout, ino, raw, type, ret, ret_at))
		return false;
	ret->stx_dev_major = t->dev->major;
	ret->stx_dev_minor = t->dev->minor;
	return true;
}

bool extinode_stat(const struct dev *dev, uint64_t ino, mode_t type,
		   struct statx *ret, uint64_t *ret_at)
{
	if (!is_known(type))
		return false;
	EXTTABLE_SCOPE(t, dev);
	return t && t->layout && !(S_ISDIR(type) && covered_is(dev, ino)) &&
	       !is_sample(t->n_asked++) && look(t, ino, type, ret, ret_at);
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

/* Whether the kernel, too, finds all of the file's data there */
static bool is_there(int dirfd, const char *name, uint64_t size, uint64_t at)
{
	union {
		struct fiemap head;
		char room[sizeof(struct fiemap) + sizeof(struct fiemap_extent)];
	} q = { .head = { .fm_length = size, .fm_extent_count = 1 } };
	cleanup_close int fd =
		openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	const struct fiemap_extent *e = q.head.fm_extents;

	return fd >= 0 && ioctl(fd, FS_IOC_FIEMAP, &q) == 0 &&
	       q.head.fm_mapped_extents == 1 && e->fe_logical == 0 &&
	       e->fe_physical == at && e->fe_length >= size;
}

uint64_t extinode_compare(const struct dev *dev, int dirfd, const char *name,
			  const struct statx *stx)
{
	struct statx expected;
	uint64_t at;

	EXTTABLE_SCOPE(t, dev);
	if (!t || !t->layout || dev->major != stx->stx_dev_major ||
	    dev->minor != stx->stx_dev_minor ||
	    !look(t, stx->stx_ino, stx->stx_mode & S_IFMT, &expected, &at))
		return 0;
	t->odd = t->odd || !same(&expected, stx) ||
		 (at && !is_there(dirfd, name, stx->stx_size, at));
	return t->odd ? 0 : at;
}
