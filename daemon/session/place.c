// SPDX-License-Identifier: GPL-2.0-or-later
#include "place.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "dev.h"
#include "io.h"

#define SECTOR 512
#define KNOWN  8
#define DRIVES 256

/* What was found of the devices asked for last; an n of 0 is an answer too. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct known {
	bool valid;
	uint32_t major;
	uint32_t minor;
	struct places places;
} known[KNOWN];
static unsigned int n_known;

/* Writes to each drive that were none to the data of files */
static uint64_t forgiven[DRIVES];

static bool read_u64(const char *dir, const char *file, uint64_t *ret)
{
	cleanup_free char *path = NULL, *text = NULL;

	if (asprintf(&path, "%s/%s", dir, file) < 0)
		return false;
	text = io_read_file(path, 4096, NULL);
	return text && sscanf(text, "%" SCNu64, ret) == 1;
}

static bool has(const char *dir, const char *file)
{
	cleanup_free char *path = NULL;

	return asprintf(&path, "%s/%s", dir, file) > 0 &&
	       access(path, F_OK) == 0;
}

static bool drive_of(const char *disk, unsigned int *ret)
{
	cleanup_free char *path = NULL, *serial = NULL;

	if (asprintf(&path, "%s/serial", disk) < 0)
		return false;
	serial = io_read_file(path, 4096, NULL);
	return serial && sscanf(serial, "gfs%u", ret) == 1;
}

/**
 * struct disk - What a device is a part of
 * @dir:	Its directory in sysfs
 * @drive:	Number of the drive
 * @start:	Where the device begins on it, in bytes
 * @length:	Bytes of the device
 * @writes:	Writes and discards since it appeared
 */
struct disk {
	char *dir;
	unsigned int drive;
	uint64_t start;
	uint64_t length;
	uint64_t writes;
};

/* Fields 5 and 12 of its statistics (Documentation/block/stat.rst) */
static bool count_writes(struct disk *d)
{
	cleanup_free char *path = NULL, *text = NULL;
	uint64_t writes, discards;

	if (asprintf(&path, "%s/stat", d->dir) < 0)
		return false;
	text = io_read_file(path, 4096, NULL);
	if (!text || sscanf(text,
			    "%*u %*u %*u %*u %" SCNu64
			    " %*u %*u %*u %*u %*u %*u %" SCNu64,
			    &writes, &discards) != 2)
		return false;
	d->writes = writes + discards;
	return true;
}

static bool disk_find(uint32_t major, uint32_t minor, struct disk *ret)
{
	cleanup_free char *dir = NULL;
	uint64_t size, start = 0;

	if (asprintf(&dir, "/sys/dev/block/%u:%u", major, minor) < 0 ||
	    !read_u64(dir, "size", &size))
		return false;
	if (!has(dir, "partition"))
		ret->dir = steal_ptr(&dir);
	else if (!read_u64(dir, "start", &start) ||
		 asprintf(&ret->dir, "%s/..", dir) < 0)
		return false;
	ret->start = start * SECTOR;
	ret->length = size * SECTOR;
	return drive_of(ret->dir, &ret->drive) && ret->drive < DRIVES &&
	       count_writes(ret);
}

static void disk_finish(struct disk *d)
{
	free(d->dir);
}

DEFINE_CLEANUP(struct disk, disk, disk_finish(p))

static bool find(const struct dev *dev, struct places *ret)
{
	__attribute__((cleanup(disk))) struct disk d = { 0 };

	ret->n = 0;
	if (!disk_find(dev->major, dev->minor, &d) ||
	    d.writes != forgiven[d.drive])
		return false;
	ret->v[0] = (struct place){ .length = d.length,
				    .drive = d.drive,
				    .at = d.start };
	ret->n = 1;
	return true;
}

bool places_find(const struct dev *dev, struct places *ret)
{
	struct known *k;

	LOCK_SCOPE(&lock);
	for (k = known; k < known + KNOWN; k++)
		if (k->valid && k->major == dev->major &&
		    k->minor == dev->minor) {
			*ret = k->places;
			return ret->n > 0;
		}
	k = &known[n_known++ % KNOWN];
	*k = (struct known){ true, dev->major, dev->minor, { 0 } };
	if (!find(dev, &k->places))
		k->places.n = 0;
	*ret = k->places;
	return ret->n > 0;
}

void places_reset(void)
{
	LOCK_SCOPE(&lock);
	memset(known, 0, sizeof(known));
}

/* Return: the drive's number and its writes so far, or false */
static bool writes_of(const char *device, unsigned int *ret_drive,
		      uint64_t *ret_writes)
{
	__attribute__((cleanup(disk))) struct disk d = { 0 };
	struct stat st;

	if (stat(device, &st) < 0 || !S_ISBLK(st.st_mode) ||
	    !disk_find(major(st.st_rdev), minor(st.st_rdev), &d))
		return false;
	*ret_drive = d.drive;
	*ret_writes = d.writes;
	return true;
}

uint64_t places_before(const char *device)
{
	unsigned int drive;
	uint64_t writes;

	return writes_of(device, &drive, &writes) ? writes : UINT64_MAX;
}

void places_forgive(const char *device, uint64_t before)
{
	unsigned int drive;
	uint64_t writes;

	if (before == UINT64_MAX || !writes_of(device, &drive, &writes))
		return;
	LOCK_SCOPE(&lock);
	forgiven[drive] += writes - before;
}
