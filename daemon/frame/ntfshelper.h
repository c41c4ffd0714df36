/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tells where the data of files is on an NTFS volume that is mounted read-only,
 * and what a directory holds: ntfs-3g, which mounts it, serves one request at a
 * time, each by two switches of process and two copies. A process of its own,
 * for it parses a hostile disk by a library (libntfs-3g); this program again,
 * started as
 *
 *	guestfsd --ntfs DEVICE
 *
 * with a socket as its standard input, whose end is its own. Each struct
 * ntfs_ask is answered by a struct ntfs_answer and what that says.
 */
#ifndef DAEMON_NTFSHELPER_H
#define DAEMON_NTFSHELPER_H

#include <stdint.h>

#define NTFSHELPER "--ntfs"

enum ntfs_what {
	NTFS_RUNS, /* where a regular file's data is */
	NTFS_LIST, /* what a directory holds */
};

#define NTFS_RUNS_MAX (1u << 20)
#define NTFS_LIST_MAX (64u << 20)

struct ntfs_ask {
	uint32_t what;
	uint32_t zero;
	uint64_t ino; /* its number in the master file table */
};

/**
 * struct ntfs_answer - Head of an answer
 * @n:		struct ntfs_run that follow, or bytes of struct ntfs_entry
 * @err:	errno; EOPNOTSUPP: ask ntfs-3g
 * @size:	Bytes of the file; of a directory: 1 when no name was left out
 * @written:	Beyond these it reads as zeros
 */
struct ntfs_answer {
	uint32_t n;
	int32_t err;
	uint64_t size;
	uint64_t written;
};

/**
 * struct ntfs_run - Piece of a file
 * @at:		Offset in the file
 * @len:	Bytes
 * @disk:	Offset on the disk; -1 for a hole
 */
struct ntfs_run {
	uint64_t at;
	uint64_t len;
	int64_t disk;
};

enum ntfs_kind {
	NTFS_OTHER, /* only its name and number are told */
	NTFS_FILE,
	NTFS_DIR,
};

/**
 * struct ntfs_entry - One name in a directory, padded to a multiple of 8 bytes
 * @ino:	Number
 * @size:	Bytes
 * @blocks:	512-byte blocks
 * @sec:	Times of last access, change of data, change
 * @nsec:	Their nanoseconds
 * @nlink:	Names
 * @kind:	What is in every respect a regular file, or a directory
 * @len:	Bytes of the name, which follows
 * @bytes:	Of all this
 *
 * In ntfs-3g's order, with "." and "..".
 */
struct ntfs_entry {
	uint64_t ino;
	uint64_t size;
	uint64_t blocks;
	int64_t sec[3];
	uint32_t nsec[3];
	uint32_t nlink;
	uint16_t kind;
	uint16_t len;
	uint32_t bytes;
	char name[];
};

/** ntfshelper_main() - The process; returns its exit status */
int ntfshelper_main(const char *device);

#endif
