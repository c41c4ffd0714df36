/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* FNV-1a, a hash against accidents, not against adversaries. */
#ifndef CORE_LAUNCH_FNV_H
#define CORE_LAUNCH_FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_START 0xcbf29ce484222325ULL

static inline uint64_t fnv_add(uint64_t h, const void *buf, size_t n)
{
	const unsigned char *p = buf;

	while (n--)
		h = (h ^ *p++) * 0x100000001b3ULL;
	return h;
}

#endif
