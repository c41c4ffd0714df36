/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scan.h"

#include <string.h>

#include "cleanup.h"
#include "collect.h"
#include "detect.h"
#include "linux.h"

/* More than this many mounts at once is an image made to exhaust us. */
#define SCAN_MAX 1024

static bool can_mount(const char *vfs)
{
	static const char *const not [] = {
		"swap",
		"unknown",
		"crypto_LUKS",
		"LVM2_member",
		"BitLocker",
		"linux_raid_member",
		"isw_raid_member",
		"ddf_raid_member",
		"zfs_member",
		"bcache",
		"VMFS_volume_member",
		"DM_snapshot_cow",
	};

	for (size_t i = 0; i < ARRAY_SIZE(not ); i++)
		if (!strcmp(not [i], vfs))
			return false;
	return *vfs != '\0';
}

static struct scan_vol *add_vol(struct scan *s, const char *mountable,
				const char *vfs)
{
	struct scan_vol *v = realloc(s->v, (s->n + 1) * sizeof(*v));

	if (!v)
		return NULL;
	s->v = v;
	v = &s->v[s->n];
	memset(v, 0, sizeof(*v));
	v->look.fd = -1;
	os_init(&v->os);
	v->mountable = strdup(mountable);
	v->vfs = strdup(vfs);
	s->n++;
	if (v->mountable)
		v->device = collect_split(v->mountable, &v->volume);
	return v->device && v->vfs ? v : NULL;
}

static const struct scan_vol *find_vol(const struct scan *s,
				       const char *mountable)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].mountable && !strcmp(s->v[i].mountable, mountable))
			return &s->v[i];
	return NULL;
}

/* The open file system that this system has on /usr, or -1. */
static int usr_of(const struct scan *s, const struct scan_vol *v)
{
	const struct scan_vol *usr = NULL;

	for (size_t i = 0; i + 1 < v->os.mounts.n; i += 2)
		if (!strcmp(v->os.mounts.v[i], "/usr"))
			usr = find_vol(s, v->os.mounts.v[i + 1]);
	return usr ? usr->look.fd : -1;
}

/* CoreOS keeps no fstab: its /usr is the partition that looks like it. */
static int coreos_usr(const struct scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct insp_root r = { .fd = s->v[i].look.fd, .usr = -1 };

		if (r.fd >= 0 && linux_is_coreos_usr(&r))
			return r.fd;
	}
	return -1;
}

static bool detect_vol(struct scan_vol *v, const struct insp_root *r,
		       const struct insp_devs *d)
{
	os_finish(&v->os);
	os_init(&v->os);
	free(v->slash);
	v->slash = NULL;
	v->is_root = detect_os(r, v->vfs, d, v->mountable, &v->os, &v->slash);
	return v->is_root;
}

static void detect_one(const struct scan *s, struct scan_vol *v,
		       const struct insp_devs *d)
{
	struct insp_root r = { .fd = v->look.fd, .usr = -1 };

	if (detect_vol(v, &r, d)) {
		r.usr = linux_needs_usr(&r) ? usr_of(s, v) : -1;
	} else if (root_is_dir(&r, "/etc") && !root_is_dir(&r, "/usr/bin")) {
		r.usr = coreos_usr(s);
	}
	if (r.usr >= 0)
		detect_vol(v, &r, d);
}

/* The volume that a system's fstab has on "/". The default subvolume is known
 * by its device alone: there it is the root with the same words in its fstab.
 */
static const struct scan_vol *slash_of(const struct scan *s,
				       const struct scan_vol *v)
{
	const struct scan_vol *real = v->slash ? find_vol(s, v->slash) : NULL;

	for (size_t i = 0; v->slash && !real && i < s->n; i++) {
		const struct scan_vol *o = &s->v[i];

		if (o->is_root && !o->volume && o->slash &&
		    !strcmp(o->slash, v->slash))
			real = o;
	}
	return real;
}

/* Snapshots of a root are roots too, by their looks. Their fstab tells them
 * apart: it has another subvolume of the same file system on "/".
 */
static bool is_snapshot(const struct scan *s, const struct scan_vol *v)
{
	const struct scan_vol *real = slash_of(s, v);

	return real && real != v && real->is_root &&
	       !strcmp(real->device, v->device);
}

void scan_detect(struct scan *s, const struct insp_devs *d)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].look.fd >= 0)
			detect_one(s, &s->v[i], d);
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].is_root && is_snapshot(s, &s->v[i])) {
			os_finish(&s->v[i].os);
			os_init(&s->v[i].os);
			s->v[i].is_root = false;
		}
}

void scan_run(char *const *filesystems, struct insp_devs *d, struct scan *s)
{
	unsigned int n = 0;

	for (size_t i = 0; filesystems[i] && filesystems[i + 1]; i += 2) {
		const char *vfs = filesystems[i + 1];
		struct scan_vol *v;

		if (!can_mount(vfs) || n >= SCAN_MAX)
			continue;
		v = add_vol(s, filesystems[i], vfs);
		if (!v || look_open(&v->look, n, v->device, v->volume, vfs) < 0)
			continue;
		n++;
		if (!strcmp(vfs, "btrfs") && v->volume)
			devs_add_subvol(d, v->device, v->volume,
					look_subvolid(&v->look));
	}
	scan_detect(s, d);
	for (size_t i = s->n; i-- > 0;)
		look_close(&s->v[i].look);
}

void scan_finish(struct scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		look_close(&s->v[i].look);
		os_finish(&s->v[i].os);
		free(s->v[i].mountable);
		free(s->v[i].device);
		free(s->v[i].vfs);
		free(s->v[i].slash);
	}
	free(s->v);
	memset(s, 0, sizeof(*s));
}
