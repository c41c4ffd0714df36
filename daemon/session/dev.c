// SPDX-License-Identifier: GPL-2.0-or-later
#include "dev.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cleanup.h"

#define XFS_MAGIC     0x58465342
#define NTFS3_MAGIC   0x7366746e
#define HFSPLUS_MAGIC 0x482b
#define EXFAT_MAGIC   0x2011bab0

#define MAX_DEVS 65000
#define CHUNK	 64

/* @chunks and @n_devs are guarded by @lock; a struct dev is constant. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct dev *chunks[(MAX_DEVS + CHUNK - 1) / CHUNK];
static unsigned int n_devs;

/* Nearly all questions are about the file system of the last one. */
static _Thread_local uint16_t last_index;

static struct dev *dev_at(unsigned int i)
{
	return &chunks[i / CHUNK][i % CHUNK];
}

static bool is_dev(const struct dev *d, const struct statx *stx)
{
	return d->major == stx->stx_dev_major && d->minor == stx->stx_dev_minor;
}

static struct dev *find_known(const struct statx *stx)
{
	if (last_index < n_devs && is_dev(dev_at(last_index), stx))
		return dev_at(last_index);

	for (unsigned int i = 0; i < n_devs; i++)
		if (is_dev(dev_at(i), stx)) {
			last_index = i;
			return dev_at(i);
		}
	return NULL;
}

/* What the kernel says of it: " - TYPE SOURCE OPTIONS"; the caller frees. */
static char *mount_line(unsigned int major, unsigned int minor)
{
	cleanup_fclose FILE *fp = fopen("/proc/self/mountinfo", "re");
	cleanup_free char *line = NULL;
	size_t cap = 0;

	while (fp && getline(&line, &cap, fp) > 0) {
		const char *type = strstr(line, " - ");
		unsigned int ma, mi;

		if (type && sscanf(line, "%*d %*d %u:%u ", &ma, &mi) == 2 &&
		    ma == major && mi == minor)
			return strdup(type);
	}
	return NULL;
}

/* ntfs-3g's mounts have the type "fuseblk", and so has no other file system
 * that the appliance holds. *@ret_modes: its files may have different owners
 * and modes.
 */
static bool is_fuseblk(unsigned int major, unsigned int minor, bool *ret_modes)
{
	cleanup_free char *line = mount_line(major, minor);

	*ret_modes = line && strstr(line, "default_permissions");
	return line && !strncmp(line, " - fuseblk", 10);
}

bool dev_is_read_only(const struct dev *dev)
{
	cleanup_free char *line = mount_line(dev->major, dev->minor);
	const char *options = line ? strrchr(line, ' ') : NULL;

	return options && !strncmp(options, " ro", 3) &&
	       strchr(",\n", options[3]);
}

static void classify(struct dev *d, const struct statfs *sf)
{
	bool modes;

	switch ((unsigned int)sf->f_type) {
	case EXT4_SUPER_MAGIC:
		d->direct = d->handles = d->ext = d->plain = true;
		d->fixed = d->mappable = sf->f_flags & ST_RDONLY;
		break;
	case XFS_MAGIC:
		d->direct = d->handles = d->plain = true;
		d->mappable = sf->f_flags & ST_RDONLY;
		break;
	case BTRFS_SUPER_MAGIC:
	case F2FS_SUPER_MAGIC:
		d->direct = d->handles = true;
		break;
	case FUSE_SUPER_MAGIC:
		if (is_fuseblk(d->major, d->minor, &modes)) {
			d->fold = DEV_CASE_NTFS;
			d->direct = true;
			d->ntfs = sf->f_flags & ST_RDONLY;
			d->ntfs_alike = d->ntfs && !modes;
		}
		break;
	case NTFS3_MAGIC:
		d->fold = DEV_CASE_NTFS;
		break;
	case MSDOS_SUPER_MAGIC:
	case EXFAT_MAGIC:
		d->direct = d->renumbers = true;
		d->fold = DEV_CASE_KERNEL;
		break;
	case HFSPLUS_MAGIC:
		d->fold = DEV_CASE_KERNEL;
		break;
	}
}

static int file_system_of(int dirfd, const char *name, struct statfs *sf)
{
	cleanup_close int fd = -1;

	if (!*name)
		return fstatfs(dirfd, sf);
	fd = openat(dirfd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -1 : fstatfs(fd, sf);
}

static struct dev *dev_add(const struct dev *d)
{
	struct dev **chunk = &chunks[n_devs / CHUNK];

	if (n_devs == MAX_DEVS) {
		errno = ENFILE;
		return NULL;
	}
	if (!*chunk)
		*chunk = calloc(CHUNK, sizeof(**chunk));
	if (!*chunk)
		return NULL;

	*dev_at(n_devs) = *d;
	dev_at(n_devs)->index = n_devs;
	return dev_at(n_devs++);
}

const struct dev *dev_find(const struct statx *stx, int dirfd, const char *name)
{
	struct dev new = {
		.major = stx->stx_dev_major,
		.minor = stx->stx_dev_minor,
	};
	struct statfs sf;
	struct dev *d;

	pthread_mutex_lock(&lock);
	d = find_known(stx);
	pthread_mutex_unlock(&lock);
	if (d)
		return d;

	if (file_system_of(dirfd, name, &sf) < 0)
		return NULL;
	classify(&new, &sf);

	LOCK_SCOPE(&lock);
	d = find_known(stx);
	return d ? d : dev_add(&new);
}

bool dev_path(const struct dev *dev, char path[DEV_PATH_MAX])
{
	char link[64], target[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/sys/dev/block/%u:%u", dev->major,
		 dev->minor);
	n = readlink(link, target, sizeof(target) - 1);
	if (n <= 0)
		return false;
	target[n] = '\0';
	return snprintf(path, DEV_PATH_MAX, "/dev/%s",
			strrchr(target, '/') + 1) < DEV_PATH_MAX;
}

const struct dev *dev_get(uint16_t index)
{
	LOCK_SCOPE(&lock);
	return index < n_devs ? dev_at(index) : NULL;
}

void dev_reset(void)
{
	LOCK_SCOPE(&lock);
	for (unsigned int i = 0; i < ARRAY_SIZE(chunks); i++) {
		free(chunks[i]);
		chunks[i] = NULL;
	}
	n_devs = 0;
}
