// SPDX-License-Identifier: GPL-2.0-or-later
#include "activate.h"

#include <dirent.h>
#include <stdbool.h>
#include <string.h>

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

static void add_with_partitions(struct strv *sv, const char *disk)
{
	cleanup_strv char **parts = devname_partitions(disk);

	strv_add(sv, disk);
	for (size_t i = 0; parts && parts[i]; i++)
		strv_add(sv, parts[i]);
}

static void add_arrays(struct strv *sv)
{
	cleanup_closedir DIR *dir = opendir("/sys/block");
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (!strncmp(d->d_name, "md", 2)) {
			char path[300];

			snprintf(path, sizeof(path), "/dev/%s", d->d_name);
			devname_settle(path);
			add_with_partitions(sv, path);
		}
}

void activate_all(void)
{
	cleanup_strv char **disks = devname_disks();
	cleanup_strv_finish struct strv devices = { 0 };

	for (size_t i = 0; disks && disks[i]; i++)
		add_with_partitions(&devices, disks[i]);
	if (any_with(devices.v, "linux_raid_member")) {
		try_run(ARGV("mdadm", "-As", "--auto=yes", "--run"));
		add_arrays(&devices);
	}
	if (any_with(devices.v, "LVM2_member"))
		try_run(ARGV("lvm", "vgchange", "-aay"));
}
