/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "probe.h"

#include <endian.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "handle/format.h"
#include "io.h"
#include "protocol.h"
#include "qemuimg.h"
#include "snapshot.h"

static int open_image(guestfs_h *g, const struct drive *d)
{
	cleanup_close int fd = -1;
	struct stat st;

	if (stat(d->path, &st) < 0)
		return guestfs_fail(g, errno, "%s", d->path);
	/* Before open(2): a FIFO would wait for its writer. */
	if (S_ISDIR(st.st_mode))
		return guestfs_fail(g, EISDIR, "%s", d->path);
	if (!S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode))
		return guestfs_fail(g, EINVAL,
				    "%s: neither a file nor a "
				    "block device",
				    d->path);
	if (!d->readonly && access(d->path, W_OK) < 0)
		return guestfs_fail(g, errno,
				    "%s: cannot be opened for "
				    "writing (add it read-only with --ro)",
				    d->path);
	fd = open(d->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return guestfs_fail(g, errno, "%s", d->path);
	return steal_fd(&fd);
}

static int probe_local(guestfs_h *g, const struct drive *d, const char **format,
		       uint64_t *size)
{
	cleanup_close int fd = open_image(g, d);
	unsigned char buf[FORMAT_HEAD];
	bool refers;
	off_t end;
	ssize_t n;

	if (fd < 0)
		return -1;
	end = lseek(fd, 0, SEEK_END);
	n = pread(fd, buf, sizeof(buf), 0);
	if (end < 0 || n < 0)
		return guestfs_fail(g, errno, "%s", d->path);
	if (end == 0)
		return guestfs_fail(g, EINVAL, "%s: the image is empty",
				    d->path);
	if (!*format)
		*format = format_by_magic(buf, n, &refers);
	*size = 0;
	if (!strcmp(*format, "raw"))
		*size = end;
	if (!strcmp(*format, "qcow2") && n >= 32 &&
	    !strcmp(format_by_magic(buf, n, &refers), "qcow2")) {
		memcpy(size, buf + 24, 8);
		*size = be64toh(*size);
	}
	return 0;
}

/**
 * probe_image() - What a drive holds
 * @g:		Handle
 * @d:		Drive
 * @ret_format:	Receives its format: the one given, else the probed one
 * @ret_size:	Receives the disk's size in bytes, 0 when it is not known; it
 *		always is for a read-only drive
 *
 * qemu itself never probes: a guest could write the header of another format
 * onto its raw disk, and have qemu follow it to a file of the host.
 *
 * Return:	0, or -1 with the error set
 */
int probe_image(guestfs_h *g, const struct drive *d, const char **ret_format,
		uint64_t *ret_size)
{
	*ret_format = d->format;
	*ret_size = 0;
	if (snapshot_name(d)) {
		*ret_format = "qcow2";
		if (!protocol_is_local(d) || !d->readonly)
			return guestfs_fail_msg(g, ENOTSUP,
						"%s: a snapshot "
						"can only be opened read-only "
						"(--ro), and from a local file",
						d->path);
	}
	if (protocol_is_local(d) && probe_local(g, d, ret_format, ret_size) < 0)
		return -1;
	if (!*ret_format || (d->readonly && !*ret_size))
		return qemuimg_info(g, d, ret_format, ret_size);
	return 0;
}
