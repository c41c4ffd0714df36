// SPDX-License-Identifier: GPL-2.0-or-later
#include "probe.h"

#include <blkid/blkid.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "strv.h"

#define HEAD (1280 << 10)
#define TAIL (512 << 10)

static void free_probe(blkid_probe *p)
{
	int saved = errno;

	if (*p)
		blkid_free_probe(*p);
	errno = saved;
}

#define cleanup_probe __attribute__((cleanup(free_probe)))

static blkid_probe open_probe(int fd)
{
	blkid_probe p = blkid_new_probe();

	if (!p)
		return NULL;
	errno = 0;
	if (blkid_probe_set_device(p, fd, 0, 0) < 0) {
		blkid_free_probe(p);
		errno = errno ? errno : EIO;
		return NULL;
	}
	return p;
}

const char *probe_which(const char *kernel, const char *const types[])
{
	cleanup_close int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	cleanup_probe blkid_probe p = fd < 0 ? NULL : open_probe(fd);
	const char *found;

	if (!p)
		return NULL;
	blkid_probe_enable_superblocks(p, 1);
	blkid_probe_set_superblocks_flags(p, BLKID_SUBLKS_TYPE);
	blkid_probe_filter_superblocks_type(p, BLKID_FLTR_ONLYIN,
					    (char **)types);
	if (blkid_do_safeprobe(p) != 0 ||
	    blkid_probe_lookup_value(p, "TYPE", &found, NULL) < 0)
		return NULL;
	for (size_t i = 0; types[i]; i++)
		if (!strcmp(types[i], found))
			return types[i];
	return NULL;
}

bool probe_is(const char *kernel, const char *type)
{
	const char *const only[] = { type, NULL };

	return probe_which(kernel, only);
}

/* libblkid looks into some thirty places, most of them near the beginning or
 * the end: two requests instead of thirty.
 */
static void read_ahead(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);

	posix_fadvise(fd, 0, HEAD, POSIX_FADV_WILLNEED);
	if (end > HEAD + TAIL)
		posix_fadvise(fd, end - TAIL, TAIL, POSIX_FADV_WILLNEED);
}

/* A probe that has looked; ambivalent results (-2) count as none. */
static blkid_probe probed(int fd)
{
	blkid_probe p = open_probe(fd);

	if (!p)
		return NULL;
	read_ahead(fd);
	blkid_probe_enable_superblocks(p, 1);
	blkid_probe_set_superblocks_flags(
		p, BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID | BLKID_SUBLKS_TYPE |
			   BLKID_SUBLKS_SECTYPE | BLKID_SUBLKS_USAGE |
			   BLKID_SUBLKS_VERSION);
	blkid_probe_enable_partitions(p, 1);
	blkid_probe_set_partitions_flags(p, BLKID_PARTS_ENTRY_DETAILS);
	errno = 0;
	if (blkid_do_safeprobe(p) == -1 && errno) {
		blkid_free_probe(p);
		return NULL;
	}
	return p;
}

char *probe_value(const char *kernel, const char *key)
{
	cleanup_close int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	cleanup_probe blkid_probe p = fd < 0 ? NULL : probed(fd);
	const char *v;

	if (!p)
		return NULL;
	return strdup(blkid_probe_lookup_value(p, key, &v, NULL) == 0 ? v : "");
}

char **probe_all(const char *kernel)
{
	cleanup_close int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	cleanup_probe blkid_probe p = fd < 0 ? NULL : probed(fd);
	cleanup_strv_finish struct strv sv = { 0 };

	if (!p)
		return NULL;
	for (int i = 0; i < blkid_probe_numof_values(p); i++) {
		const char *name, *v;
		size_t len;

		if (blkid_probe_get_value(p, i, &name, &v, &len) < 0)
			continue;
		if (strv_add(&sv, name) < 0 ||
		    strv_take(&sv, strndup(v, len)) < 0)
			return NULL;
	}
	return strv_steal(&sv);
}

static bool is_table(blkid_probe p)
{
	return blkid_probe_has_value(p, "PTMAGIC");
}

int probe_wipe(const char *kernel)
{
	cleanup_close int fd = open(kernel, O_RDWR | O_EXCL | O_CLOEXEC);
	cleanup_probe blkid_probe p = fd < 0 ? NULL : open_probe(fd);
	bool table = false;

	if (!p)
		return -1;
	read_ahead(fd);
	blkid_probe_enable_superblocks(p, 1);
	blkid_probe_set_superblocks_flags(p, BLKID_SUBLKS_MAGIC |
						     BLKID_SUBLKS_BADCSUM);
	/* A boot sector in a partition looks like a table. */
	if (blkid_probe_is_wholedisk(p)) {
		blkid_probe_enable_partitions(p, 1);
		blkid_probe_set_partitions_flags(
			p, BLKID_PARTS_MAGIC | BLKID_PARTS_FORCE_GPT);
	}
	while (blkid_do_probe(p) == 0) {
		table |= is_table(p);
		errno = EIO;
		if (blkid_do_wipe(p, 0) < 0)
			return -1;
	}
	if (table)
		ioctl(fd, BLKRRPART);
	return 0;
}
