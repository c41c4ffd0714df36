/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where on the drives the bytes of a file system's block device lie. */
#ifndef DAEMON_SESSION_PLACE_H
#define DAEMON_SESSION_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct dev;
struct found;

#define PLACES_MAX 32

/**
 * struct place - A piece of the device
 * @start:	Where it begins on the device, in bytes
 * @length:	Bytes
 * @drive:	Number of the drive that it is on
 * @at:		Where it begins there, in bytes
 */
struct place {
	uint64_t start;
	uint64_t length;
	unsigned int drive;
	uint64_t at;
};

/**
 * struct places - All of a device
 * @n:		Number of pieces
 * @v:		They, in the order of @start
 */
struct places {
	unsigned int n;
	struct place v[PLACES_MAX];
};

/**
 * places_find() - Where a file system lies
 * @dev:	The file system
 * @ret:	Receives the pieces
 *
 * Return:	true; false when it is on something else than partitions, disks
 *		and linear volumes of them, or when anything has been written to
 *		one of those disks: then its image is not what it holds
 */
bool places_find(const struct dev *dev, struct places *ret);
/**
 * place_of() - Where a piece of a file system lies
 * @dev:	The file system
 * @at:		Where it begins on its device, in bytes
 * @len:	Bytes
 * @ret_drive:	Receives the number of the drive
 * @ret_at:	Receives where it begins there, in bytes
 *
 * Return:	false: not in one piece, or as for places_find()
 */
bool place_of(const struct dev *dev, uint64_t at, uint64_t len,
	      unsigned int *ret_drive, uint64_t *ret_at);
/**
 * places_before() - Before something writes to a device, but no data of files
 * @device:	Its name
 *
 * Return:	what places_forgive() wants and frees, or NULL
 */
struct found *places_before(const char *device);
/** places_forgive() - What was written since then does not count; frees @before
 * */
void places_forgive(const char *device, struct found *before);
/** places_reset() - Forget; only while no request is served */
void places_reset(void);

#endif
