// SPDX-License-Identifier: GPL-2.0-or-later
#include "probe.h"

#include <blkid/blkid.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "session/kaio.h"
#include "strv.h"

#define HEAD (68 << 10)
#define TAIL (512 << 10)

/* Each of four labels ends with a ring of uberblocks of 1 KiB or more, which
 * begin with a magic number in the writer's byte order
 */
#define ZFS_LABEL (256 << 10)
#define ZFS_RING  (128 << 10)
#define ZFS_STEP  (1024 / sizeof(uint64_t))
#define ZFS_MAGIC UINT64_C(0x00bab10c)

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
 * the end: few requests instead of thirty. It reads what is further in only
 * where it looks for ZFS (see without_zfs()).
 */
static void read_ahead(int fd)
{
	static const int places[] = { 128 << 10, 256 << 10, 512 << 10,
				      1 << 20 };
	off_t end = lseek(fd, 0, SEEK_END);

	posix_fadvise(fd, 0, HEAD, POSIX_FADV_WILLNEED);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		posix_fadvise(fd, places[i], 1, POSIX_FADV_WILLNEED);
	if (end > TAIL)
		posix_fadvise(fd, end - TAIL, TAIL, POSIX_FADV_WILLNEED);
}

static bool has_uberblock(const uint64_t *ring)
{
	for (size_t i = 0; i < ZFS_RING / sizeof(*ring); i += ZFS_STEP)
		if (ring[i] == htole64(ZFS_MAGIC) ||
		    ring[i] == htobe64(ZFS_MAGIC))
			return true;
	return false;
}

/* Return: whether one of ZFS' four labels may be on the disk */
static bool maybe_zfs(const char *kernel)
{
	static _Alignas(4096) uint64_t rings[4][ZFS_RING / sizeof(uint64_t)];
	cleanup_close int fd = open(kernel, O_RDONLY | O_DIRECT | O_CLOEXEC);
	off_t end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END) & -ZFS_LABEL;
	struct iocb reads[4];
	ssize_t got[4];

	if (end < 4 * ZFS_LABEL)
		return true;
	for (int i = 0; i < 4; i++) {
		off_t label = i < 2 ? i * ZFS_LABEL : end - (4 - i) * ZFS_LABEL;

		kaio_read(&reads[i], i, fd, rings[i], ZFS_RING,
			  label + ZFS_LABEL - ZFS_RING);
	}
	kaio_run(reads, 4, got);
	for (int i = 0; i < 4; i++)
		if (got[i] != ZFS_RING || has_uberblock(rings[i]))
			return true;
	return false;
}

/* libblkid reads a MiB to find that there is no ZFS, into memory that is
 * mapped for each label: more than half of its time under TCG. It is not asked
 * to where a look at the magic numbers suffices.
 */
static void without_zfs(blkid_probe p, const char *kernel)
{
	static char *const zfs[] = { "zfs_member", NULL };

	if (!maybe_zfs(kernel))
		blkid_probe_filter_superblocks_type(p, BLKID_FLTR_NOTIN,
						    (char **)zfs);
}

/* A probe that has looked; ambivalent results (-2) count as none. */
static blkid_probe probed(const char *kernel, int fd)
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
	without_zfs(p, kernel);
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
	cleanup_probe blkid_probe p = fd < 0 ? NULL : probed(kernel, fd);
	const char *v;

	if (!p)
		return NULL;
	return strdup(blkid_probe_lookup_value(p, key, &v, NULL) == 0 ? v : "");
}

char **probe_all(const char *kernel)
{
	cleanup_close int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	cleanup_probe blkid_probe p = fd < 0 ? NULL : probed(kernel, fd);
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
	without_zfs(p, kernel);
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
