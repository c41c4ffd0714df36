// SPDX-License-Identifier: GPL-2.0-or-later
/* Names only: the translation between the user's and the kernel's. */
#include "devname.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"
#include "devtable.h"
#include "io.h"
#include "strv.h"

/**
 * struct disk - One of the user's disks
 * @kernel:	"/dev/vda"
 * @label:	add_drive's label, or ""
 */
struct disk {
	char *kernel;
	char *label;
};

static struct disk *disks;
static unsigned int n_disks;

char *devname_letters(unsigned int i, char *buf)
{
	char rev[8], *p = buf;
	int n = 0;

	for (i++; i && n < 7; i /= 26)
		rev[n++] = 'a' + --i % 26;
	while (n)
		*p++ = rev[--n];
	*p = '\0';
	return buf;
}

/* Digits and nothing else, up to a sane number. */
static int parse_part(const char *s, unsigned int *ret)
{
	unsigned int n = 0;

	for (; isdigit((unsigned char)*s); s++) {
		n = n * 10 + (*s - '0');
		if (n > 100000)
			return -1;
	}
	if (*s)
		return -1;
	*ret = n;
	return 0;
}

int devname_split(const char *dev, unsigned int *ret_disk,
		  unsigned int *ret_part)
{
	unsigned int disk = 0;

	if (strncmp(dev, "/dev/", 5))
		return -1;
	dev += 5;
	if (!strchr("shv", dev[0]) || !dev[0] || dev[1] != 'd' ||
	    !islower((unsigned char)dev[2]))
		return -1;
	for (dev += 2; islower((unsigned char)*dev); dev++) {
		disk = disk * 26 + (*dev - 'a') + 1;
		if (disk > 100000)
			return -1;
	}
	*ret_disk = disk - 1;
	return *dev == '0' ? -1 : parse_part(dev, ret_part);
}

char *devname_dm_escape(const char *vg, const char *lv)
{
	char *out = malloc(2 * (strlen(vg) + strlen(lv)) + 2), *p = out;

	if (!out)
		return NULL;
	for (; *vg; vg++) {
		*p++ = *vg;
		if (*vg == '-')
			*p++ = '-';
	}
	*p++ = '-';
	for (; *lv; lv++) {
		*p++ = *lv;
		if (*lv == '-')
			*p++ = '-';
	}
	*p = '\0';
	return out;
}

int devname_dm_split(const char *name, char **ret_vg, char **ret_lv)
{
	cleanup_free char *buf = strdup(name);
	char *out = buf, *lv = NULL;

	for (const char *s = name; buf && *s; s++) {
		if (s[0] == '-' && s[1] == '-') {
			*out++ = *s++;
		} else if (s[0] == '-') {
			if (lv || s == name)
				return -1;
			*out++ = '\0';
			lv = out;
		} else {
			*out++ = *s;
		}
	}
	if (!lv || out == lv)
		return -1;
	*out = '\0';
	*ret_vg = strdup(buf);
	*ret_lv = strdup(lv);
	return 0;
}

static char *existing(char *path)
{
	struct stat st;

	if (path && stat(path, &st) == 0 && S_ISBLK(st.st_mode))
		return path;
	free(path);
	errno = ENOENT;
	return NULL;
}

/* "/dev/vda" + 3, "/dev/loop0" + 3 -> "/dev/loop0p3" */
static char *partition_path(const char *disk, unsigned int part)
{
	const char *p =
		isdigit((unsigned char)disk[strlen(disk) - 1]) ? "p" : "";
	char *s;

	if (!part)
		return strdup(disk);
	return asprintf(&s, "%s%s%u", disk, p, part) < 0 ? NULL : s;
}

static char *by_label(const char *name)
{
	for (unsigned int i = 0; i < n_disks; i++) {
		size_t len = strlen(disks[i].label);
		unsigned int part;

		if (len && !strncmp(name, disks[i].label, len) &&
		    parse_part(name + len, &part) == 0)
			return existing(partition_path(disks[i].kernel, part));
	}
	errno = ENOENT;
	return NULL;
}

/* /dev/VG/LV: the node of device-mapper, which is there without a link */
static char *by_lv(const char *name)
{
	const char *slash = strchr(name, '/');
	cleanup_free char *vg = NULL, *dm = NULL;
	char *path;

	if (!slash || strchr(slash + 1, '/')) {
		errno = ENOENT;
		return NULL;
	}
	vg = strndup(name, slash - name);
	dm = vg ? devname_dm_escape(vg, slash + 1) : NULL;
	if (!dm || asprintf(&path, "/dev/mapper/%s", dm) < 0)
		return NULL;
	return existing(path);
}

char *devname_to_kernel(const char *dev)
{
	unsigned int disk, part;

	if (strncmp(dev, "/dev/", 5) || strstr(dev, "/../") || !dev[5]) {
		errno = EINVAL;
		return NULL;
	}
	if (devname_split(dev, &disk, &part) == 0) {
		if (disk < n_disks)
			return existing(
				partition_path(disks[disk].kernel, part));
		errno = ENOENT;
		return NULL;
	}
	if (!strncmp(dev, "/dev/disk/guestfs/", 18))
		return by_label(dev + 18);
	if (!strncmp(dev, "/dev/mapper/", 12) || !strncmp(dev, "/dev/md", 7) ||
	    !strncmp(dev, "/dev/dm-", 8) || !strncmp(dev, "/dev/loop", 9)) {
		char *path = existing(strdup(dev));

		if (path || strchr(dev + 5, '/') != NULL)
			return path ? path : by_lv(dev + 5);
	}
	return by_lv(dev + 5);
}

/* What device-mapper calls dm-N, and whether LVM made it */
static char *dm_user_name(const char *name)
{
	cleanup_free char *path = NULL, *dm = NULL, *uuid = NULL;
	cleanup_free char *uuid_path = NULL, *vg = NULL, *lv = NULL;
	char *out = NULL;

	if (asprintf(&path, "/sys/class/block/%s/dm/name", name) < 0 ||
	    asprintf(&uuid_path, "/sys/class/block/%s/dm/uuid", name) < 0)
		return NULL;
	dm = io_read_file(path, 4096, NULL);
	uuid = io_read_file(uuid_path, 4096, NULL);
	if (!dm)
		return NULL;
	dm[strcspn(dm, "\n")] = '\0';
	if (uuid && !strncmp(uuid, "LVM-", 4) &&
	    devname_dm_split(dm, &vg, &lv) == 0)
		return asprintf(&out, "/dev/%s/%s", vg, lv) < 0 ? NULL : out;
	return asprintf(&out, "/dev/mapper/%s", dm) < 0 ? NULL : out;
}

static char *disk_user_name(const char *kernel)
{
	char letters[8], *out;

	for (unsigned int i = 0; i < n_disks; i++) {
		size_t len = strlen(disks[i].kernel);
		unsigned int part;

		if (strncmp(kernel, disks[i].kernel, len) ||
		    parse_part(kernel + len, &part) < 0)
			continue;
		return asprintf(&out, "/dev/sd%s%s",
				devname_letters(i, letters), kernel + len) < 0
			       ? NULL
			       : out;
	}
	return NULL;
}

char *devname_to_user(const char *dev)
{
	char *out = disk_user_name(dev);

	if (!out && (!strncmp(dev, "/dev/dm-", 8) ||
		     !strncmp(dev, "/dev/mapper/", 12))) {
		cleanup_free char *name = devname_sysfs(dev);

		if (name)
			out = dm_user_name(name);
	}
	return out ? out : strdup(dev);
}

char **devname_disks(void)
{
	cleanup_strv_finish struct strv sv = { 0 };

	for (unsigned int i = 0; i < n_disks; i++)
		if (strv_add(&sv, disks[i].kernel) < 0)
			return NULL;
	return strv_steal(&sv);
}

const char *devname_disk_label(unsigned int i)
{
	return i < n_disks ? disks[i].label : "";
}

bool devname_is_disk(const char *kernel)
{
	for (unsigned int i = 0; i < n_disks; i++)
		if (!strcmp(disks[i].kernel, kernel))
			return true;
	return false;
}

void devname_set_table(char *const *kernel, const char *const *labels,
		       unsigned int n)
{
	for (unsigned int i = 0; i < n_disks; i++) {
		free(disks[i].kernel);
		free(disks[i].label);
	}
	free(disks);
	n_disks = 0;
	disks = calloc(n + 1, sizeof(*disks));
	for (; disks && n_disks < n; n_disks++) {
		disks[n_disks].kernel = strdup(kernel[n_disks]);
		disks[n_disks].label = strdup(labels[n_disks]);
	}
}
