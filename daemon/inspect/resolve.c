/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resolve.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "cleanup.h"

/* Where in struct insp_dev the value of a tag stands. */
static const struct tag {
	const char *prefix;
	size_t offset;
	bool nocase;
} tags[] = {
	{ "UUID=", offsetof(struct insp_dev, uuid), true },
	{ "LABEL=", offsetof(struct insp_dev, label), false },
	{ "PARTUUID=", offsetof(struct insp_dev, partuuid), true },
	{ "PARTLABEL=", offsetof(struct insp_dev, partlabel), false },
	{ "/dev/disk/by-uuid/", offsetof(struct insp_dev, uuid), true },
	{ "/dev/disk/by-label/", offsetof(struct insp_dev, label), false },
	{ "/dev/disk/by-partuuid/", offsetof(struct insp_dev, partuuid), true },
	{ "/dev/disk/by-partlabel/", offsetof(struct insp_dev, partlabel),
	  false },
	/* FreeBSD and NetBSD */
	{ "/dev/ufs/", offsetof(struct insp_dev, label), false },
	{ "/dev/ufsid/", offsetof(struct insp_dev, uuid), true },
	{ "/dev/msdosfs/", offsetof(struct insp_dev, label), false },
	{ "/dev/gpt/", offsetof(struct insp_dev, partlabel), false },
	{ "/dev/gptid/", offsetof(struct insp_dev, partuuid), true },
	{ "NAME=", offsetof(struct insp_dev, partlabel), false },
};

/* udev writes what it does not like in a name as "\x20". */
static char *udev_decode(const char *s)
{
	char *out = malloc(strlen(s) + 1), *o = out;

	while (out && *s) {
		if (s[0] == '\\' && s[1] == 'x' &&
		    isxdigit((unsigned char)s[2]) &&
		    isxdigit((unsigned char)s[3])) {
			char hex[3] = { s[2], s[3] };

			*o++ = strtol(hex, NULL, 16);
			s += 4;
		} else {
			*o++ = *s++;
		}
	}
	if (out)
		*o = '\0';
	return out;
}

static const struct insp_dev *by_field(const struct insp_devs *d, size_t offset,
				       const char *value, bool nocase)
{
	for (size_t i = 0; i < d->n; i++) {
		const char *has =
			*(char *const *)((const char *)&d->v[i] + offset);

		if (has && !(nocase ? strcasecmp : strcmp)(has, value))
			return &d->v[i];
	}
	return NULL;
}

/* One disk only: its name by model and serial can mean no other. */
static const struct insp_dev *by_id(const struct insp_devs *d, const char *id)
{
	static const char mapper[] = "dm-name-";
	const char *part = NULL, *p;
	cleanup_free char *name = NULL;

	if (!strncmp(id, mapper, sizeof(mapper) - 1)) {
		if (asprintf(&name, "/dev/mapper/%s", id + sizeof(mapper) - 1) <
		    0)
			return NULL;
		return devs_by_name(d, name);
	}
	for (p = id; (p = strstr(p, "-part")); p++)
		part = p + 5;
	if (d->n_disks != 1)
		return NULL;
	return devs_by_part(d, 0, part ? atoi(part) : 0);
}

static const struct insp_dev *by_disk_name(const struct insp_devs *d,
					   const struct guest_part *g)
{
	int n = 0;

	if (!g->letter)
		return devs_by_part(d, g->disk, g->part);
	/* The kernel numbers what a BSD label has from 5 on; 'c' is the whole
	 * slice and gets no number.
	 */
	if (g->letter == 'c')
		return NULL;
	n = 5 + (g->letter - 'a') - (g->letter > 'c');
	return devs_by_part(d, g->disk, n);
}

/* Text behind "UUID=" in an ARRAY line for @array, in @uuid. */
static bool mdadm_uuid(const char *text, const char *array, char *uuid,
		       size_t size)
{
	cleanup_strv char **lines = strv_split(text, "\r\n");

	for (size_t i = 0; lines && lines[i]; i++) {
		cleanup_strv char **w = strv_split(lines[i], " \t");

		if (!w || strv_len(w) < 3 || strcasecmp(w[0], "ARRAY") ||
		    strcmp(w[1], array))
			continue;
		for (size_t j = 2; w[j]; j++)
			if (!strncasecmp(w[j], "UUID=", 5)) {
				snprintf(uuid, size, "%s", w[j] + 5);
				return true;
			}
	}
	return false;
}

/* UUIDs of md are written with colons or dashes anywhere. */
static bool same_hex(const char *a, const char *b)
{
	for (;;) {
		while (*a == ':' || *a == '-')
			a++;
		while (*b == ':' || *b == '-')
			b++;
		if (!*a || !*b)
			return !*a && !*b;
		if (tolower((unsigned char)*a++) !=
		    tolower((unsigned char)*b++))
			return false;
	}
}

static const struct insp_dev *by_md_uuid(const struct insp_devs *d,
					 const char *uuid)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].md_uuid && same_hex(d->v[i].md_uuid, uuid))
			return &d->v[i];
	return NULL;
}

static const struct insp_dev *by_md(const struct insp_devs *d,
				    const struct insp_root *r, const char *spec)
{
	static const char *const confs[] = { "/etc/mdadm.conf",
					     "/etc/mdadm/mdadm.conf" };
	const struct insp_dev *only = NULL;
	const char *name;
	char uuid[128];

	for (size_t i = 0; r && i < ARRAY_SIZE(confs); i++) {
		cleanup_free char *text = root_text(r, confs[i]);

		if (text && mdadm_uuid(text, spec, uuid, sizeof(uuid)))
			return by_md_uuid(d, uuid);
	}
	/* No word about it: by the name that the array carries, or the array
	 * that is alone.
	 */
	name = spec + (strncmp(spec, "/dev/md/", 8) ? 7 : 8);
	for (size_t i = 0; i < d->n; i++) {
		if (!d->v[i].md_uuid)
			continue;
		if (d->v[i].md_name && !strcmp(d->v[i].md_name, name))
			return &d->v[i];
		if (only)
			return devs_by_name(d, spec);
		only = &d->v[i];
	}
	return only;
}

static const struct insp_dev *by_crypt_uuid(const struct insp_devs *d,
					    const char *uuid)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].crypt_uuid && same_hex(d->v[i].crypt_uuid, uuid))
			return &d->v[i];
	return NULL;
}

/* The guest opens a container under a name of its own; we have opened it
 * under another. Its UUID is in the name, or in crypttab.
 */
static const struct insp_dev *
by_crypt(const struct insp_devs *d, const struct insp_root *r, const char *name)
{
	cleanup_free char *text = r ? root_text(r, "/etc/crypttab") : NULL;
	cleanup_strv char **lines = text ? strv_split(text, "\r\n") : NULL;

	for (size_t i = 0; lines && lines[i]; i++) {
		cleanup_strv char **w = strv_split(lines[i], " \t");

		if (w && strv_len(w) >= 2 && !strcmp(w[0], name) &&
		    !strncasecmp(w[1], "UUID=", 5))
			return by_crypt_uuid(d, w[1] + 5);
	}
	if (!strncmp(name, "luks-", 5))
		return by_crypt_uuid(d, name + 5);
	return NULL;
}

static const struct insp_dev *by_tag(const struct insp_devs *d,
				     const char *spec)
{
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++) {
		size_t n = strlen(tags[i].prefix);
		cleanup_free char *value = NULL;

		if (strncasecmp(spec, tags[i].prefix, n) != 0)
			continue;
		value = *spec == '/' ? udev_decode(spec + n) : strdup(spec + n);
		return value ? by_field(d, tags[i].offset, value,
					tags[i].nocase)
			     : NULL;
	}
	return NULL;
}

/* OpenBSD: "0123456789abcdef.a", the label's id and a letter. */
static bool parse_duid(const char *spec, struct guest_part *g)
{
	if (strspn(spec, "0123456789abcdef") != 16 || spec[16] != '.' ||
	    spec[17] < 'a' || spec[17] > 'p' || spec[18])
		return false;
	*g = (struct guest_part){ .letter = spec[17] };
	return true;
}

const struct insp_dev *resolve_spec(const struct insp_devs *d,
				    const struct insp_root *r, const char *spec)
{
	const struct insp_dev *dev = by_tag(d, spec);
	struct guest_part g;

	if (dev)
		return dev;
	if (!strncmp(spec, "/dev/disk/by-id/", 16))
		return by_id(d, spec + 16);
	if (d->n_disks == 1 && parse_duid(spec, &g))
		return by_disk_name(d, &g);
	if (strncmp(spec, "/dev/", 5) != 0)
		return NULL;
	if (!strncmp(spec, "/dev/md", 7))
		return by_md(d, r, spec);
	/* A disk's name first: the appliance may have another "vda". */
	if (resolve_parse_name(spec, &g))
		return by_disk_name(d, &g);
	if (!strncmp(spec, "/dev/mapper/", 12)) {
		dev = by_crypt(d, r, spec + 12);
		if (dev)
			return dev;
	}
	return devs_by_name(d, spec);
}

static const char *subvol_by_id(const struct insp_devs *d, const char *device,
				const char *id)
{
	uint64_t n = strtoull(id, NULL, 0);

	for (size_t i = 0; i < d->n_subvols; i++)
		if (d->subvols[i].id == n && d->subvols[i].volume &&
		    !strcmp(d->subvols[i].device, device))
			return d->subvols[i].volume;
	return NULL;
}

/* Ids of the top of a btrfs, which is no subvolume */
static bool is_top(const char *id)
{
	return !strcmp(id, "5") || !strcmp(id, "0");
}

char *resolve_mountable(const struct insp_devs *d, const struct insp_dev *dev,
			const struct fstab_ent *e)
{
	cleanup_free char *subvol = NULL, *id = NULL;
	const char *volume = NULL;
	char *out;

	if (dev->vfs && !strcmp(dev->vfs, "btrfs")) {
		subvol = fstab_opt(e, "subvol");
		id = fstab_opt(e, "subvolid");
	}
	if (subvol) {
		volume = subvol + strspn(subvol, "/");
	} else if (id && !is_top(id)) {
		volume = subvol_by_id(d, dev->name, id);
		/* Another one than was meant would be worse than none. */
		if (!volume)
			return NULL;
	}
	if (!volume || !*volume)
		return strdup(dev->name);
	return asprintf(&out, "btrfsvol:%s/%s", dev->name, volume) < 0 ? NULL
								       : out;
}

/* A mount point without doubled or trailing slashes; NULL for what cannot be
 * one: relative, or with "..".
 */
static char *clean_path(const char *file)
{
	cleanup_strv char **parts = NULL;
	char *out, *o;

	if (*file != '/')
		return NULL;
	parts = strv_split(file, "/");
	out = malloc(strlen(file) + 2);
	if (!parts || !out) {
		free(out);
		return NULL;
	}
	o = out;
	for (size_t i = 0; parts[i]; i++) {
		if (!strcmp(parts[i], "..") || !strcmp(parts[i], ".")) {
			free(out);
			return NULL;
		}
		*o++ = '/';
		o = stpcpy(o, parts[i]);
	}
	if (o == out)
		*o++ = '/';
	*o = '\0';
	return out;
}

static bool is_mountable(const struct insp_dev *dev)
{
	return dev->vfs && strcmp(dev->vfs, "swap") &&
	       strcmp(dev->vfs, "unknown");
}

char *resolve_fstab(const struct insp_devs *d, const struct insp_root *r,
		    const struct fstab *f, struct insp_os *os)
{
	char *slash = NULL;

	for (size_t i = 0; i < f->n; i++) {
		const struct fstab_ent *e = &f->v[i];
		const struct insp_dev *dev = resolve_spec(d, r, e->spec);
		cleanup_free char *mountable = NULL, *dir = NULL, *bind = NULL;

		bind = fstab_opt(e, "bind");
		if (!dev || !dev->vfs || bind)
			continue;
		mountable = resolve_mountable(d, dev, e);
		if (!mountable)
			continue;
		dir = strcmp(e->type, "swap") ? clean_path(e->file) : NULL;
		if (dir && !strcmp(dir, "/")) {
			if (!slash)
				slash = strdup(mountable);
			continue;
		}
		if (dir && is_mountable(dev))
			os_add_mount(os, dir, mountable);
		os_add_filesystem(os, mountable);
	}
	return slash;
}
