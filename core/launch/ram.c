/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ram.h"

#include <fcntl.h>
#include <sys/mman.h>

#include "cleanup.h"
#include "spawn.h"

/* q35 keeps all RAM below the PCI hole while it fits under 2.75 GiB; more RAM
 * is cut at 2 GiB, and the rest begins at 4 GiB.
 */
#define Q35_FITS 0xb0000000ULL
#define Q35_LOW	 0x80000000ULL
#define Q35_HIGH 0x100000000ULL

/**
 * ram_create() - Make the memory of a guest
 * @g:		Handle
 * @size:	Bytes
 *
 * Sealed, so that no other holder of the descriptor (qemu, if the guest ever
 * takes it over) can shrink it under our mappings, which would be SIGBUS.
 *
 * Return:	memfd, or -1 with the error set
 */
int ram_create(guestfs_h *g, uint64_t size)
{
	cleanup_close int fd = spawn_high_fd(
		memfd_create("guestfs-ram", MFD_CLOEXEC | MFD_ALLOW_SEALING));

	if (fd < 0 || ftruncate(fd, size) < 0 ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) <
		    0)
		return guestfs_fail(g, errno,
				    "memory of the appliance "
				    "(%d MiB)",
				    g->memsize);
	return steal_fd(&fd);
}

/**
 * ram_offset() - Where guest-physical memory lies in the memfd
 * @ram_size:	Size of the RAM in bytes
 * @gpa:	Guest-physical address, from the guest, so anything
 * @len:	Bytes
 * @ret_offset:	Receives the offset
 *
 * Return:	false unless all @len bytes are RAM and contiguous
 */
bool ram_offset(uint64_t ram_size, uint64_t gpa, uint64_t len,
		uint64_t *ret_offset)
{
	uint64_t low = ram_size < Q35_FITS ? ram_size : Q35_LOW;
	uint64_t high = ram_size - low;

	if (gpa < low && len <= low - gpa) {
		*ret_offset = gpa;
		return true;
	}
	if (gpa >= Q35_HIGH && gpa - Q35_HIGH < high &&
	    len <= high - (gpa - Q35_HIGH)) {
		*ret_offset = gpa - Q35_HIGH + low;
		return true;
	}
	return false;
}
