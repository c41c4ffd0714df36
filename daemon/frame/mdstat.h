/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The members of an array, from /proc/mdstat. */
#ifndef DAEMON_MDSTAT_H
#define DAEMON_MDSTAT_H

#include <stddef.h>

/**
 * struct mdstat_member - One member
 * @device:	Kernel path
 * @index:	Its place
 * @flags:	Letters: F failed, S spare, W write-mostly, R replacement
 */
struct mdstat_member {
	char *device;
	int index;
	char *flags;
};

/** mdstat_parse() - The members of @array ("md127") in the file's order; the
 * caller frees all; 0, or -1 with errno ENOENT for an array not in it */
int mdstat_parse(const char *text, const char *array,
		 struct mdstat_member **ret_v, size_t *ret_n);

#endif
