/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * qemu opens a qcow2 image at its present state only. But the mapping tables
 * of its snapshots lie in the same file, and the header says which table is
 * the present one. So the image is shown to qemu through an overlay of the
 * file itself that holds just another header.
 */
#include "snapshot.h"

#include <endian.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"

#define PREFIX	      "qcow2:"
#define MAX_SNAPSHOTS 65536
#define MAX_EXTRA     1024

/* The parts of the header that matter here, big-endian */
struct header {
	uint32_t magic, version;
	uint64_t backing_offset;
	uint32_t backing_size, cluster_bits;
	uint64_t size;
	uint32_t crypt, l1_size;
	uint64_t l1_offset, reftable_offset;
	uint32_t reftable_clusters, n_snapshots;
	uint64_t snapshots_offset, incompatible, compatible, autoclear;
};

struct entry {
	uint64_t l1_offset;
	uint32_t l1_size;
	uint16_t id_len, name_len;
	uint32_t sec, nsec;
	uint64_t clock;
	uint32_t state_size, extra_size;
};

_Static_assert(sizeof(struct header) == 96, "qcow2 header");
_Static_assert(sizeof(struct entry) == 40, "qcow2 snapshot");

/**
 * snapshot_name() - The snapshot that a drive's format selects
 * @d:		Drive
 *
 * Return:	Its name or id, or NULL when it selects none
 */
const char *snapshot_name(const struct drive *d)
{
	return d->format && !strncmp(d->format, PREFIX, strlen(PREFIX))
		       ? d->format + strlen(PREFIX)
		       : NULL;
}

static int damaged(guestfs_h *g, const struct drive *d)
{
	return guestfs_fail_msg(g, EINVAL,
				"%s: no qcow2 image with intact "
				"snapshots",
				d->path);
}

static bool pread_all(int fd, void *buf, size_t n, uint64_t at)
{
	return at < INT64_MAX && pread(fd, buf, n, at) == (ssize_t)n;
}

/* Read the entry at *@at and step over it; @size is the disk's then, if known.
 * Return: 1 when it is the wanted one, 0 when not, -1 when damaged
 */
static int next_entry(int fd, uint64_t *at, const char *want, struct entry *e,
		      uint64_t *size)
{
	cleanup_free char *names = NULL;
	size_t want_len = strlen(want), id_len, name_len;
	uint32_t extra[MAX_EXTRA / 4];
	size_t n_extra;

	if (!pread_all(fd, e, sizeof(*e), *at))
		return -1;
	id_len = be16toh(e->id_len);
	name_len = be16toh(e->name_len);
	n_extra = be32toh(e->extra_size);
	names = malloc(id_len + name_len + 1);
	*at += sizeof(*e);
	if (n_extra > sizeof(extra) || !names ||
	    !pread_all(fd, extra, n_extra, *at) ||
	    !pread_all(fd, names, id_len + name_len, *at + n_extra))
		return -1;
	*at = (*at + n_extra + id_len + name_len + 7) & ~7ULL;
	*size = 0;
	if (n_extra >= 16)
		memcpy(size, &extra[2], 8);
	return (id_len == want_len && !memcmp(names, want, id_len)) ||
	       (name_len == want_len &&
		!memcmp(names + id_len, want, name_len));
}

static int find(guestfs_h *g, const struct drive *d, int fd,
		const struct header *h, struct entry *ret_e, uint64_t *ret_size)
{
	uint64_t at = be64toh(h->snapshots_offset);
	uint32_t n = be32toh(h->n_snapshots);

	if (n > MAX_SNAPSHOTS)
		return damaged(g, d);
	while (n--) {
		int r = next_entry(fd, &at, snapshot_name(d), ret_e, ret_size);

		if (r < 0)
			return damaged(g, d);
		if (r > 0)
			return 0;
	}
	return guestfs_fail_msg(g, ENOENT,
				"%s: no snapshot \"%s\" in this "
				"image; see: qemu-img snapshot -l",
				d->path, snapshot_name(d));
}

/**
 * snapshot_view() - The image's first bytes as the snapshot wants them
 * @g:		Handle
 * @d:		Local drive whose format names a snapshot
 * @head:	Receives SNAPSHOT_HEAD bytes
 * @ret_file_size: Receives the size of the file in bytes
 * @ret_disk_size: Receives the size of the disk then
 *
 * qemu checks what the tables say when it opens the result.
 *
 * Return:	0, or -1 with the error set
 */
int snapshot_view(guestfs_h *g, const struct drive *d, char *head,
		  uint64_t *ret_file_size, uint64_t *ret_disk_size)
{
	cleanup_close int fd = open(d->path, O_RDONLY | O_CLOEXEC);
	struct header *h = (struct header *)head;
	struct entry e;
	uint64_t size = 0;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return guestfs_fail(g, errno, "%s", d->path);
	memset(head, 0, SNAPSHOT_HEAD);
	if (!S_ISREG(st.st_mode) ||
	    pread(fd, head, SNAPSHOT_HEAD, 0) < (ssize_t)sizeof(*h) ||
	    memcmp(head, "QFI\xfb", 4))
		return damaged(g, d);
	if (find(g, d, fd, h, &e, &size) < 0)
		return -1;
	h->l1_offset = e.l1_offset;
	h->l1_size = e.l1_size;
	if (size)
		h->size = size;
	h->n_snapshots = 0;
	h->snapshots_offset = 0;
	/* Bitmaps belong to the present state. */
	if (be32toh(h->version) >= 3)
		h->autoclear = 0;
	*ret_file_size = st.st_size;
	*ret_disk_size = be64toh(h->size);
	return 0;
}
