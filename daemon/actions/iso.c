// SPDX-License-Identifier: GPL-2.0-or-later
/* The primary volume descriptor of ISO 9660 (ECMA-119, chapter 8.4). */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/guestfile.h"
#include "frame/reply.h"

#define SECTOR	2048
#define FIRST	16 /* sector of the first descriptor */
#define PRIMARY 1

/* Numbers are stored twice, first with the low byte in front. */
static unsigned int le16(const unsigned char *p)
{
	return p[0] | p[1] << 8;
}

static uint32_t le32(const unsigned char *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static char *text(const unsigned char *p, size_t n)
{
	n = strnlen((const char *)p, n);
	while (n && p[n - 1] == ' ')
		n--;
	return strndup((const char *)p, n);
}

/* "YYYYMMDDHHMMSSCC", and the zone in quarters of an hour; all "0" is none */
static int64_t date(const unsigned char *p)
{
	char digits[17] = "";
	struct tm tm = { 0 };

	memcpy(digits, p, 16);
	if (strspn(digits, "0123456789") != 16 || strspn(digits, "0") == 16 ||
	    sscanf(digits, "%4d%2d%2d%2d%2d%2d", &tm.tm_year, &tm.tm_mon,
		   &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
		return -1;
	if (!tm.tm_mon || !tm.tm_mday)
		return -1;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	return timegm(&tm) - (signed char)p[16] * 15 * 60;
}

static guestfs_int_isoinfo *parse(const unsigned char *b)
{
	guestfs_int_isoinfo *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->iso_system_id = text(b + 8, 32);
	r->iso_volume_id = text(b + 40, 32);
	r->iso_volume_space_size = le32(b + 80);
	r->iso_volume_set_size = le16(b + 120);
	r->iso_volume_sequence_number = le16(b + 124);
	r->iso_logical_block_size = le16(b + 128);
	r->iso_volume_set_id = text(b + 190, 128);
	r->iso_publisher_id = text(b + 318, 128);
	r->iso_data_preparer_id = text(b + 446, 128);
	r->iso_application_id = text(b + 574, 128);
	r->iso_copyright_file_id = text(b + 702, 37);
	r->iso_abstract_file_id = text(b + 739, 37);
	r->iso_bibliographic_file_id = text(b + 776, 37);
	r->iso_volume_creation_t = date(b + 813);
	r->iso_volume_modification_t = date(b + 830);
	r->iso_volume_expiration_t = date(b + 847);
	r->iso_volume_effective_t = date(b + 864);
	return r;
}

static guestfs_int_isoinfo *info(const char *name, int fd)
{
	cleanup_free char *user = guestfile_user_name(name);
	unsigned char b[SECTOR];
	guestfs_int_isoinfo *r;
	ssize_t n;

	n = fd < 0 ? -1 : pread(fd, b, SECTOR, FIRST * SECTOR);
	if (n < 0) {
		reply_errno(errno, "%s", user);
		return NULL;
	}
	if (n < SECTOR || b[0] != PRIMARY || memcmp(b + 1, "CD001", 5)) {
		reply_error(EINVAL, "%s: no ISO 9660 file system", user);
		return NULL;
	}
	r = parse(b);
	if (!r)
		reply_errno(ENOMEM, "%s", user);
	return r;
}

guestfs_int_isoinfo *do_isoinfo_device(const char *device)
{
	cleanup_close int fd = guestfile_open_either(device, O_RDONLY);

	return info(device, fd);
}

guestfs_int_isoinfo *do_isoinfo(const char *isofile)
{
	cleanup_close int fd = guestfile_open(isofile);

	return fd < 0 ? NULL : info(isofile, fd);
}
