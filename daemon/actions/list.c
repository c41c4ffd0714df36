// SPDX-License-Identifier: GPL-2.0-or-later
/* list_filesystems: everything that could be mounted. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/call.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/log.h"
#include "strv.h"

static const char *value_of(char **values, const char *key)
{
	for (size_t i = 0; values && values[i] && values[i + 1]; i += 2)
		if (!strcmp(values[i], key))
			return values[i + 1];
	return "";
}

/* The container of an MBR's logical partitions, two sectors long */
static bool is_extended(char **values)
{
	long id = strtol(value_of(values, "PART_ENTRY_TYPE"), NULL, 0);

	return !strcmp(value_of(values, "PART_ENTRY_SCHEME"), "dos") &&
	       (id == 0x05 || id == 0x0f || id == 0x85);
}

static bool has_suffix(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && !strcmp(s + n - m, suffix);
}

static void add(struct strv *sv, const char *name, const char *type)
{
	strv_add(sv, name);
	strv_add(sv, type);
}

/* The default subvolume is what the device alone mounts. */
static void add_subvolumes(struct strv *sv, const char *device)
{
	struct subvol_list l = { 0 };
	struct btrfs_mnt m = { 0 };
	int64_t def;

	if (btrfs_open(device, &m) == 0 && btrfs_list(m.dir, device, &l) == 0) {
		def = l.n ? btrfs_default(m.dir, device) : 0;
		for (size_t i = 0; i < l.n; i++) {
			if ((int64_t)l.v[i].id == def)
				continue;
			strv_addf(sv, "btrfsvol:%s/%s", device, l.v[i].path);
			strv_add(sv, "btrfs");
		}
	}
	btrfs_list_finish(&l);
	btrfs_close(&m);
	/* A damaged one has no subvolumes; the others are still to be seen */
	call_forget_error();
}

static void add_device(struct strv *sv, const char *device)
{
	cleanup_strv char **values = probe_all(device);
	const char *type = value_of(values, "TYPE");

	if (is_extended(values) || has_suffix(type, "_member"))
		return;
	add(sv, device, *type ? type : "unknown");
	if (!strcmp(type, "btrfs"))
		add_subvolumes(sv, device);
}

/* A CD image made to boot from a stick too has a partition table that does
 * not show its file system.
 */
static void add_hybrid_iso(struct strv *sv, const char *disk, size_t from)
{
	for (size_t i = from; i + 1 < sv->n; i += 2)
		if (!strcmp(sv->v[i + 1], "iso9660"))
			return;
	if (probe_is(disk, "iso9660"))
		add(sv, disk, "iso9660");
}

static void add_disk(struct strv *sv, const char *disk)
{
	cleanup_strv char **parts = devname_partitions(disk);
	size_t from = sv->n;

	if (!parts || !parts[0]) {
		add_device(sv, disk);
		return;
	}
	for (size_t i = 0; parts[i]; i++)
		add_device(sv, parts[i]);
	add_hybrid_iso(sv, disk, from);
}

char **do_list_filesystems(void)
{
	cleanup_strv char **disks = devname_disks(), **md = devname_md(false);
	cleanup_strv char **lvs = devname_dm(true), **dm = devname_dm(false);
	cleanup_strv_finish struct strv sv = { 0 };
	char **ret;

	for (size_t i = 0; disks && disks[i]; i++)
		add_disk(&sv, disks[i]);
	for (size_t i = 0; md && md[i]; i++)
		add_disk(&sv, md[i]);
	for (size_t i = 0; lvs && lvs[i]; i++)
		add_device(&sv, lvs[i]);
	for (size_t i = 0; dm && dm[i]; i++)
		add_device(&sv, dm[i]);
	ret = strv_steal(&sv);
	if (!ret)
		reply_errno(ENOMEM, "file systems");
	return ret;
}
