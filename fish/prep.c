/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prep.h"

#include <string.h>

#include "mem.h"
#include "parse/value.h"
#include "strv.h"

/** enum prep_param - What a parameter says */
enum prep_param {
	P_NONE,
	P_SIZE,
	P_TABLE,
	P_FS,
	P_BOOTFS,
	P_ROOTFS,
	P_BOOTSIZE,
	P_NAME,
};

static const struct {
	const char *name, *value, *what;
} params[] = {
	[P_SIZE] = { "size", "1G", "the size of the image" },
	[P_TABLE] = { "partition", "mbr", "the kind of partition table" },
	[P_FS] = { "filesystem", "ext2", "the file system" },
	[P_BOOTFS] = { "bootfs", "ext2", "the file system for booting" },
	[P_ROOTFS] = { "rootfs", "ext2", "the root file system" },
	[P_BOOTSIZE] = { "bootsize", "128M", "size of that for booting" },
	[P_NAME] = { "name", "/dev/VG/LV", "volume group and volume" },
};

/**
 * struct prep_type - One kind of disk
 * @params:	Its parameters in their order
 * @fill:	Fills @device
 */
struct prep_type {
	const char *name, *what;
	enum prep_param params[PREP_PARAMS];
	int (*fill)(struct shell *sh, const struct prep *p, const char *device);
};

static const char *param(const struct prep *p, enum prep_param which)
{
	for (size_t i = 0; i < PREP_PARAMS; i++)
		if (p->type->params[i] == which)
			return p->params[i];
	return params[which].value;
}

static int fill_nothing(struct shell *sh, const struct prep *p,
			const char *device)
{
	return 0;
}

static int fill_part(struct shell *sh, const struct prep *p, const char *device)
{
	return guestfs_part_disk(sh->g, device, param(p, P_TABLE));
}

static int fill_fs(struct shell *sh, const struct prep *p, const char *device)
{
	cleanup_free char *part = xasprintf("%s1", device);

	if (fill_part(sh, p, device) < 0)
		return -1;
	return guestfs_mkfs(sh->g, param(p, P_FS), part);
}

/* The volume of the name parameter, on a partition */
static int make_lv(struct shell *sh, const struct prep *p, const char *part)
{
	const char *name = param(p, P_NAME);
	cleanup_strv char **words = must(strv_split(name, "/"));
	char *pvs[] = { (char *)part, NULL };

	if (strv_len(words) != 3 || strcmp(words[0], "dev"))
		return shell_say(sh, "-N: %s: expected /dev/GROUP/VOLUME",
				 name);
	if (guestfs_pvcreate(sh->g, part) < 0 ||
	    guestfs_vgcreate(sh->g, words[1], pvs) < 0)
		return -1;
	return guestfs_lvcreate_free(sh->g, words[2], words[1], 100);
}

static int fill_lv(struct shell *sh, const struct prep *p, const char *device)
{
	cleanup_free char *part = xasprintf("%s1", device);

	if (fill_part(sh, p, device) < 0)
		return -1;
	return make_lv(sh, p, part);
}

static int fill_lvfs(struct shell *sh, const struct prep *p, const char *device)
{
	if (fill_lv(sh, p, device) < 0)
		return -1;
	return guestfs_mkfs(sh->g, param(p, P_FS), param(p, P_NAME));
}

/* Two partitions; the first is for booting, and formatted. */
static int boot_part(struct shell *sh, const struct prep *p, const char *device)
{
	cleanup_free char *part = xasprintf("%s1", device);
	int sector = guestfs_blockdev_getss(sh->g, device);
	int64_t size, first = 2048, boot, end;
	const char *why = value_int(param(p, P_BOOTSIZE), 1, INT64_MAX, &size);

	if (why)
		return shell_say(sh, "-N: bootsize: \"%s\" is %s",
				 param(p, P_BOOTSIZE), why);
	if (sector <= 0)
		return -1;
	boot = first + size / sector;
	end = guestfs_blockdev_getsize64(sh->g, device) / sector - 64;
	if (boot + 2048 > end)
		return shell_say(sh,
				 "-N: the image is too small for bootsize "
				 "%s and a root file system",
				 param(p, P_BOOTSIZE));
	if (guestfs_part_init(sh->g, device, param(p, P_TABLE)) < 0 ||
	    guestfs_part_add(sh->g, device, "p", first, boot - 1) < 0 ||
	    guestfs_part_add(sh->g, device, "p", boot, end - 1) < 0)
		return -1;
	return guestfs_mkfs(sh->g, param(p, P_BOOTFS), part);
}

static int fill_bootroot(struct shell *sh, const struct prep *p,
			 const char *device)
{
	cleanup_free char *root = xasprintf("%s2", device);

	if (boot_part(sh, p, device) < 0)
		return -1;
	return guestfs_mkfs(sh->g, param(p, P_ROOTFS), root);
}

static int fill_bootrootlv(struct shell *sh, const struct prep *p,
			   const char *device)
{
	cleanup_free char *root = xasprintf("%s2", device);

	if (boot_part(sh, p, device) < 0 || make_lv(sh, p, root) < 0)
		return -1;
	return guestfs_mkfs(sh->g, param(p, P_ROOTFS), param(p, P_NAME));
}

static const struct prep_type types[] = {
	{ "disk", "an empty disk", { P_SIZE }, fill_nothing },
	{ "part", "one partition", { P_SIZE, P_TABLE }, fill_part },
	{ "fs", "a file system", { P_FS, P_SIZE, P_TABLE }, fill_fs },
	{ "lv", "a logical volume", { P_NAME, P_SIZE, P_TABLE }, fill_lv },
	{ "lvfs",
	  "a file system on a logical volume",
	  { P_NAME, P_FS, P_SIZE, P_TABLE },
	  fill_lvfs },
	{ "bootroot",
	  "a file system for booting, and a root file system",
	  { P_BOOTFS, P_ROOTFS, P_SIZE, P_BOOTSIZE, P_TABLE },
	  fill_bootroot },
	{ "bootrootlv",
	  "the same, with the root on a logical volume",
	  { P_NAME, P_BOOTFS, P_ROOTFS, P_SIZE, P_BOOTSIZE, P_TABLE },
	  fill_bootrootlv },
};

void prep_help(void)
{
	puts("-N [FILE=]TYPE[:PARAMETER...] makes FILE (test1.img, test2.img "
	     "and so on\nwhere it is not given), adds it and launches. TYPE is "
	     "one of:");
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		const enum prep_param *p = types[i].params;

		printf("\n%s", types[i].name);
		for (size_t j = 0; j < PREP_PARAMS && p[j]; j++)
			printf("[:%s", params[p[j]].name);
		for (size_t j = 0; j < PREP_PARAMS && p[j]; j++)
			putchar(']');
		printf("\n    %s\n", types[i].what);
		for (size_t j = 0; j < PREP_PARAMS && p[j]; j++)
			printf("    %-12s %-12s %s\n", params[p[j]].name,
			       params[p[j]].value, params[p[j]].what);
	}
}

static const struct prep_type *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return NULL;
}

static int set_params(struct shell *sh, struct prep *p, char *text)
{
	size_t n = 0;
	char *word;

	for (; n < PREP_PARAMS && p->type->params[n]; n++) {
		word = strsep(&text, ":");
		p->params[n] = xstrdup(
			word && *word ? word
				      : params[p->type->params[n]].value);
	}
	if (text)
		return shell_say(sh,
				 "-N %s: it takes at most %zu parameters "
				 "(-N help)",
				 p->type->name, n);
	return 0;
}

int prep_add(struct shell *sh, struct preps *p, const char *arg)
{
	const char *type = strrchr(arg, '=');
	cleanup_free char *spec = xstrdup(type ? type + 1 : arg);
	char *rest = spec, *name = strsep(&rest, ":");
	struct drive_arg *d;
	struct prep *prep;

	p->v = must(reallocarray(p->v, p->n + 1, sizeof(*p->v)));
	prep = &p->v[p->n++];
	*prep = (struct prep){ .type = find(name) };
	prep->file = type ? xstrndup(arg, type - arg)
			  : xasprintf("test%zu.img", p->n);
	if (!prep->type)
		return shell_say(sh,
				 "-N %s: there is no such type; -N help lists "
				 "them",
				 name);
	if (set_params(sh, prep, rest) < 0)
		return -1;
	prep->drive = sh->opts.n_drives;
	options_add_drive(&sh->opts, prep->file, "raw", 0);
	d = &sh->opts.drives[prep->drive];
	d->writable = true;
	return 0;
}

int prep_create(struct shell *sh, const struct preps *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const char *text = param(&p->v[i], P_SIZE), *why;
		int64_t size;

		why = value_int(text, 1, INT64_MAX, &size);
		if (why)
			return shell_say(sh, "-N: size: \"%s\" is %s", text,
					 why);
		if (guestfs_disk_create(sh->g, p->v[i].file, "raw", size, -1) <
		    0)
			return -1;
	}
	return 0;
}

int prep_fill(struct shell *sh, const struct preps *p)
{
	cleanup_strv char **devices = p->n ? guestfs_list_devices(sh->g) : NULL;
	size_t n = strv_len(devices);

	for (size_t i = 0; i < p->n; i++) {
		const struct prep *one = &p->v[i];

		if (one->drive >= n)
			return devices ? shell_say(sh, "-N: %s is missing",
						   one->file)
				       : -1;
		if (one->type->fill(sh, one, devices[one->drive]) < 0)
			return shell_say(sh, "-N: %s could not be prepared",
					 one->file);
	}
	return 0;
}

void prep_finish(struct preps *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->v[i].file);
		for (size_t j = 0; j < PREP_PARAMS; j++)
			free(p->v[i].params[j]);
	}
	free(p->v);
}
