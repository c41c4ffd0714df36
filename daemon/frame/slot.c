// SPDX-License-Identifier: GPL-2.0-or-later
#include "slot.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"
#include "guestfs_protocol.h"

#define PAGEMAP_PRESENT (1ULL << 63)
#define PAGEMAP_PFN	((1ULL << 55) - 1)

static int physical(int pagemap, const char *p, uint64_t *ret)
{
	long page = sysconf(_SC_PAGESIZE);
	uint64_t entry;

	if (pread(pagemap, &entry, sizeof(entry),
		  (uintptr_t)p / page * sizeof(entry)) != sizeof(entry))
		return -1;
	if (!(entry & PAGEMAP_PRESENT) || !(entry & PAGEMAP_PFN)) {
		errno = EFAULT;
		return -1;
	}
	*ret = (entry & PAGEMAP_PFN) * page;
	return 0;
}

int slot_alloc(struct slot *s, unsigned int n_pages)
{
	cleanup_close int pagemap =
		open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	size_t size = n_pages * (size_t)GUESTFS_SLOT_PAGE;
	char *base;

	if (pagemap < 0)
		return -1;
	/* Shared, because a private page is copied, and so moves, when it is
	 * written to after a fork.
	 */
	base = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1,
		    0);
	if (base == MAP_FAILED)
		return -1;
	if (mlock(base, size) < 0)
		goto fail;
	for (unsigned int i = 0; i < n_pages; i++)
		if (physical(pagemap, base + i * (size_t)GUESTFS_SLOT_PAGE,
			     &s->pages[i]) < 0)
			goto fail;
	s->base = base;
	s->size = size;
	s->n_pages = n_pages;
	return 0;
fail:
	munmap(base, size);
	return -1;
}
