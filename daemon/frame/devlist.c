// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of the block devices that users may name. */
#include "devname.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"
#include "strv.h"

static int by_name(const void *a, const void *b)
{
	return strverscmp(*(char *const *)a, *(char *const *)b);
}

/* Names in /sys/block: @prefix and a digit, in the order of their numbers */
static char **sys_names(const char *prefix)
{
	cleanup_closedir DIR *dir = opendir("/sys/block");
	cleanup_strv_finish struct strv sv = { 0 };
	size_t len = strlen(prefix);
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (!strncmp(d->d_name, prefix, len) &&
		    (isdigit((unsigned char)d->d_name[len]) ||
		     d->d_name[len] == '_'))
			strv_add(&sv, d->d_name);
	if (sv.n)
		qsort(sv.v, sv.n, sizeof(*sv.v), by_name);
	return strv_steal(&sv);
}

static char *block_attr(const char *name, const char *attr)
{
	cleanup_free char *path = NULL;
	char *v;

	if (asprintf(&path, "/sys/block/%s/%s", name, attr) < 0)
		return NULL;
	v = io_read_file(path, 4096, NULL);
	if (v)
		v[strcspn(v, "\n")] = '\0';
	return v;
}

static void add_partitions(struct strv *sv, const char *disk)
{
	cleanup_strv char **parts = devname_partitions(disk);

	for (size_t i = 0; parts && parts[i]; i++)
		strv_add(sv, parts[i]);
}

char **devname_md(bool partitions)
{
	cleanup_strv char **names = sys_names("md");
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; names && names[i]; i++) {
		cleanup_free char *state =
			block_attr(names[i], "md/array_state");
		cleanup_free char *path = NULL;

		/* An array that was stopped leaves its node for a while */
		if (!state || !strcmp(state, "clear") ||
		    !strcmp(state, "inactive") ||
		    asprintf(&path, "/dev/%s", names[i]) < 0)
			continue;
		strv_add(&sv, path);
		if (partitions)
			add_partitions(&sv, path);
	}
	return strv_steal(&sv);
}

/* LVM's inner devices: their uuid has a suffix ("-real", "-tpool"), or their
 * name one of these.
 */
static bool is_inner_lv(const char *name, const char *uuid)
{
	static const char *const marks[] = {
		"_rimage_", "_rmeta_", "_mimage_", "_mlog",
		"_tdata",   "_tmeta",  "_cdata",   "_cmeta",
		"_corig",   "_vdata",  "_vorigin", "_imeta",
	};

	if (strlen(uuid) != strlen("LVM-") + 64)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (strstr(name, marks[i]))
			return true;
	return false;
}

char **devname_dm(bool lvm)
{
	cleanup_strv char **names = sys_names("dm-");
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; names && names[i]; i++) {
		cleanup_free char *name = block_attr(names[i], "dm/name");
		cleanup_free char *uuid = block_attr(names[i], "dm/uuid");
		bool is_lvm = uuid && !strncmp(uuid, "LVM-", 4);

		if (!name || !*name || is_lvm != lvm)
			continue;
		if (lvm && is_inner_lv(name, uuid))
			continue;
		strv_addf(&sv, "/dev/mapper/%s", name);
	}
	if (sv.n)
		qsort(sv.v, sv.n, sizeof(*sv.v), by_name);
	return strv_steal(&sv);
}

static void add_list(struct strv *sv, char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		strv_add(sv, list[i]);
	strv_free(list);
}

char **devname_all(void)
{
	cleanup_strv char **disks = devname_disks();
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; disks && disks[i]; i++) {
		strv_add(&sv, disks[i]);
		add_partitions(&sv, disks[i]);
	}
	add_list(&sv, devname_md(true));
	add_list(&sv, devname_dm(true));
	add_list(&sv, devname_dm(false));
	return strv_steal(&sv);
}
