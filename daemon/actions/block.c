// SPDX-License-Identifier: GPL-2.0-or-later
/* Block devices themselves, whatever is on them. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/findfs.h"
#include "frame/reply.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define ZERO_START (1 << 20) /* bytes that do_zero() writes at both ends */
#define ZERO_CHUNK (1 << 20)

static char **or_enomem(char **v)
{
	if (!v)
		reply_errno(ENOMEM, "devices");
	return v;
}

char **do_list_devices(void)
{
	return or_enomem(devname_disks());
}

char **do_list_partitions(void)
{
	cleanup_strv char **disks = devname_disks(), **md = devname_md(false);
	cleanup_strv_finish struct strv sv = { 0 };
	char **lists[] = { disks, md };

	for (size_t l = 0; l < ARRAY_SIZE(lists); l++)
		for (size_t i = 0; lists[l] && lists[l][i]; i++) {
			char **parts = devname_partitions(lists[l][i]);

			for (size_t j = 0; parts && parts[j]; j++)
				strv_add(&sv, parts[j]);
			strv_free(parts);
		}
	return or_enomem(strv_steal(&sv));
}

char **do_list_md_devices(void)
{
	return or_enomem(devname_md(false));
}

char **do_list_dm_devices(void)
{
	return or_enomem(devname_dm(false));
}

char **do_list_disk_labels(void)
{
	cleanup_strv char **disks = devname_disks();
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; disks && disks[i]; i++) {
		cleanup_strv char **parts = devname_partitions(disks[i]);
		const char *label = devname_disk_label(i);

		if (!*label)
			continue;
		strv_add(&sv, label);
		strv_add(&sv, disks[i]);
		for (size_t j = 0; parts && parts[j]; j++) {
			strv_addf(&sv, "%s%d", label,
				  devname_partnum(parts[j]));
			strv_add(&sv, parts[j]);
		}
	}
	return or_enomem(strv_steal(&sv));
}

int do_nr_devices(void)
{
	cleanup_strv char **disks = devname_disks();

	return strv_len(disks);
}

int do_is_whole_device(const char *device)
{
	cleanup_free char *name = devname_sysfs(device), *path = NULL;

	if (!name)
		return reply_errno(errno, "%s", device);
	/* Partitions are not in /sys/block, md and dm have no "device" */
	if (asprintf(&path, "/sys/block/%s/device", name) < 0)
		return reply_errno(ENOMEM, "%s", device);
	return access(path, F_OK) == 0;
}

/* ioctl(2) on a device; @what is asked and its name in messages */
static int device_ioctl(const char *device, int flags, unsigned long what,
			void *arg)
{
	cleanup_close int fd = open(device, flags | O_CLOEXEC);
	cleanup_free char *user = NULL;

	if (fd >= 0 && ioctl(fd, what, arg) >= 0)
		return 0;
	user = devname_to_user(device);
	return reply_errno(errno, "%s", user);
}

int64_t do_blockdev_getsize64(const char *device)
{
	uint64_t size = 0;

	if (device_ioctl(device, O_RDONLY, BLKGETSIZE64, &size) < 0)
		return -1;
	return size;
}

int do_blockdev_getro(const char *device)
{
	int ro = 0;

	return device_ioctl(device, O_RDONLY, BLKROGET, &ro) < 0 ? -1 : !!ro;
}

int do_blockdev_getss(const char *device)
{
	int size = 0;

	return device_ioctl(device, O_RDONLY, BLKSSZGET, &size) < 0 ? -1 : size;
}

int do_blockdev_getbsz(const char *device)
{
	int size = 0;

	return device_ioctl(device, O_RDONLY, BLKBSZGET, &size) < 0 ? -1 : size;
}

int do_blockdev_setbsz(const char *device, int blocksize)
{
	return device_ioctl(device, O_RDONLY, BLKBSZSET, &blocksize);
}

int64_t do_blockdev_getsz(const char *device)
{
	int64_t size = do_blockdev_getsize64(device);

	return size < 0 ? -1 : size / 512;
}

int do_blockdev_setra(const char *device, int sectors)
{
	cleanup_close int fd = open(device, O_RDONLY | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);

	if (sectors < 0)
		return reply_error(EINVAL, "%s: %d sectors", user, sectors);
	/* The number itself, not a pointer to it */
	if (fd < 0 || ioctl(fd, BLKRASET, (unsigned long)sectors) < 0)
		return reply_errno(errno, "%s", user);
	return 0;
}

int do_blockdev_flushbufs(const char *device)
{
	return device_ioctl(device, O_RDONLY, BLKFLSBUF, NULL);
}

int do_blockdev_rereadpt(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	if (devname_rescan(device) < 0)
		return reply_errno(errno, "%s", user);
	return 0;
}

static int set_ro(const char *device, int ro)
{
	return device_ioctl(device, O_RDONLY, BLKROSET, &ro);
}

int do_blockdev_setro(const char *device)
{
	return set_ro(device, 1);
}

int do_blockdev_setrw(const char *device)
{
	return set_ro(device, 0);
}

static bool all_zero(const char *buf, size_t n)
{
	return !n || (!buf[0] && !memcmp(buf, buf + 1, n - 1));
}

/* Write zeros over [from, to), but not over zeros: a sparse image stays so. */
static int zero_range(int fd, uint64_t from, uint64_t to, bool progress)
{
	cleanup_free char *buf = malloc(ZERO_CHUNK);
	cleanup_free char *zeros = calloc(1, ZERO_CHUNK);

	if (!buf || !zeros)
		return -1;
	for (uint64_t at = from; at < to;) {
		size_t n = to - at < ZERO_CHUNK ? to - at : ZERO_CHUNK;
		ssize_t r = pread(fd, buf, n, at);

		if (r <= 0)
			return -1;
		if (!all_zero(buf, r) && pwrite(fd, zeros, r, at) != r)
			return -1;
		at += r;
		if (progress)
			reply_progress(at - from, to - from);
	}
	return fsync(fd);
}

static int zero_device(const char *device, bool all)
{
	cleanup_close int fd = open(device, O_RDWR | O_EXCL | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);
	uint64_t size = 0, start;

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &size) < 0)
		return reply_errno(errno, "%s", user);
	start = all || size < 2 * ZERO_START ? size : ZERO_START;
	/* The copy of a GPT and of some superblocks is at the end. */
	if (zero_range(fd, 0, start, all) < 0 ||
	    (start < size &&
	     zero_range(fd, size - ZERO_START, size, false) < 0))
		return reply_errno(errno, "%s", user);
	return 0;
}

int do_zero(const char *device)
{
	if (zero_device(device, false) < 0)
		return -1;
	/* A partition table may be gone now */
	if (!devname_partnum(device))
		devname_rescan(device);
	return 0;
}

int do_zero_device(const char *device)
{
	if (zero_device(device, true) < 0)
		return -1;
	if (!devname_partnum(device))
		devname_rescan(device);
	return 0;
}

bool optgroup_wipefs_available(void)
{
	return toolpath_have("wipefs");
}

int do_wipefs(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return reply_cmd(user, ARGV("wipefs", "-a", "--force", device));
}

bool optgroup_blkdiscard_available(void)
{
	return true;
}

int do_blkdiscard(const char *device)
{
	cleanup_close int fd = open(device, O_RDWR | O_EXCL | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);
	uint64_t range[2] = { 0 };

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &range[1]) < 0 ||
	    ioctl(fd, BLKDISCARD, range) < 0)
		return reply_errno(errno, "%s", user);
	return 0;
}

bool optgroup_blkdiscardzeroes_available(void)
{
	return true;
}

int do_blkdiscardzeroes(const char *device)
{
	unsigned int zeroes = 0;

	if (device_ioctl(device, O_RDONLY, BLKDISCARDZEROES, &zeroes) < 0)
		return -1;
	return zeroes != 0;
}

char *do_findfs_uuid(const char *uuid)
{
	return findfs("UUID", uuid, NULL);
}

char *do_findfs_label(const char *label)
{
	return findfs("LABEL", label, NULL);
}
