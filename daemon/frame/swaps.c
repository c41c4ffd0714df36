// SPDX-License-Identifier: GPL-2.0-or-later
#include "swaps.h"

#include <errno.h>
#include <string.h>
#include <sys/swap.h>

#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "mounts.h"
#include "strv.h"

void swaps_off_all(void)
{
	cleanup_free char *text = io_read_file("/proc/swaps", 1 << 20, NULL);
	cleanup_strv char **lines = strv_lines(text ? text : "");

	/* The first line is a heading */
	for (size_t i = 1; lines && lines[0] && lines[i]; i++) {
		cleanup_free char *path = NULL;

		lines[i][strcspn(lines[i], " \t")] = '\0';
		path = mounts_unescape(lines[i]);
		if (path && swapoff(path) < 0)
			log_line("swapoff %s: %s", path, strerror(errno));
	}
}
