/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/format.h"

#include <stdint.h>
#include <string.h>

#include "cleanup.h"

#define QCOW2_INCOMPAT_DATA_FILE (UINT64_C(1) << 2)

static const struct {
	const char *format;
	size_t offset;
	size_t len;
	const char *magic;
	bool refers;
} magics[] = {
	{ "qcow2", 0, 8, "QFI\xfb\0\0\0\2", false },
	{ "qcow2", 0, 8, "QFI\xfb\0\0\0\3", false },
	{ "qcow", 0, 8, "QFI\xfb\0\0\0\1", false },
	{ "qed", 0, 4, "QED", false },
	{ "vmdk", 0, 4, "KDMV", false },
	{ "vmdk", 0, 4, "COWD", false },
	{ "vmdk", 0, 21, "# Disk DescriptorFile", true },
	{ "vhdx", 0, 8, "vhdxfile", false },
	{ "vpc", 0, 8, "conectix", false },
	{ "vdi", 64, 4, "\x7f\x10\xda\xbe", false },
	{ "parallels", 0, 16, "WithoutFreeSpace", false },
	{ "parallels", 0, 16, "WithouFreSpacExt", false },
};

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static uint64_t be64(const unsigned char *p)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

/* qcow2: backing_file_offset at 8 (qcow too), and for version 3 the
 * incompatible features at 72.
 */
static bool qcow_refers(const unsigned char *head, size_t len)
{
	if (len >= 16 && be64(head + 8))
		return true;
	return len >= 80 && head[7] == 3 &&
	       (be64(head + 72) & QCOW2_INCOMPAT_DATA_FILE);
}

const char *format_by_magic(const unsigned char *head, size_t len,
			    bool *ret_refers)
{
	for (size_t i = 0; i < ARRAY_SIZE(magics); i++) {
		if (len < magics[i].offset + magics[i].len ||
		    memcmp(head + magics[i].offset, magics[i].magic,
			   magics[i].len))
			continue;
		*ret_refers = magics[i].refers ||
			      (!strncmp(magics[i].format, "qcow", 4) &&
			       qcow_refers(head, len));
		return magics[i].format;
	}
	*ret_refers = false;
	return "raw";
}

/* Header fields of qcow2: cluster_bits at 20, l1_size (entries of 8 bytes) at
 * 36, l1_table_offset at 40, refcount_table_offset at 48, its clusters at 56.
 */
bool format_is_cut(const unsigned char *head, size_t len, uint64_t size)
{
	uint64_t l1_size, refcount_size, l1, refcount;
	unsigned int bits;

	if (len < 64)
		return true;
	bits = be32(head + 20) & 31;
	l1_size = (uint64_t)be32(head + 36) * 8;
	l1 = be64(head + 40);
	refcount = be64(head + 48);
	refcount_size = (uint64_t)be32(head + 56) << bits;
	return l1 > size || l1_size > size - l1 || refcount > size ||
	       refcount_size > size - refcount;
}
