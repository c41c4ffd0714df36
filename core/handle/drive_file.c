/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Is a local file fit to be a drive? */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <linux/fs.h>

#include "cleanup.h"
#include "handle/drive.h"
#include "handle/format.h"
#include "io.h"

/* What to do about a file that cannot be opened or written. */
static int fail_open(guestfs_h *g, const struct drive *d, int err)
{
	switch (err) {
	case EACCES:
	case EPERM:
		return guestfs_fail_msg(
			g, err,
			d->readonly
				? "%s: %s: you may not read it; change its "
				  "permissions "
				  "or work as its owner or root"
				: "%s: %s: you may not write to it; change its "
				  "permissions, work as its owner or root, or "
				  "add it "
				  "read-only",
			d->path, strerror(err));
	case EROFS:
		return guestfs_fail_msg(g, err, "%s: %s: add it read-only",
					d->path, strerror(err));
	case ENOENT:
		return guestfs_fail_msg(
			g, err, "%s: %s: check the name of the disk image",
			d->path, strerror(err));
	default:
		return guestfs_fail(g, err, "%s", d->path);
	}
}

static int make_absolute(guestfs_h *g, struct drive *d)
{
	cleanup_free char *cwd = NULL;
	char *path;

	if (d->path[0] == '/')
		return 0;
	/* Not realpath(3): the names of backing files are relative to the
	 * image's name, links and all.
	 */
	cwd = getcwd(NULL, 0);
	if (!cwd)
		return guestfs_fail(g, errno, "current directory");
	path = handle_asprintf(g, "%s/%s", cwd, d->path);
	free(d->path);
	d->path = path;
	return 0;
}

static int check_type(guestfs_h *g, const struct drive *d, int fd)
{
	uint64_t size = 0;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return guestfs_fail(g, errno, "%s", d->path);
	if (S_ISDIR(st.st_mode))
		return guestfs_fail_msg(
			g, EISDIR, "%s: it is a directory, not a disk image",
			d->path);
	if (S_ISREG(st.st_mode))
		size = st.st_size;
	else if (!S_ISBLK(st.st_mode))
		return guestfs_fail_msg(g, EINVAL,
					"%s: neither a file nor a block device",
					d->path);
	else if (ioctl(fd, BLKGETSIZE64, &size) < 0)
		return guestfs_fail(g, errno, "%s: size", d->path);
	if (!size)
		return guestfs_fail_msg(g, EINVAL,
					"%s: it is empty, not a disk image",
					d->path);
	return 0;
}

static int settle_format(guestfs_h *g, struct drive *d, int fd)
{
	unsigned char head[FORMAT_HEAD];
	const char *found;
	struct stat st;
	bool refers;
	ssize_t n;

	n = io_read_full(fd, head, sizeof(head));
	if (n < 0 || fstat(fd, &st) < 0)
		return guestfs_fail(g, errno, "read %s", d->path);
	found = format_by_magic(head, n, &refers);
	if (!strcmp(d->format ? d->format : found, "qcow2") &&
	    !strcmp(found, "qcow2") && S_ISREG(st.st_mode) &&
	    format_is_cut(head, n, st.st_size))
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: the file is truncated: "
			"it ends before its own tables; copy it again",
			d->path);
	if (d->format)
		return 0;
	d->format = handle_strdup(g, found);
	handle_debug(g, "%s: no format given, taken as %s%s", d->path,
		     d->format,
		     refers ? "; it refers to other files, which "
			      "qemu will open too"
			    : "");
	return 0;
}

int drive_check_file(guestfs_h *g, struct drive *d)
{
	cleanup_close int fd = -1;

	if (!*d->path)
		return guestfs_fail_msg(g, EINVAL,
					"the name of the disk image is empty");
	if (make_absolute(g, d) < 0)
		return -1;
	/* O_NONBLOCK: a FIFO is refused below, not waited for */
	fd = open(d->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return fail_open(g, d, errno);
	if (check_type(g, d, fd) < 0)
		return -1;
	if (!d->readonly && faccessat(AT_FDCWD, d->path, W_OK, AT_EACCESS) < 0)
		return fail_open(g, d, errno);
	return settle_format(g, d, fd);
}
