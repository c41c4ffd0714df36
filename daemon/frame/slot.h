/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that the library sees too: huge pages at known physical addresses. */
#ifndef DAEMON_SLOT_H
#define DAEMON_SLOT_H

#include <stddef.h>
#include <stdint.h>

#define SLOT_PAGES 2 /* a slot's pages, of GUESTFS_SLOT_PAGE bytes each */

/**
 * struct slot - One session port's shared memory
 * @base:	Where we see it
 * @size:	Bytes, a multiple of GUESTFS_SLOT_PAGE
 * @pages:	Guest-physical addresses of its pages
 * @n_pages:	Their number
 */
struct slot {
	char *base;
	size_t size;
	uint64_t pages[SLOT_PAGES];
	unsigned int n_pages;
};

/** slot_alloc() - 0, or -1 with errno where the kernel has no huge pages */
int slot_alloc(struct slot *s);

#endif
