/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: inodes and blocks of directories of ext2/3/4. The first bytes
 * are a layout's flags, sizes and kind of hashes, then comes an inode, then a
 * block.
 */
#include <ext2fs/ext2fs.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "frame/crawlhelper.h"
#include "session/dirent.h"
#include "session/extdir.h"
#include "session/extinode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *buf, size_t len)
{
	const struct dirent_raw *d;
	size_t pos = 0;

	if (len > DIRENT_BUF)
		abort();
	for (; (d = dirent_at(buf, len, pos)); pos += d->reclen)
		if (d->reclen < DIRENT_MIN || d->reclen > len - pos ||
		    !memchr(d->name, 0, buf + pos + d->reclen - d->name) ||
		    strchr(d->name, '/') || !*d->name)
			abort();
	if (pos != len)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t types[] = { LINUX_S_IFREG, LINUX_S_IFDIR,
					  LINUX_S_IFLNK };
	static char buf[DIRENT_BUF] __attribute__((aligned(8)));
	struct crawl_layout l = { .inodes_per_group = 64,
				  .n_groups = 1,
				  .inodes = 1 << 20 };
	unsigned char inode[4096] = { 0 }, block[4096] = { 0 };
	struct statx stx;
	uint64_t at;
	size_t n;

	if (size < 4)
		return 0;
	l.flags = data[0] & 15;
	l.hash = data[1] % 8;
	l.inode_size = 128u << data[2] % 6;
	l.block_size = 1024u << data[3] % 4;
	data += 4;
	size -= 4;
	n = size < l.inode_size ? size : l.inode_size;
	memcpy(inode, data, n);
	memcpy(block, data + n, size - n < 4096 ? size - n : 4096);
	for (size_t i = 0; i < 3; i++)
		extinode_decode(&l, 12, inode, types[i], &stx, &at);
	extdir_block(&l, inode);
	check(buf, extdir_decode(&l, 12, 1, block, buf));
	return 0;
}
