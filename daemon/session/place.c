// SPDX-License-Identifier: GPL-2.0-or-later
#include "place.h"

#include <fcntl.h>
#include <inttypes.h>
#include <linux/dm-ioctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "dev.h"
#include "io.h"

#define SECTOR 512
#define KNOWN  8
#define DRIVES 256
#define DEPTH  3 /* of volumes on volumes */

/* What was found of the devices asked for last; an n of 0 is an answer too. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct known {
	bool valid;
	uint32_t major;
	uint32_t minor;
	struct places places;
} known[KNOWN];
static unsigned int n_known;

/* Sectors of each drive that were written, but not for the data of files */
static uint64_t forgiven[DRIVES];

/* Its directory in sysfs; the caller frees */
static char *device_dir(uint32_t major, uint32_t minor)
{
	char *dir;

	return asprintf(&dir, "/sys/dev/block/%u:%u", major, minor) < 0 ? NULL
									: dir;
}

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

static bool drive_by(const char *disk, const char *file, size_t skip,
		     unsigned int *ret)
{
	cleanup_free char *path = NULL, *text = NULL;
	size_t len;

	if (asprintf(&path, "%s/%s", disk, file) < 0)
		return false;
	text = io_read_file(path, 4096, &len);
	return text && len > skip && sscanf(text + skip, "gfs%u", ret) == 1;
}

/* By its serial number: of virtio-blk, or of SCSI, where it is behind four
 * bytes of a page of what INQUIRY(6) tells
 */
static bool drive_of(const char *disk, unsigned int *ret)
{
	return drive_by(disk, "serial", 0, ret) ||
	       drive_by(disk, "device/vpd_pg80", 4, ret);
}

/* Fields 7 and 14 of the statistics of the disk at @dir: sectors written and
 * discarded since it appeared (Documentation/block/stat.rst). Requests, which
 * are counted too, may be those that only flush.
 */
static bool count_writes(const char *dir, uint64_t *ret)
{
	cleanup_free char *path = NULL, *text = NULL;
	uint64_t writes, discards;

	if (asprintf(&path, "%s/stat", dir) < 0)
		return false;
	text = io_read_file(path, 4096, NULL);
	if (!text || sscanf(text,
			    "%*u %*u %*u %*u %*u %*u %" SCNu64
			    " %*u %*u %*u %*u %*u %*u %" SCNu64,
			    &writes, &discards) != 2)
		return false;
	*ret = writes + discards;
	return true;
}

/**
 * struct found - Pieces of a device that were found
 * @places:	They
 * @writes:	Sectors that were written of the drive of each
 */
struct found {
	struct places places;
	uint64_t writes[PLACES_MAX];
};

/**
 * struct range - Bytes of a device
 * @major:	Its number
 * @minor:	The same
 * @from:	Where they begin on it
 * @length:	Bytes
 * @start:	Where they begin on the device that was asked for
 */
struct range {
	uint32_t major;
	uint32_t minor;
	uint64_t from;
	uint64_t length;
	uint64_t start;
};

static bool add_disk(struct found *f, const char *dir, const struct range *r)
{
	cleanup_free char *parent = NULL;
	uint64_t sectors, first = 0;
	unsigned int n = f->places.n;
	struct place *p = &f->places.v[n];

	if (n == PLACES_MAX || !read_u64(dir, "size", &sectors) ||
	    r->from > sectors * SECTOR ||
	    r->length > sectors * SECTOR - r->from)
		return false;
	if (has(dir, "partition") && (!read_u64(dir, "start", &first) ||
				      asprintf(&parent, "%s/..", dir) < 0))
		return false;
	if (parent)
		dir = parent;
	*p = (struct place){ .start = r->start,
			     .length = r->length,
			     .at = first * SECTOR + r->from };
	if (!drive_of(dir, &p->drive) || p->drive >= DRIVES ||
	    !count_writes(dir, &f->writes[n]))
		return false;
	f->places.n++;
	return true;
}

union table {
	struct dm_ioctl head;
	char buf[16384];
};

/* What device-mapper makes a device of, as dmsetup(8) table shows it */
static bool read_table(const struct range *r, union table *t)
{
	cleanup_close int fd = open("/dev/mapper/control", O_RDWR | O_CLOEXEC);

	memset(t, 0, sizeof(*t));
	t->head.version[0] = DM_VERSION_MAJOR;
	t->head.data_size = sizeof(*t);
	t->head.data_start = sizeof(t->head);
	t->head.flags = DM_STATUS_TABLE_FLAG;
	t->head.dev = (r->minor & 0xff) | r->major << 8 |
		      (uint64_t)(r->minor & ~0xffU) << 12;
	return fd >= 0 && ioctl(fd, DM_TABLE_STATUS, t) == 0 &&
	       !(t->head.flags & DM_BUFFER_FULL_FLAG);
}

static bool add_range(struct found *f, const struct range *r,
		      unsigned int depth);

/* What of @r is in a target of the table */
static bool add_target(struct found *f, const struct range *r,
		       const struct dm_target_spec *t, unsigned int depth)
{
	uint64_t from = t->sector_start * SECTOR, len = t->length * SECTOR;
	uint64_t skip = r->from > from ? r->from - from : 0, at;
	uint64_t gone = from > r->from ? from - r->from : 0;
	struct range below;

	if (skip >= len || gone >= r->length)
		return true;
	if (strcmp(t->target_type, "linear") ||
	    sscanf((const char *)(t + 1), "%u:%u %" SCNu64, &below.major,
		   &below.minor, &at) != 3)
		return false;
	below.from = at * SECTOR + skip;
	below.start = r->start + gone;
	below.length = r->length - gone;
	if (below.length > len - skip)
		below.length = len - skip;
	return add_range(f, &below, depth - 1);
}

static bool add_volume(struct found *f, const struct range *r,
		       unsigned int depth)
{
	cleanup_free union table *t = malloc(sizeof(*t));
	size_t at = sizeof(t->head);

	if (!t || !depth || !read_table(r, t))
		return false;
	for (unsigned int i = 0; i < t->head.target_count; i++) {
		const struct dm_target_spec *spec = (void *)(t->buf + at);

		if (at + sizeof(*spec) > sizeof(*t) ||
		    !add_target(f, r, spec, depth))
			return false;
		at = sizeof(t->head) + spec->next;
	}
	return true;
}

static bool add_range(struct found *f, const struct range *r,
		      unsigned int depth)
{
	cleanup_free char *dir = device_dir(r->major, r->minor);

	if (!dir)
		return false;
	return has(dir, "dm") ? add_volume(f, r, depth) : add_disk(f, dir, r);
}

static bool find(uint32_t major, uint32_t minor, struct found *ret)
{
	struct range all = { .major = major, .minor = minor };
	cleanup_free char *dir = device_dir(major, minor);
	uint64_t sectors;

	ret->places.n = 0;
	if (!dir || !read_u64(dir, "size", &sectors))
		return false;
	all.length = sectors * SECTOR;
	return add_range(ret, &all, DEPTH);
}

static void find_untouched(const struct dev *dev, struct places *ret)
{
	struct found f;
	bool good = find(dev->major, dev->minor, &f);

	for (unsigned int i = 0; good && i < f.places.n; i++)
		good = f.writes[i] == forgiven[f.places.v[i].drive];
	*ret = f.places;
	if (!good)
		ret->n = 0;
}

/* With the lock held */
static const struct places *look_up(const struct dev *dev)
{
	struct known *k;

	for (k = known; k < known + KNOWN; k++)
		if (k->valid && k->major == dev->major &&
		    k->minor == dev->minor)
			return &k->places;
	k = &known[n_known++ % KNOWN];
	*k = (struct known){ true, dev->major, dev->minor, { 0 } };
	find_untouched(dev, &k->places);
	return &k->places;
}

bool places_find(const struct dev *dev, struct places *ret)
{
	LOCK_SCOPE(&lock);
	*ret = *look_up(dev);
	return ret->n > 0;
}

bool place_of(const struct dev *dev, uint64_t at, uint64_t len,
	      unsigned int *ret_drive, uint64_t *ret_at)
{
	const struct places *places;

	LOCK_SCOPE(&lock);
	places = look_up(dev);
	for (unsigned int i = 0; i < places->n; i++) {
		const struct place *p = &places->v[i];

		if (at < p->start || at - p->start > p->length ||
		    len > p->length - (at - p->start))
			continue;
		*ret_drive = p->drive;
		*ret_at = p->at + (at - p->start);
		return true;
	}
	return false;
}

void places_reset(void)
{
	LOCK_SCOPE(&lock);
	memset(known, 0, sizeof(known));
}

static bool find_device(const char *device, struct found *ret)
{
	struct stat st;

	return stat(device, &st) == 0 && S_ISBLK(st.st_mode) &&
	       find(major(st.st_rdev), minor(st.st_rdev), ret);
}

struct found *places_before(const char *device)
{
	struct found *f = malloc(sizeof(*f));

	if (f && !find_device(device, f))
		free(steal_ptr(&f));
	return f;
}

void places_forgive(const char *device, struct found *before)
{
	struct found now;

	if (before && find_device(device, &now) &&
	    now.places.n == before->places.n) {
		LOCK_SCOPE(&lock);
		for (unsigned int i = 0; i < now.places.n; i++) {
			unsigned int drive = now.places.v[i].drive;

			if (drive != before->places.v[i].drive)
				continue;
			forgiven[drive] += now.writes[i] - before->writes[i];
			/* Once for each drive */
			for (unsigned int j = i; j < now.places.n; j++)
				if (now.places.v[j].drive == drive)
					now.writes[j] = before->writes[j];
		}
	}
	free(before);
}
