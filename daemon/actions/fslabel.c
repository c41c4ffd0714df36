// SPDX-License-Identifier: GPL-2.0-or-later
/* set_label, set_uuid, vfs_minimum_size: each file system has a program of its
 * own. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/mounts.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "frame/xfsgeom.h"
#include "io.h"
#include "run.h"

#define RANDOM_UUID "/proc/sys/kernel/random/uuid"

static bool is_ext(const char *type)
{
	return !strcmp(type, "ext2") || !strcmp(type, "ext3") ||
	       !strcmp(type, "ext4");
}

/* Where a device is mounted, as the daemon sees it, or NULL */
static char *mounted_at(const char *device)
{
	struct mount_list l;
	char *dir = NULL;

	if (mounts_read(&l) < 0)
		return NULL;
	for (size_t i = 0; i < l.n && !dir; i++)
		if (!strcmp(l.v[i].device, device))
			dir = sysroot_host_path(l.v[i].path);
	mounts_finish(&l);
	return dir;
}

static int btrfs_label(const char *user, const char *dev, const char *label)
{
	cleanup_free char *dir = mounted_at(dev);

	return tool_run(user, ARGV("btrfs", "filesystem", "label",
				   dir ? dir : dev, label));
}

int do_set_label(const struct mountable *m, const char *label)
{
	cleanup_free char *type = probe_value(m->device, "TYPE");
	cleanup_free char *user = devname_to_user(m->device);
	const char *dev = m->device;

	if (!type)
		return reply_errno(errno, "%s", user);
	if (is_ext(type))
		return tool_run(user, ARGV("e2label", dev, label));
	if (!strcmp(type, "btrfs"))
		return btrfs_label(user, dev, label);
	if (!strcmp(type, "xfs"))
		return tool_run(user, ARGV("xfs_admin", "-L",
					   *label ? label : "--", dev));
	if (!strcmp(type, "vfat"))
		return *label ? tool_run(user, ARGV("fatlabel", dev, label))
			      : tool_run(user, ARGV("fatlabel", "-r", dev));
	if (!strcmp(type, "exfat"))
		return tool_run(user, ARGV("exfatlabel", dev, label));
	if (!strcmp(type, "ntfs"))
		return tool_run(user, ARGV("ntfslabel", dev, label));
	if (!strcmp(type, "swap"))
		return tool_run(user, ARGV("swaplabel", "-L", label, dev));
	return reply_error(ENOTSUP, "%s: the label of %s cannot be set", user,
			   *type ? type : "an unknown file system");
}

int do_set_uuid(const char *device, const char *uuid)
{
	cleanup_free char *type = probe_value(device, "TYPE");
	cleanup_free char *user = devname_to_user(device);

	if (!type)
		return reply_errno(errno, "%s", user);
	if (is_ext(type))
		return tool_run(user, ARGV("tune2fs", "-U", uuid, device));
	if (!strcmp(type, "xfs"))
		return xfsgeom_takes_uuid(uuid)
			       ? tool_run(user,
					  ARGV("xfs_admin", "-U", uuid, device))
			       : reply_error(EINVAL, "%s: '%s' is no UUID",
					     user, uuid);
	if (!strcmp(type, "btrfs"))
		return tool_run(user,
				ARGV("btrfstune", "-f", "-U", uuid, device));
	if (!strcmp(type, "swap"))
		return tool_run(user, ARGV("swaplabel", "-U", uuid, device));
	return reply_error(ENOTSUP, "%s: the UUID of %s cannot be set", user,
			   *type ? type : "an unknown file system");
}

int do_set_uuid_random(const char *device)
{
	cleanup_free char *uuid = io_read_file(RANDOM_UUID, 64, NULL);

	if (!uuid)
		return reply_errno(errno, RANDOM_UUID);
	uuid[strcspn(uuid, "\n")] = '\0';
	return do_set_uuid(device, uuid);
}

/* The number that follows @words in what a program said, or -1 */
static int64_t number_after(const char *text, const char *words)
{
	const char *at = strstr(text, words);
	long long n;

	return at && sscanf(at + strlen(words), "%lld", &n) == 1 ? n : -1;
}

static int64_t unreadable(const char *device, const struct run *r)
{
	cleanup_free char *user = devname_to_user(device);

	return reply_error(EIO, "%s: %s tells no size", user, r->argv[0]);
}

static int64_t ext_minimum(const char *device)
{
	cleanup_run struct run r = { .argv = ARGV("resize2fs", "-P", "-f",
						  device) };
	cleanup_run struct run l = { .argv = ARGV("dumpe2fs", "-h", device) };
	int64_t blocks, size;

	if (tool_out(device, &r) < 0 || tool_out(device, &l) < 0)
		return -1;
	blocks = number_after(r.out, "minimum size of the filesystem:");
	size = number_after(l.out, "\nBlock size:");
	if (blocks < 0 || size < 0 || blocks > INT64_MAX / (size + 1))
		return unreadable(device, &r);
	return blocks * size;
}

static int64_t ntfs_minimum(const char *device)
{
	cleanup_run struct run r = { .argv = ARGV("ntfsresize", "-i", "-f",
						  "-f", "-P", device) };
	int64_t n;

	if (tool_out(device, &r) < 0)
		return -1;
	n = number_after(r.out, "You might resize at");
	return n < 0 ? unreadable(device, &r) : n;
}

static int64_t btrfs_minimum(const char *device)
{
	cleanup_run struct run r = { 0 };
	struct btrfs_mnt m;
	long long n = -1;

	if (btrfs_open(device, &m) < 0)
		return -1;
	r.argv = ARGV("btrfs", "inspect-internal", "min-dev-size", m.dir);
	if (tool_out(device, &r) == 0 && sscanf(r.out, "%lld bytes", &n) != 1)
		unreadable(device, &r);
	btrfs_close(&m);
	return n;
}

static int64_t xfs_minimum(const char *device)
{
	cleanup_run struct run r = { .argv = ARGV("xfs_db", "-r", "-c", "info",
						  device) };
	uint64_t blocks, size;

	if (tool_out(device, &r) < 0)
		return -1;
	blocks = xfsgeom_number(r.out, "data", "blocks");
	size = xfsgeom_number(r.out, "data", "bsize");
	if (!blocks || !size || blocks > INT64_MAX / size)
		return unreadable(device, &r);
	return blocks * size;
}

int64_t do_vfs_minimum_size(const struct mountable *m)
{
	cleanup_free char *type = probe_value(m->device, "TYPE");
	cleanup_free char *user = devname_to_user(m->device);

	if (!type)
		return reply_errno(errno, "%s", user);
	if (is_ext(type))
		return ext_minimum(m->device);
	if (!strcmp(type, "ntfs"))
		return ntfs_minimum(m->device);
	if (!strcmp(type, "btrfs"))
		return btrfs_minimum(m->device);
	if (!strcmp(type, "xfs"))
		return xfs_minimum(m->device);
	return reply_error(ENOTSUP, "%s: %s does not tell its least size", user,
			   *type ? type : "an unknown file system");
}
