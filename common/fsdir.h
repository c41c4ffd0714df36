/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The packed records of an FS_READDIR answer: one struct fsdir_rec, the name
 * without NUL, zeros up to a multiple of 8 bytes; little-endian, both sides
 * being x86-64. The order is the guest's directory order.
 */
#ifndef COMMON_FSDIR_H
#define COMMON_FSDIR_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct fsdir_rec - One directory entry with its attributes
 * @node:	Node id, one reference added; 0 for "." and "..", and for an
 *		entry whose attributes could not be read. Only @ino, @mode's
 *		type bits and the name are set then; but "." with a @nlink other
 *		than 0 has all of the directory's own attributes.
 * @cookie:	Where FS_READDIR goes on after this entry
 * @flags:	FS_ENTRY_*
 * @place:	Where all data of a regular file lie in one piece, as
 *		fsdir_place() says; 0: in several, or it is not known. FS_MAP
 *		says when that is said at all.
 *
 * The other fields are those of struct fs_attr.
 */
struct fsdir_rec {
	uint64_t node;
	uint64_t cookie;
	uint64_t ino;
	uint64_t size;
	uint64_t blocks;
	int64_t atime;
	int64_t mtime;
	int64_t ctime;
	uint64_t place;
	uint32_t atime_nsec;
	uint32_t mtime_nsec;
	uint32_t ctime_nsec;
	uint32_t mode;
	uint32_t nlink;
	uint32_t uid;
	uint32_t gid;
	uint32_t rdev_major;
	uint32_t rdev_minor;
	uint32_t blksize;
	uint32_t dev;
	uint16_t flags;
	uint16_t namelen;
};

_Static_assert(sizeof(struct fsdir_rec) == 120, "wire layout");

/**
 * struct fsdir_head - What precedes the records of a further directory
 * @node:	The directory, known by an earlier record
 * @bytes:	Bytes of its records, all of them
 * @zero:	Not used
 */
struct fsdir_head {
	uint64_t node;
	uint32_t bytes;
	uint32_t zero;
};

_Static_assert(sizeof(struct fsdir_head) == 16, "wire layout");

#define FSDIR_PLACE_DRIVES 255
#define FSDIR_PLACE_BITS   56

/**
 * fsdir_place() - Say where data lie
 * @drive:	Number of the drive, from 0
 * @at:		Bytes, on the drive
 *
 * Return:	0 when it is further away than can be said
 */
static inline uint64_t fsdir_place(unsigned int drive, uint64_t at)
{
	if (drive >= FSDIR_PLACE_DRIVES || at >> FSDIR_PLACE_BITS)
		return 0;
	return (uint64_t)(drive + 1) << FSDIR_PLACE_BITS | at;
}

/** fsdir_place_drive() - The drive; UINT_MAX where @place is 0 */
static inline unsigned int fsdir_place_drive(uint64_t place)
{
	return (unsigned int)(place >> FSDIR_PLACE_BITS) - 1;
}

/** fsdir_place_at() - Bytes, on it */
static inline uint64_t fsdir_place_at(uint64_t place)
{
	return place & ((UINT64_C(1) << FSDIR_PLACE_BITS) - 1);
}

/** fsdir_size() - Bytes of a record with a name of @namelen bytes */
static inline size_t fsdir_size(size_t namelen)
{
	return (sizeof(struct fsdir_rec) + namelen + 7) & ~(size_t)7;
}

/**
 * fsdir_next() - Check and take the next record of an untrusted batch
 * @buf:	The batch, a private copy
 * @len:	Its length in bytes
 * @pos:	Position in it, 0 at first; moved behind the record
 * @rec:	Receives the record
 * @name:	Receives the name, not NUL-terminated, @rec->namelen bytes
 *
 * Names that are empty, longer than 255 bytes, or hold '/' or NUL are
 * refused; "." and ".." only with node 0.
 *
 * Return:	1 for a record, 0 at the end, -1 with EPROTO for rubbish
 */
int fsdir_next(const char *buf, size_t len, size_t *pos, struct fsdir_rec *rec,
	       const char **name);

#endif
