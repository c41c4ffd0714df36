// SPDX-License-Identifier: GPL-2.0-or-later
#include "activate.h"

#include <stdbool.h>
#include <string.h>

#include "devname.h"
#include "log.h"
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

static void try_run(const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	if (standby_run(&r) < 0 || r.status != 0)
		log_line("%s: %s", argv[0], r.err ? r.err : "failed");
}

void activate_all(void)
{
	cleanup_strv char **before = devname_all(), **after = NULL;
	bool raid, lvm, more = false;

	look(before, &raid, &lvm);
	if (raid) {
		try_run(ARGV("mdadm", "-As", "--auto=yes", "--run"));
		after = devname_all();
		look(after, &raid, &more);
	}
	if (lvm || more)
		try_run(ARGV("lvm", "vgchange", "-aay"));
}
