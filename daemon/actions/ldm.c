// SPDX-License-Identifier: GPL-2.0-or-later
/* Windows dynamic disks, through ldmtool. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/ldmjson.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

bool optgroup_ldm_available(void)
{
	return toolpath_have("ldmtool");
}

static char **mapped(const char *prefix)
{
	cleanup_strv char **all = devname_dm(false);
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; all && all[i]; i++) {
		cleanup_free char *name = devname_to_user(all[i]);

		if (name && !strncmp(name, prefix, strlen(prefix)))
			strv_add(&sv, name);
	}
	return strv_steal(&sv);
}

char **do_list_ldm_volumes(void)
{
	return mapped("/dev/mapper/ldm_vol_");
}

char **do_list_ldm_partitions(void)
{
	return mapped("/dev/mapper/ldm_part_");
}

int do_ldmtool_create_all(void)
{
	return reply_cmd("dynamic disks", ARGV("ldmtool", "create", "all"));
}

int do_ldmtool_remove_all(void)
{
	return reply_cmd("dynamic disks", ARGV("ldmtool", "remove", "all"));
}

/* A list that ldmtool prints, or one member of what it prints */
static char **list(const char *what, const char *const argv[], const char *key)
{
	cleanup_run struct run r = { .argv = argv };
	char **v;

	if (reply_run_or(&r, what, ENOENT) < 0)
		return NULL;
	v = ldmjson_list(r.out, key);
	if (!v)
		reply_errno(errno, "%s: ldmtool's answer", what);
	return v;
}

static char *string(const char *what, const char *const argv[], const char *key,
		    bool optional)
{
	cleanup_run struct run r = { .argv = argv };
	char *s;

	if (reply_run_or(&r, what, ENOENT) < 0)
		return NULL;
	s = ldmjson_string(r.out, key);
	if (!s && optional && errno == ENOENT)
		return strdup("");
	if (!s)
		reply_errno(errno, "%s: ldmtool's answer", what);
	return s;
}

char **do_ldmtool_scan(void)
{
	return list("dynamic disks", ARGV("ldmtool", "scan"), NULL);
}

char **do_ldmtool_scan_devices(char *const *devices)
{
	cleanup_strv_finish struct strv argv = { 0 };

	tool_words(&argv, "ldmtool", "scan", NULL);
	for (size_t i = 0; devices[i]; i++)
		strv_add(&argv, devices[i]);
	return list("dynamic disks", (const char *const *)argv.v, NULL);
}

#define SHOW_GROUP(group) ARGV("ldmtool", "show", "diskgroup", "--", group)
#define SHOW_VOLUME(group, volume)                                             \
	ARGV("ldmtool", "show", "volume", "--", group, volume)

char *do_ldmtool_diskgroup_name(const char *diskgroup)
{
	return string(diskgroup, SHOW_GROUP(diskgroup), "name", false);
}

char **do_ldmtool_diskgroup_volumes(const char *diskgroup)
{
	return list(diskgroup, SHOW_GROUP(diskgroup), "volumes");
}

char **do_ldmtool_diskgroup_disks(const char *diskgroup)
{
	return list(diskgroup, SHOW_GROUP(diskgroup), "disks");
}

char *do_ldmtool_volume_type(const char *diskgroup, const char *volume)
{
	return string(volume, SHOW_VOLUME(diskgroup, volume), "type", false);
}

char *do_ldmtool_volume_hint(const char *diskgroup, const char *volume)
{
	return string(volume, SHOW_VOLUME(diskgroup, volume), "hint", true);
}

char **do_ldmtool_volume_partitions(const char *diskgroup, const char *volume)
{
	return list(volume, SHOW_VOLUME(diskgroup, volume), "partitions");
}
