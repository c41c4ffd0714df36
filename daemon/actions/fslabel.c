// SPDX-License-Identifier: GPL-2.0-or-later
/* set_label and set_uuid: each file system has a program of its own. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/mounts.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "run.h"

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
		return tool_run(user, ARGV("xfs_admin", "-U", uuid, device));
	if (!strcmp(type, "btrfs"))
		return tool_run(user,
				ARGV("btrfstune", "-f", "-U", uuid, device));
	if (!strcmp(type, "swap"))
		return tool_run(user, ARGV("swaplabel", "-U", uuid, device));
	return reply_error(ENOTSUP, "%s: the UUID of %s cannot be set", user,
			   *type ? type : "an unknown file system");
}
