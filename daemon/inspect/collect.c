/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "frame/devname.h"
#include "frame/probe.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define BTRFSVOL "btrfsvol:"

static bool is_block(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISBLK(st.st_mode);
}

char *collect_split(const char *mountable, const char **ret_volume)
{
	const char *s = mountable + strlen(BTRFSVOL), *slash;

	*ret_volume = NULL;
	if (strncmp(mountable, BTRFSVOL, strlen(BTRFSVOL)) != 0)
		return strdup(mountable);
	if (strncmp(s, "/dev/", 5) != 0)
		return NULL;
	/* A device's name may have slashes, "/dev/vg/lv": it ends where there
	 * is a device.
	 */
	for (slash = strchr(s + 5, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		cleanup_free char *dev = strndup(s, slash - s);

		if (dev && is_block(dev)) {
			*ret_volume = slash + 1;
			return steal_ptr(&dev);
		}
	}
	return NULL;
}

/* A value of probe_all()'s list, copied, or NULL. */
static char *value(char *const *values, const char *key)
{
	for (size_t i = 0; values && values[i] && values[i + 1]; i += 2)
		if (!strcmp(values[i], key))
			return *values[i + 1] ? strdup(values[i + 1]) : NULL;
	return NULL;
}

static void lower(char *s)
{
	for (; s && *s; s++)
		*s = tolower((unsigned char)*s);
}

static void set_tags(struct insp_dev *v)
{
	cleanup_strv char **values = probe_all(v->name);
	cleanup_free char *offset = value(values, "PART_ENTRY_OFFSET");

	v->uuid = value(values, "UUID");
	v->label = value(values, "LABEL");
	v->partuuid = value(values, "PART_ENTRY_UUID");
	v->partlabel = value(values, "PART_ENTRY_NAME");
	v->scheme = value(values, "PART_ENTRY_SCHEME");
	lower(v->partuuid);
	/* libblkid counts in 512 bytes whatever the disk's sectors are. */
	v->offset = offset ? strtoull(offset, NULL, 10) * 512 : 0;
}

static void set_place(struct insp_dev *v, char *const *disks)
{
	cleanup_free char *parent = devname_parent(v->name);
	const char *disk = parent ? parent : v->name;

	for (int i = 0; disks[i]; i++)
		if (!strcmp(disks[i], disk)) {
			v->disk = i;
			v->part = parent ? devname_partnum(v->name) : 0;
		}
}

static char *dm_attr(const char *sys, const char *attr)
{
	cleanup_free char *path = NULL;
	char *s;

	if (asprintf(&path, "/sys/class/block/%s/dm/%s", sys, attr) < 0)
		return NULL;
	s = io_read_file(path, 4096, NULL);
	if (s)
		s[strcspn(s, "\n")] = '\0';
	return s;
}

/* "CRYPT-LUKS2-0123...-name" */
static void set_dm(struct insp_dev *v, const char *sys)
{
	cleanup_free char *name = dm_attr(sys, "name"), *path = NULL;
	cleanup_free char *uuid = dm_attr(sys, "uuid");

	if (name && asprintf(&path, "/dev/mapper/%s", name) >= 0) {
		char *canon = devs_canon(path);

		if (canon) {
			free(v->canon);
			v->canon = canon;
		}
	}
	if (uuid && !strncmp(uuid, "CRYPT-LUKS", 10) && strlen(uuid) > 12 + 32)
		v->crypt_uuid = strndup(uuid + 12, 32);
}

static char *after_key(char *const *lines, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; lines && lines[i]; i++)
		if (!strncmp(lines[i], key, n))
			return strdup(lines[i] + n);
	return NULL;
}

static void set_md(struct insp_dev *v)
{
	cleanup_run struct run r = {
		.argv = ARGV("mdadm", "--detail", "--export", v->name),
		.timeout = 30,
	};
	cleanup_strv char **lines = NULL;
	char *colon;

	if (run(&r) < 0 || r.status != 0)
		return;
	lines = strv_lines(r.out);
	v->md_uuid = after_key(lines, "MD_UUID=");
	v->md_name = after_key(lines, "MD_NAME=");
	colon = v->md_name ? strchr(v->md_name, ':') : NULL;
	if (colon)
		memmove(v->md_name, colon + 1, strlen(colon + 1) + 1);
}

static struct insp_dev *add(struct insp_devs *d, const char *name,
			    char *const *disks)
{
	cleanup_free char *sys = devname_sysfs(name);
	struct insp_dev *v;

	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->v[i].name, name))
			return &d->v[i];
	v = devs_add(d, name);
	if (!v)
		return NULL;
	set_tags(v);
	set_place(v, disks);
	if (sys && !strncmp(sys, "dm-", 3))
		set_dm(v, sys);
	if (sys && !strncmp(sys, "md", 2))
		set_md(v);
	return v;
}

void collect_devs(char *const *filesystems, struct insp_devs *d)
{
	cleanup_strv char **disks = devname_disks();

	if (!disks)
		return;
	d->n_disks = strv_len(disks);
	for (size_t i = 0; filesystems[i] && filesystems[i + 1]; i += 2) {
		const char *volume;
		cleanup_free char *dev = collect_split(filesystems[i], &volume);
		struct insp_dev *v = dev ? add(d, dev, disks) : NULL;

		if (v && !v->vfs)
			v->vfs = strdup(filesystems[i + 1]);
	}
	for (size_t i = 0; disks[i]; i++) {
		cleanup_strv char **parts = devname_partitions(disks[i]);

		add(d, disks[i], disks);
		for (size_t j = 0; parts && parts[j]; j++)
			add(d, parts[j], disks);
	}
}
