/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "look.h"

#include <fcntl.h>
#include <linux/btrfs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "frame/mounts.h"
#include "frame/sysroot.h"
#include "run.h"

#define LOOK_DIR   "/run/inspect"
#define LOOK_FLAGS (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME)
/* A helper that hangs over a hostile NTFS must not take us along. */
#define HELPER_TIMEOUT 60

/*
 * Mount options to try, in turn. Those with a journal that cannot be
 * replayed, on a disk that is read-only, are looked at without.
 */
static const struct options {
	const char *vfs;
	const char *opts[5];
} options[] = {
	{ "ext3", { "", "noload" } },
	{ "ext4", { "", "noload" } },
	{ "xfs", { "nouuid", "nouuid,norecovery" } },
	{ "ufs",
	  { "ufstype=ufs2", "ufstype=44bsd", "ufstype=5xbsd", "ufstype=old",
	    "ufstype=sun" } },
	{ "vfat", { "utf8", "" } },
};

static int mount_ntfs(const char *device, const char *dir)
{
	cleanup_run struct run r = {
		.argv = ARGV("ntfs-3g", "-o", "ro,nodev,nosuid,noexec,noatime",
			     device, dir),
		.timeout = HELPER_TIMEOUT,
	};

	if (run(&r) < 0)
		return -1;
	if (r.status) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

static int mount_btrfs(const char *device, const char *volume, const char *dir)
{
	cleanup_free char *opts = NULL;

	if (!volume)
		return mount(device, dir, "btrfs", LOOK_FLAGS, "");
	/* The option list has no way to say "," in a name. */
	if (strchr(volume, ',')) {
		errno = EINVAL;
		return -1;
	}
	if (asprintf(&opts, "subvol=/%s", volume) < 0)
		return -1;
	return mount(device, dir, "btrfs", LOOK_FLAGS, opts);
}

static int mount_plain(const char *device, const char *vfs, const char *dir)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const char *const *o = options[i].opts;

		if (strcmp(options[i].vfs, vfs))
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(options[i].opts) && o[j]; j++)
			if (mount(device, dir, vfs, LOOK_FLAGS, o[j]) == 0)
				return 0;
		return -1;
	}
	return mount(device, dir, vfs, LOOK_FLAGS, "");
}

static bool same_device(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	       sa.st_rdev == sb.st_rdev;
}

/* A file system that is mounted for writing cannot be mounted again for
 * reading, and NTFS not at all: look through the user's mount.
 */
static int bind_mounted(const char *device, const char *volume, const char *dir)
{
	struct mount_list l = { 0 };
	int r = 1;

	if (mounts_read(&l) < 0)
		return 1;
	for (size_t i = 0; i < l.n && r > 0; i++) {
		cleanup_free char *from = NULL;
		const char *has = l.v[i].volume ? l.v[i].volume : "";

		if (strcmp(has, volume ? volume : "") ||
		    !same_device(l.v[i].device, device) ||
		    asprintf(&from, "%s%s", SYSROOT, l.v[i].path) < 0)
			continue;
		r = mount(from, dir, NULL, MS_BIND, NULL);
	}
	mounts_finish(&l);
	return r;
}

static int mount_any(struct look *l, const char *device, const char *volume,
		     const char *vfs, const char *dir)
{
	int r = bind_mounted(device, volume, dir);

	if (r <= 0)
		return r;
	if (!strncmp(vfs, "ntfs", 4)) {
		r = mount_ntfs(device, dir);
		if (r == 0)
			l->helped = strdup(device);
		return r;
	}
	if (!strcmp(vfs, "btrfs"))
		return mount_btrfs(device, volume, dir);
	return mount_plain(device, vfs, dir);
}

/* ntfs-3g lets go of the device a moment after the unmount, when its process
 * ends; the user's own mount right behind ours would find it busy.
 */
static void wait_released(const char *device)
{
	for (int tries = 0; tries < 500; tries++) {
		int fd = open(device, O_RDONLY | O_EXCL | O_CLOEXEC);

		if (fd >= 0)
			close(fd);
		if (fd >= 0 || errno != EBUSY)
			return;
		usleep(4000);
	}
}

static void unmount(const char *dir)
{
	if (umount2(dir, UMOUNT_NOFOLLOW) < 0)
		umount2(dir, UMOUNT_NOFOLLOW | MNT_DETACH);
	rmdir(dir);
}

int look_open(struct look *l, unsigned int n, const char *device,
	      const char *volume, const char *vfs)
{
	cleanup_free char *dir = NULL;
	int saved;

	if (mkdir(LOOK_DIR, 0700) < 0 && errno != EEXIST)
		return -1;
	if (asprintf(&dir, LOOK_DIR "/%u", n) < 0)
		return -1;
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -1;
	l->dir = steal_ptr(&dir);
	if (mount_any(l, device, volume, vfs, l->dir) < 0) {
		saved = errno;
		rmdir(l->dir);
		free(l->dir);
		l->dir = NULL;
		errno = saved;
		return -1;
	}
	l->fd = open(l->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (l->fd < 0) {
		saved = errno;
		look_close(l);
		errno = saved;
		return -1;
	}
	return 0;
}

void look_close(struct look *l)
{
	if (l->fd >= 0)
		close(l->fd);
	if (l->dir)
		unmount(l->dir);
	if (l->helped)
		wait_released(l->helped);
	free(l->helped);
	free(l->dir);
	l->dir = NULL;
	l->helped = NULL;
	l->fd = -1;
}

uint64_t look_subvolid(const struct look *l)
{
	struct btrfs_ioctl_get_subvol_info_args info;

	memset(&info, 0, sizeof(info));
	/* Some kernels answer 1 where they mean 0. */
	return ioctl(l->fd, BTRFS_IOC_GET_SUBVOL_INFO, &info) >= 0 ? info.treeid
								   : 0;
}
