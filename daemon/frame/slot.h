/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that the library sees too: huge pages at known physical addresses. */
#ifndef DAEMON_SLOT_H
#define DAEMON_SLOT_H

#include <stddef.h>
#include <stdint.h>

/* Pages of GUESTFS_SLOT_PAGE bytes each: of a session's slot, and of the one
 * for files of API calls
 */
#define SLOT_PAGES	 2
#define SLOT_FILES_PAGES 4

/**
 * struct slot - Shared memory of a session port, or of the control port
 * @base:	Where we see it
 * @size:	Bytes, a multiple of GUESTFS_SLOT_PAGE
 * @pages:	Guest-physical addresses of its pages
 * @n_pages:	Their number
 */
struct slot {
	char *base;
	size_t size;
	uint64_t pages[SLOT_FILES_PAGES];
	unsigned int n_pages;
};

/**
 * slot_alloc() - Allocate a slot
 * @s:		Receives it
 * @n_pages:	How large, at most SLOT_FILES_PAGES
 *
 * Return:	0, or -1 with errno where the kernel has no huge pages
 */
int slot_alloc(struct slot *s, unsigned int n_pages);

#endif
