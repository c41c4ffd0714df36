/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "slots.h"

#include <string.h>
#include <sys/mman.h>

#include "cleanup.h"
#include "ram.h"

#define PAGE	  ((uint64_t)GUESTFS_SLOT_PAGE)
#define MAX_PAGES ((LAUNCH_PORTS + 1) * 16)

struct taken {
	uint64_t offset[MAX_PAGES];
	size_t n;
};

/* Must hold for every page: all of it RAM, aligned, given once. Aligned pages
 * of one size overlap only when they are the same.
 */
static bool take_page(const struct launch *l, struct taken *t, uint64_t gpa,
		      uint64_t *ret_offset)
{
	if (gpa % PAGE || !ram_offset(l->ram_size, gpa, PAGE, ret_offset) ||
	    t->n == MAX_PAGES)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (t->offset[i] == *ret_offset)
			return false;
	t->offset[t->n++] = *ret_offset;
	return true;
}

static char *bad_page(guestfs_h *g, size_t slot, uint64_t gpa)
{
	return handle_asprintf(g,
			       "the appliance offers memory that is not "
			       "its to share: slot %zu, address 0x%llx",
			       slot, (unsigned long long)gpa);
}

/* The pages of a slot side by side, wherever they are in the guest; @i is its
 * number, for messages.
 */
static char *map_slot(guestfs_h *g, struct taken *t, size_t i,
		      const guestfs_hello_slot *from, struct slot *ret_slot)
{
	struct launch *l = g->launch;
	size_t n = from->pages.pages_len;
	char *base;

	if (!n)
		return NULL;
	base = mmap(NULL, n * PAGE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED)
		return handle_asprintf(g, "mapping slot %zu: %s", i,
				       strerror(errno));
	*ret_slot = (struct slot){ .base = base, .size = n * PAGE };
	for (size_t k = 0; k < n; k++) {
		uint64_t gpa = from->pages.pages_val[k], offset;

		if (!take_page(l, t, gpa, &offset))
			return bad_page(g, i, gpa);
		if (mmap(base + k * PAGE, PAGE, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_FIXED, l->ram, offset) == MAP_FAILED)
			return handle_asprintf(g, "mapping slot %zu: %s", i,
					       strerror(errno));
	}
	return NULL;
}

/**
 * slots_map() - Check and map the slots of a hello
 * @g:		Handle
 * @hello:	The appliance's answer
 *
 * Must not trust any address in it.
 *
 * Return:	NULL, or what is wrong, the caller frees
 */
char *slots_map(guestfs_h *g, const guestfs_hello_ret *hello)
{
	struct taken t = { .n = 0 };
	size_t n = hello->slots.slots_len;

	for (size_t i = 0; i < n && i < LAUNCH_PORTS; i++) {
		char *why = map_slot(g, &t, i, &hello->slots.slots_val[i],
				     &g->launch->slots[i]);

		if (why)
			return why;
	}
	return map_slot(g, &t, n, &hello->files, &g->launch->files);
}

static void unmap_slot(struct slot *s)
{
	if (s->base)
		munmap(s->base, s->size);
	*s = (struct slot){ 0 };
}

/** slots_unmap() - Undo slots_map() */
void slots_unmap(struct launch *l)
{
	for (int i = 0; i < LAUNCH_PORTS; i++)
		unmap_slot(&l->slots[i]);
	unmap_slot(&l->files);
}
