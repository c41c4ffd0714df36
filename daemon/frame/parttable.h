/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk's partition table as libblkid reads it: no program is run. */
#ifndef DAEMON_PARTTABLE_H
#define DAEMON_PARTTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct part_entry - One partition
 * @num:	Its number
 * @start:	First byte
 * @size:	Bytes
 * @flags:	MBR: the boot byte; GPT: the attributes
 * @mbr_id:	MBR: type byte
 * @extended:	MBR: it is the container of the logical ones
 * @type:	GPT: type GUID in capitals, else ""
 * @guid:	GPT: its own GUID in capitals, else ""
 * @name:	GPT: its name, else ""
 */
struct part_entry {
	int num;
	uint64_t start;
	uint64_t size;
	uint64_t flags;
	int mbr_id;
	bool extended;
	char *type;
	char *guid;
	char *name;
};

/**
 * struct part_table - A table
 * @type:	As parted calls it: "gpt", "msdos", "mac" ...; "loop" where a
 *		file system covers the disk
 * @id:	GPT: the disk's GUID, in capitals; MBR: its number, hexadecimal
 * @v:		Its partitions in the order of their places
 */
struct part_table {
	char *type;
	char *id;
	struct part_entry *v;
	size_t n;
};

/** parttable_read() - 0, or -1 with errno; EINVAL where there is no table */
int parttable_read(const char *device, struct part_table *t);
/** parttable_find() - The partition of a number, or NULL */
const struct part_entry *parttable_find(const struct part_table *t, int num);
/** parttable_tell() - Let the kernel know where a partition is now, while
 * others of the disk may be in use; 0, or -1 with errno */
int parttable_tell(const char *device, int num);
void parttable_finish(struct part_table *t);

#endif
