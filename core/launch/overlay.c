/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An empty qcow2 image, version 3: header, refcount table, one refcount block,
 * L1 table, one after another in clusters of 64 KiB. The backing image is not
 * in the header; qemu gets it as an argument.
 */
#include "overlay.h"

#include <endian.h>
#include <fcntl.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"
#include "spawn.h"

#define CLUSTER	    65536ULL
#define PER_L1	    (CLUSTER / 8 * CLUSTER) /* bytes that one L1 entry maps */
#define MAX_L1	    (32ULL << 20)	    /* bytes, qemu's limit */
#define AT_REFTABLE (1 * CLUSTER)
#define AT_REFBLOCK (2 * CLUSTER)
#define AT_L1	    (3 * CLUSTER)

struct header {
	uint32_t magic, version;
	uint64_t backing_offset;
	uint32_t backing_size, cluster_bits;
	uint64_t size;
	uint32_t crypt, l1_size;
	uint64_t l1_offset, reftable_offset;
	uint32_t reftable_clusters, n_snapshots;
	uint64_t snapshots_offset, incompatible, compatible, autoclear;
	uint32_t refcount_order, header_length;
	uint64_t extensions_end;
};

_Static_assert(sizeof(struct header) == 112, "qcow2 header and its end mark");

static int put(int fd, uint64_t at, const void *buf, size_t n)
{
	ssize_t r = pwrite(fd, buf, n, at);

	if (r >= 0 && (size_t)r < n)
		errno = ENOSPC;
	return r == (ssize_t)n ? 0 : -1;
}

static uint64_t l1_clusters_of(uint64_t size)
{
	uint64_t n_l1 = size ? (size - 1) / PER_L1 + 1 : 1;

	return (n_l1 * 8 - 1) / CLUSTER + 1;
}

static int fill(int fd, uint64_t size)
{
	uint64_t n_l1 = size ? (size - 1) / PER_L1 + 1 : 1;
	uint64_t l1_clusters = l1_clusters_of(size);
	uint64_t refblock = htobe64(AT_REFBLOCK);
	uint16_t counts[3 + MAX_L1 / CLUSTER];
	struct header h = {
		.magic = htobe32(0x514649fb),
		.version = htobe32(3),
		.cluster_bits = htobe32(16),
		.size = htobe64(size),
		.l1_size = htobe32(n_l1),
		.l1_offset = htobe64(AT_L1),
		.reftable_offset = htobe64(AT_REFTABLE),
		.reftable_clusters = htobe32(1),
		.refcount_order = htobe32(4),
		.header_length = htobe32(104),
	};

	if (n_l1 * 8 > MAX_L1) {
		errno = EFBIG;
		return -1;
	}
	for (size_t i = 0; i < 3 + l1_clusters; i++)
		counts[i] = htobe16(1);
	if (ftruncate(fd, AT_L1 + l1_clusters * CLUSTER) < 0 ||
	    put(fd, 0, &h, sizeof(h)) < 0 ||
	    put(fd, AT_REFTABLE, &refblock, sizeof(refblock)) < 0 ||
	    put(fd, AT_REFBLOCK, counts, (3 + l1_clusters) * 2) < 0)
		return -1;
	return 0;
}

/* Map the first cluster of the disk: an L2 table and the data behind it */
static int fill_head(int fd, uint64_t size, const char *head)
{
	const uint64_t copied = 1ULL << 63; /* "refcount is one" */
	uint64_t l2 = 3 + l1_clusters_of(size), data = l2 + 1;
	uint64_t l1_entry = htobe64(l2 * CLUSTER | copied);
	uint64_t l2_entry = htobe64(data * CLUSTER | copied);
	uint16_t counts[2] = { htobe16(1), htobe16(1) };

	if (put(fd, AT_REFBLOCK + l2 * 2, counts, sizeof(counts)) < 0 ||
	    put(fd, AT_L1, &l1_entry, sizeof(l1_entry)) < 0 ||
	    put(fd, data * CLUSTER, head, CLUSTER) < 0)
		return -1;
	return put(fd, l2 * CLUSTER, &l2_entry, sizeof(l2_entry));
}

static int unnamed_file(guestfs_h *g, const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	cleanup_free char *path = NULL;

	if (fd >= 0)
		return fd;
	path = handle_asprintf(g, "%s/overlayXXXXXX", dir);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

/**
 * overlay_create_with() - An overlay in a file that has no name
 * @g:		Handle
 * @size:	Size of the disk in bytes
 * @head:	What its first 64 KiB hold, or NULL when it is empty
 *
 * Return:	Descriptor, or -1 with the error set
 */
int overlay_create_with(guestfs_h *g, uint64_t size, const char *head)
{
	cleanup_close int fd = -1;
	const char *dir = tmpdir_get(g);

	if (!dir)
		return -1;
	size = (size + 511) & ~511ULL;
	fd = spawn_high_fd(unnamed_file(g, dir));
	if (fd < 0 || fill(fd, size) < 0 ||
	    (head && fill_head(fd, size, head) < 0))
		return guestfs_fail(g, errno, "overlay in %s", dir);
	return steal_fd(&fd);
}

/** overlay_create() - An empty overlay; see overlay_create_with() */
int overlay_create(guestfs_h *g, uint64_t size)
{
	return overlay_create_with(g, size, NULL);
}
