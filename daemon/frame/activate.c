// SPDX-License-Identifier: GPL-2.0-or-later
#include "activate.h"

#include <stdbool.h>
#include <string.h>

#include "devname.h"
#include "probe.h"
#include "run.h"
#include "standby.h"
#include "strv.h"

#define RAID "linux_raid_member"
#define LVM  "LVM2_member"

/* Whether a program must be run costs less to find out than running it. */
static void look(char *const *devices, bool *ret_raid, bool *ret_lvm)
{
	static const char *const types[] = { RAID, LVM, NULL };

	*ret_raid = *ret_lvm = false;
	for (size_t i = 0; devices && devices[i]; i++) {
		const char *found = probe_which(devices[i], types);

		*ret_raid |= found && !strcmp(found, RAID);
		*ret_lvm |= found && !strcmp(found, LVM);
	}
}

void activate_all(void)
{
	cleanup_strv char **before = devname_all(), **after = NULL;
	bool raid, lvm, more = false;

	look(before, &raid, &lvm);
	if (raid) {
		standby_try(ARGV("mdadm", "-As", "--auto=yes", "--run"));
		after = devname_all();
		look(after, &raid, &more);
	}
	if (lvm || more)
		standby_try(ARGV("lvm", "vgchange", "-aay"));
}
