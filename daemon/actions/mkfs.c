// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "frame/mkfsargv.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

/* As mke2fs.conf(5) has it */
#define SMALL_EXT (512ULL << 20)

/* mke2fs chooses blocks of 1 KiB for small file systems. In a page cache of 4
 * KiB blocks each would first be read, one after another; a block size of 1 KiB
 * lasts while the descriptor is open. Return: descriptor, or -1 where this is
 * not needed, or impossible
 */
static int small_blocks(const char *device, const struct mkfs_args *a)
{
	cleanup_close int fd = open(device, O_RDONLY | O_CLOEXEC);
	uint64_t size;
	int sector, block = 1024;

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &size) < 0 ||
	    ioctl(fd, BLKSSZGET, &sector) < 0 || sector > block)
		return -1;
	if (a->blocksize ? a->blocksize >= 4096 : size >= SMALL_EXT)
		return -1;
	return ioctl(fd, BLKBSZSET, &block) < 0 ? -1 : steal_fd(&fd);
}

static int make_fs(const char *fstype, const struct mkfs_args *a)
{
	cleanup_free char *user = devname_to_user(a->device);
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_close int blocks = -1;
	const char *bad = NULL;

	if (a->blocksize < 0 || a->inode < 0 || a->sectorsize < 0)
		return reply_error(EINVAL, "%s: negative size", user);
	if (mkfsargv_make(fstype, a, &argv, &bad) < 0)
		return bad ? reply_error(EINVAL,
					 "%s: %s file systems have no "
					 "option '%s'",
					 user, fstype, bad)
			   : reply_error(ENOTSUP,
					 "%s: this appliance cannot "
					 "make '%s' file systems",
					 user, fstype);
	if (!toolpath_have(argv.v[0]))
		return reply_error(ENOTSUP, "%s: this appliance has no %s",
				   user, argv.v[0]);
	/* Marks that the new file system leaves alone would make it two at
	 * once for libblkid.
	 */
	if (probe_wipe(a->device) < 0)
		return reply_errno(errno, "%s", user);
	if (!strncmp(fstype, "ext", 3))
		blocks = small_blocks(a->device, a);
	return tool_strv(user, &argv);
}

int do_mkfs(const char *fstype, const char *device, int blocksize,
	    const char *features, int inode, int sectorsize, const char *label)
{
	uint64_t given = reply_optargs_bitmask();
	struct mkfs_args a = { .device = device,
			       .features = features,
			       .label = label };

	if (given & GUESTFS_MKFS_OPTS_BLOCKSIZE_BITMASK)
		a.blocksize = blocksize;
	if (given & GUESTFS_MKFS_OPTS_INODE_BITMASK)
		a.inode = inode;
	if (given & GUESTFS_MKFS_OPTS_SECTORSIZE_BITMASK)
		a.sectorsize = sectorsize;
	return make_fs(fstype, &a);
}

int do_mkfs_b(const char *fstype, int blocksize, const char *device)
{
	struct mkfs_args a = { .device = device, .blocksize = blocksize };
	cleanup_free char *user = devname_to_user(device);

	if (blocksize <= 0)
		return reply_error(EINVAL, "%s: blocks of %d bytes", user,
				   blocksize);
	return make_fs(fstype, &a);
}

int do_mkswap(const char *device, const char *label, const char *uuid)
{
	cleanup_strv_finish struct strv argv = { 0 };

	tool_words(&argv, "mkswap", "-f", NULL);
	if (label)
		tool_words(&argv, "-L", label, NULL);
	if (uuid)
		tool_words(&argv, "-U", uuid, NULL);
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

static char *value(const char *device, const char *key)
{
	cleanup_free char *user = devname_to_user(device);
	char *v = probe_value(device, key);

	if (!v)
		reply_errno(errno, "%s", user);
	return v;
}

char *do_vfs_type(const struct mountable *m)
{
	return value(m->device, "TYPE");
}

char *do_vfs_label(const struct mountable *m)
{
	return value(m->device, "LABEL");
}

char *do_vfs_uuid(const struct mountable *m)
{
	return value(m->device, "UUID");
}

char **do_blkid(const char *device)
{
	cleanup_free char *user = devname_to_user(device);
	char **v = probe_all(device);

	if (!v)
		reply_errno(errno, "%s", user);
	return v;
}

int do_ntfs_3g_probe(int rw, const char *device)
{
	cleanup_run struct run r = {
		.argv = ARGV("ntfs-3g.probe", rw ? "--readwrite" : "--readonly",
			     device)
	};
	cleanup_free char *user = devname_to_user(device);

	if (run(&r) < 0)
		return reply_errno(errno, "%s: ntfs-3g.probe", user);
	return r.status;
}

int do_fsck(const char *fstype, const char *device)
{
	cleanup_run struct run r = { .argv = ARGV("fsck", "-a", "-t", fstype,
						  device) };
	cleanup_free char *user = devname_to_user(device);
	char checker[64];

	/* fsck is content where it has none */
	snprintf(checker, sizeof(checker), "fsck.%s", fstype);
	if (!toolpath_have(checker))
		return reply_error(ENOTSUP,
				   "%s: this appliance has no checker of '%s' "
				   "file systems",
				   user, fstype);
	if (run(&r) < 0)
		return reply_errno(errno, "%s: fsck", user);
	/* 8 and more are failures of the program, not findings */
	if (r.status >= 8 &&
	    (strstr(r.err, "is mounted") || strstr(r.out, "is mounted")))
		return reply_errno(EBUSY, "%s is mounted", user);
	if (r.status >= 8)
		return reply_program(&r, user, EIO);
	return r.status;
}

static int check_ext(const char *device, bool yes, bool all)
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_run struct run r = { 0 };

	r.argv = all ? ARGV("e2fsck", "-p", "-f", device)
		     : ARGV("e2fsck", yes ? "-y" : "-p", device);
	if (run(&r) < 0)
		return reply_errno(errno, "%s: e2fsck", user);
	/* 1: repaired; 2: repaired, and a mounted root would want a reboot */
	if (r.status <= 3)
		return 0;
	if (strstr(r.err, "is mounted") || strstr(r.out, "is mounted"))
		return reply_errno(EBUSY, "%s is mounted", user);
	return reply_program(&r, user, EIO);
}

int do_e2fsck(const char *device, int correct, int forceall)
{
	uint64_t given = reply_optargs_bitmask();
	bool yes = given & GUESTFS_E2FSCK_CORRECT_BITMASK && correct;
	bool all = given & GUESTFS_E2FSCK_FORCEALL_BITMASK && forceall;
	cleanup_free char *user = devname_to_user(device);

	if (yes && all)
		return reply_error(EINVAL,
				   "%s: only one of 'correct' and "
				   "'forceall' may be given",
				   user);
	return check_ext(device, yes, all);
}

int do_e2fsck_f(const char *device)
{
	return check_ext(device, false, true);
}

bool optgroup_fstrim_available(void)
{
	return true;
}

int do_fstrim(const char *mountpoint, int64_t offset, int64_t length,
	      int64_t minimumfreeextent)
{
	uint64_t given = reply_optargs_bitmask();
	struct fstrim_range range = { .len = UINT64_MAX };
	cleanup_close int fd =
		sysroot_open(mountpoint, O_RDONLY | O_DIRECTORY, 0);

	if (given & GUESTFS_FSTRIM_OFFSET_BITMASK)
		range.start = offset;
	if (given & GUESTFS_FSTRIM_LENGTH_BITMASK)
		range.len = length;
	if (given & GUESTFS_FSTRIM_MINIMUMFREEEXTENT_BITMASK)
		range.minlen = minimumfreeextent;
	if (offset < 0 || length < 0 || minimumfreeextent < 0)
		return reply_error(EINVAL, "%s: negative number", mountpoint);
	if (fd < 0 || ioctl(fd, FITRIM, &range) < 0)
		return reply_errno(errno, "%s", mountpoint);
	return 0;
}

bool optgroup_f2fs_available(void)
{
	return toolpath_have("resize.f2fs");
}

int do_f2fs_expand(const char *device)
{
	return tool_dev(device, ARGV("resize.f2fs", device));
}
