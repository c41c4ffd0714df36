// SPDX-License-Identifier: GPL-2.0-or-later
#include "crawlhelper.h"

#include <errno.h>
#include <ext2fs/ext2fs.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define WAVE	     32		 /* directories read side by side */
#define STACK_MAX    65536	 /* the oldest fall off */
#define SEEN_SIZE    65536	 /* a power of 2; what collides is read twice */
#define CREDIT_EACH  32		 /* directories for one that is asked for */
#define CREDIT_MAX   8192	 /* that far ahead at most */
#define PIECES	     4096	 /* of directories, kept in memory */
#define DROP_AT_ONCE 512	 /* a part of them */
#define DROP_GAP     (512 << 10) /* bytes */
#define BLOCKS_MAX   64		 /* of one directory */
#define TABLE_STEP   (1 << 20)	 /* bytes of inodes read at once */
#define TABLES	     8		 /* so many of these are kept in memory */

struct piece {
	uint64_t at, len; /* bytes */
};

/**
 * struct crawl - What is known of the walk
 * @fs:		The file system
 * @fd:		Its device, for hints
 * @stack:	Directories to read, a ring; what is next is on top
 * @top:	One above that
 * @n:		Their number
 * @seen:	Inodes that were read, by a hash
 * @tables:	Pieces of inode tables, by their number and counted from 1, the
 *		one that was wanted last first
 * @pieces:	Of directories, read last
 * @n_pieces:	How many have been
 * @credit:	How many directories more before the walk must show itself
 * @found:	Directories in the one being read
 * @n_found:	Their number
 */
struct crawl {
	ext2_filsys fs;
	int fd;
	uint32_t stack[STACK_MAX];
	size_t top;
	size_t n;
	uint32_t seen[SEEN_SIZE];
	uint64_t tables[TABLES];
	struct piece pieces[PIECES];
	size_t n_pieces;
	size_t credit;
	uint32_t found[4096];
	size_t n_found;
};

static void push(struct crawl *c, const uint32_t *v, size_t n)
{
	for (; n; n--) {
		c->stack[c->top++ % STACK_MAX] = v[n - 1];
		if (c->n < STACK_MAX)
			c->n++;
	}
}

static bool was_seen(struct crawl *c, uint32_t ino)
{
	uint32_t *at = &c->seen[(ino * 2654435761u >> 8) % SEEN_SIZE];
	bool seen = *at == ino;

	*at = ino;
	return seen;
}

static void will_need(const struct crawl *c, uint64_t at, uint64_t len)
{
	posix_fadvise(c->fd, at, len, POSIX_FADV_WILLNEED);
}

/* Return: whether it has to be read; it is the first one now */
static bool new_table(struct crawl *c, uint64_t step)
{
	size_t i = 0;
	bool is_new;

	while (i < TABLES - 1 && c->tables[i] != step)
		i++;
	is_new = c->tables[i] != step;
	if (is_new && c->tables[i])
		posix_fadvise(c->fd, (c->tables[i] - 1) * TABLE_STEP,
			      TABLE_STEP, POSIX_FADV_DONTNEED);
	memmove(c->tables + 1, c->tables, i * sizeof(c->tables[0]));
	c->tables[0] = step;
	return is_new;
}

/* Inodes are read by the piece of their table. */
static void want_inode(struct crawl *c, uint32_t ino)
{
	const struct ext2_super_block *sb = c->fs->super;
	uint32_t group = (ino - 1) / sb->s_inodes_per_group;
	uint64_t at;

	if (group >= c->fs->group_desc_count)
		return;
	at = ext2fs_inode_table_loc(c->fs, group) * c->fs->blocksize +
	     (uint64_t)((ino - 1) % sb->s_inodes_per_group) *
		     EXT2_INODE_SIZE(sb);
	if (new_table(c, at / TABLE_STEP + 1))
		will_need(c, at - at % TABLE_STEP, TABLE_STEP);
}

static int by_place(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Each call costs a hundred pages: what is near each other goes together, and
 * what lies between.
 */
static void drop(struct crawl *c, struct piece *v, size_t n)
{
	qsort(v, n, sizeof(v[0]), by_place);
	for (size_t i = 0, j; i < n; i = j) {
		uint64_t end = v[i].at + v[i].len;

		for (j = i + 1; j < n && v[j].at <= end + DROP_GAP; j++)
			end = v[j].at + v[j].len;
		posix_fadvise(c->fd, v[i].at, end - v[i].at,
			      POSIX_FADV_DONTNEED);
	}
}

/* The walk has been there by the time that as many others have come: what it
 * wanted there takes room.
 */
static void keep_for_now(struct crawl *c, uint64_t at, uint64_t len)
{
	size_t i = c->n_pieces++ % PIECES;

	if (i % DROP_AT_ONCE == 0 && c->pieces[i].len)
		drop(c, &c->pieces[i], DROP_AT_ONCE);
	c->pieces[i] = (struct piece){ .at = at, .len = len };
}

static int by_number(const void *a, const void *b)
{
	blk64_t x = *(const blk64_t *)a, y = *(const blk64_t *)b;

	return x < y ? -1 : x > y;
}

static size_t add_blocks(struct crawl *c, uint32_t ino, blk64_t *v, size_t n)
{
	struct ext2_inode inode;
	uint64_t blocks;

	if (ext2fs_read_inode(c->fs, ino, &inode) ||
	    !LINUX_S_ISDIR(inode.i_mode) || inode.i_flags & EXT4_INLINE_DATA_FL)
		return n;
	blocks =
		(EXT2_I_SIZE(&inode) + c->fs->blocksize - 1) / c->fs->blocksize;
	for (uint64_t i = 0; i < blocks && i < BLOCKS_MAX; i++) {
		blk64_t at = 0;

		if (ext2fs_bmap2(c->fs, ino, &inode, NULL, 0, i, NULL, &at))
			break;
		if (at && at < ext2fs_blocks_count(c->fs->super))
			v[n++] = at;
	}
	return n;
}

/* Neighbours by one request */
static void want_blocks(struct crawl *c, blk64_t *v, size_t n)
{
	unsigned int size = c->fs->blocksize;

	qsort(v, n, sizeof(v[0]), by_number);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && v[j] <= v[j - 1] + 1; j++)
			;
		will_need(c, v[i] * size, (v[j - 1] - v[i] + 1) * size);
		keep_for_now(c, v[i] * size, (v[j - 1] - v[i] + 1) * size);
	}
}

static int found(struct ext2_dir_entry *e, int offset, int blocksize, char *buf,
		 void *arg)
{
	struct crawl *c = arg;
	int len = ext2fs_dirent_name_len(e);

	(void)offset;
	(void)blocksize;
	(void)buf;
	if (ext2fs_dirent_file_type(e) != EXT2_FT_DIR || !e->inode ||
	    (len == 1 && e->name[0] == '.') ||
	    (len == 2 && e->name[0] == '.' && e->name[1] == '.'))
		return 0;
	c->found[c->n_found++] = e->inode;
	return c->n_found == sizeof(c->found) / sizeof(c->found[0])
		       ? DIRENT_ABORT
		       : 0;
}

/* All of a wave are on their way before the first one is waited for. */
static void read_wave(struct crawl *c, const uint32_t *inos, size_t n)
{
	static blk64_t blocks[WAVE * BLOCKS_MAX];
	size_t n_blocks = 0;

	for (size_t i = 0; i < n; i++)
		want_inode(c, inos[i]);
	for (size_t i = 0; i < n; i++)
		n_blocks = add_blocks(c, inos[i], blocks, n_blocks);
	want_blocks(c, blocks, n_blocks);
	/* The last one first: the first one's come to lie on top. */
	for (size_t i = n; i; i--) {
		c->n_found = 0;
		ext2fs_dir_iterate(c->fs, inos[i - 1], 0, NULL, found, c);
		push(c, c->found, c->n_found);
	}
}

static void crawl(struct crawl *c)
{
	uint32_t wave[WAVE];
	size_t n = 0;

	while (n < WAVE && c->n && c->credit) {
		uint32_t ino = c->stack[--c->top % STACK_MAX];

		c->n--;
		if (was_seen(c, ino))
			continue;
		wave[n++] = ino;
		c->credit--;
	}
	read_wave(c, wave, n);
}

static void asked(struct crawl *c, const uint32_t *v, size_t n)
{
	push(c, v, n);
	c->credit += n * CREDIT_EACH;
	if (c->credit > CREDIT_MAX)
		c->credit = CREDIT_MAX;
}

static void serve(struct crawl *c)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	uint32_t v[1024];

	for (;;) {
		bool idle = !c->n || !c->credit;

		if (poll(&p, 1, idle ? -1 : 0) > 0) {
			/* Parts of a pipe's atomic writes are whole words. */
			ssize_t n = read(STDIN_FILENO, v, sizeof(v));

			if (n == 0 || (n < 0 && errno != EINTR))
				return;
			if (n > 0)
				asked(c, v, n / sizeof(v[0]));
		} else if (!idle) {
			crawl(c);
		}
	}
}

/* Only of those that the kernel takes as they are */
static void tell_layout(ext2_filsys fs)
{
	struct crawl_layout l = {
		.inode_size = EXT2_INODE_SIZE(fs->super),
		.block_size = fs->blocksize,
		.inodes_per_group = fs->super->s_inodes_per_group,
		.n_groups = fs->group_desc_count,
		.seed = fs->csum_seed,
		.inodes = fs->super->s_inodes_count,
		.hash = fs->super->s_def_hash_version,
	};
	uint64_t at[512];

	if (fs->super->s_creator_os != EXT2_OS_LINUX)
		return;
	if (ext2fs_has_feature_metadata_csum(fs->super))
		l.flags |= CRAWL_SUMS;
	if (ext2fs_has_feature_huge_file(fs->super))
		l.flags |= CRAWL_HUGE_FILES;
	if (ext2fs_has_feature_filetype(fs->super))
		l.flags |= CRAWL_TYPES;
	if (ext2fs_has_feature_dir_index(fs->super))
		l.flags |= CRAWL_HASHED;
	if (l.hash <= EXT2_HASH_TEA &&
	    fs->super->s_flags & EXT2_FLAGS_UNSIGNED_HASH)
		l.hash += EXT2_HASH_LEGACY_UNSIGNED;
	memcpy(l.hash_seed, fs->super->s_hash_seed, sizeof(l.hash_seed));
	for (uint32_t i = 0, n; i < l.n_groups; i += n) {
		for (n = 0; n < 512 && i + n < l.n_groups; n++)
			at[n] = ext2fs_inode_table_loc(fs, i + n) *
				fs->blocksize;
		if (pwrite(STDOUT_FILENO, at, n * sizeof(at[0]),
			   sizeof(l) + i * sizeof(at[0])) !=
		    (ssize_t)(n * sizeof(at[0])))
			return;
	}
	l.ready = 1;
	if (pwrite(STDOUT_FILENO, &l, sizeof(l), 0) != sizeof(l))
		return;
}

int crawlhelper_main(const char *device)
{
	struct crawl *c = calloc(1, sizeof(*c));
	int flags = EXT2_FLAG_64BITS | EXT2_FLAG_SOFTSUPP_FEATURES |
		    EXT2_FLAG_IGNORE_CSUM_ERRORS | EXT2_FLAG_FORCE;

	if (!c)
		return EXIT_FAILURE;
	/* Requests go first */
	setpriority(PRIO_PROCESS, 0, 5);
	c->fd = open(device, O_RDONLY | O_CLOEXEC);
	if (c->fd < 0 ||
	    ext2fs_open(device, flags, 0, 0, unix_io_manager, &c->fs))
		return EXIT_FAILURE;
	posix_fadvise(c->fd, 0, 0, POSIX_FADV_RANDOM);
	tell_layout(c->fs);
	/* Check sums are the kernel's business; here they would take longer
	 * than all the rest.
	 */
	ext2fs_clear_feature_metadata_csum(c->fs->super);
	serve(c);
	return EXIT_SUCCESS;
}
