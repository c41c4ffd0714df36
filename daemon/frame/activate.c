// SPDX-License-Identifier: GPL-2.0-or-later
#include "activate.h"

#include <stdbool.h>

#include "devname.h"
#include "log.h"
#include "probe.h"
#include "run.h"
#include "strv.h"

/* Whether a program must be run costs less to find out than running it. */
static bool any_with(char *const *devices, const char *type)
{
	for (size_t i = 0; devices && devices[i]; i++)
		if (probe_is(devices[i], type))
			return true;
	return false;
}

static void try_run(const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	if (run(&r) < 0 || r.status != 0)
		log_line("%s: %s", argv[0], r.err ? r.err : "failed");
}

void activate_all(void)
{
	cleanup_strv char **before = devname_all(), **after = NULL;

	if (any_with(before, "linux_raid_member")) {
		try_run(ARGV("mdadm", "-As", "--auto=yes", "--run"));
		after = devname_all();
	}
	if (any_with(after ? after : before, "LVM2_member"))
		try_run(ARGV("lvm", "vgchange", "-aay"));
}
