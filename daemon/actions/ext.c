// SPDX-License-Identifier: GPL-2.0-or-later
/* ext2, ext3 and ext4, through e2fsprogs; making them is in mke2fs.c. */
#include "actions.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

int do_set_e2label(const char *device, const char *label)
{
	return tool_dev(device, ARGV("e2label", device, label));
}

int do_set_e2uuid(const char *device, const char *uuid)
{
	return tool_dev(device, ARGV("tune2fs", "-U", uuid, device));
}

/* A value of a file system, or of an external journal ("jbd") */
static char *ext_value(const char *device, const char *key)
{
	cleanup_free char *type = probe_value(device, "TYPE");
	cleanup_free char *user = devname_to_user(device);
	char *v;

	if (type && strncmp(type, "ext", 3) && strcmp(type, "jbd")) {
		reply_error(EINVAL, "%s: not an ext2, ext3 or ext4", user);
		return NULL;
	}
	v = type ? probe_value(device, key) : NULL;
	if (!v)
		reply_errno(errno, "%s", user);
	return v;
}

char *do_get_e2label(const char *device)
{
	return ext_value(device, "LABEL");
}

char *do_get_e2uuid(const char *device)
{
	return ext_value(device, "UUID");
}

/* resize2fs wants one that was mounted since it was checked to be checked, to
 * the second. Programs made for this call do not do it themselves.
 */
static int resize(const char *device, const char *const argv[])
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_run struct run r = { .argv = argv };

	if (run(&r) < 0)
		return reply_errno(errno, "%s: resize2fs", user);
	if (r.status == 0)
		return 0;
	if (!strstr(r.err, "e2fsck -f"))
		return reply_failed(&r, user, EINVAL);
	if (do_e2fsck_f(device) < 0)
		return -1;
	return tool_dev(device, argv);
}

int do_resize2fs(const char *device)
{
	return resize(device, ARGV("resize2fs", device));
}

int do_resize2fs_size(const char *device, int64_t size)
{
	cleanup_free char *user = devname_to_user(device);
	char sectors[32];

	if (size < 512)
		return reply_error(EINVAL, "%s: a size of %lld bytes", user,
				   (long long)size);
	snprintf(sectors, sizeof(sectors), "%llds", (long long)size / 512);
	return resize(device, ARGV("resize2fs", device, sectors));
}

int do_resize2fs_M(const char *device)
{
	return resize(device, ARGV("resize2fs", "-M", device));
}

/* "Name:   value"; the heading of the list has no colon that a space follows */
static int add_pair(struct strv *sv, char *line)
{
	char *colon = strchr(line, ':'), *value;

	if (!colon || colon == line ||
	    (colon[1] && !isspace((unsigned char)colon[1])))
		return 0;
	*colon = '\0';
	value = colon + 1 + strspn(colon + 1, " \t");
	if (!strcmp(value, "<none>") || !strcmp(value, "<not available>"))
		value = "";
	return strv_add(sv, line) < 0 ? -1 : strv_add(sv, value);
}

char **do_tune2fs_l(const char *device)
{
	cleanup_run struct run r = { .argv = ARGV("tune2fs", "-l", device) };
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_strv char **lines = NULL;

	if (tool_out(device, &r) < 0)
		return NULL;
	lines = strv_lines(r.out);
	for (size_t i = 0; lines && lines[i]; i++)
		if (add_pair(&sv, lines[i]) < 0)
			break;
	return strv_steal(&sv);
}

int do_tune2fs(const char *device, int force, int maxmountcount, int mountcount,
	       const char *errorbehavior, int64_t group,
	       int intervalbetweenchecks, int reservedblockspercentage,
	       const char *lastmounteddirectory, int64_t reservedblockscount,
	       int64_t user)
{
	const struct {
		uint64_t bit;
		const char *option;
		long long value;
		const char *unit;
	} numbers[] = {
		{ GUESTFS_TUNE2FS_MAXMOUNTCOUNT_BITMASK, "-c", maxmountcount,
		  "" },
		{ GUESTFS_TUNE2FS_MOUNTCOUNT_BITMASK, "-C", mountcount, "" },
		{ GUESTFS_TUNE2FS_GROUP_BITMASK, "-g", group, "" },
		{ GUESTFS_TUNE2FS_INTERVALBETWEENCHECKS_BITMASK, "-i",
		  intervalbetweenchecks, intervalbetweenchecks ? "s" : "" },
		{ GUESTFS_TUNE2FS_RESERVEDBLOCKSPERCENTAGE_BITMASK, "-m",
		  reservedblockspercentage, "" },
		{ GUESTFS_TUNE2FS_RESERVEDBLOCKSCOUNT_BITMASK, "-r",
		  reservedblockscount, "" },
		{ GUESTFS_TUNE2FS_USER_BITMASK, "-u", user, "" },
	};
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };

	strv_add(&argv, "tune2fs");
	if (given & GUESTFS_TUNE2FS_FORCE_BITMASK && force)
		strv_add(&argv, "-f");
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (given & numbers[i].bit)
			tool_opt(&argv, numbers[i].option, "%lld%s",
				 numbers[i].value, numbers[i].unit);
	if (errorbehavior)
		tool_opt(&argv, "-e", "%s", errorbehavior);
	if (lastmounteddirectory)
		tool_opt(&argv, "-M", "%s", lastmounteddirectory);
	/* Nothing to change is no reason to complain */
	if (argv.n == 1)
		return 0;
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

bool optgroup_zerofree_available(void)
{
	return toolpath_have("zerofree");
}

int do_zerofree(const char *device)
{
	return tool_dev(device, ARGV("zerofree", device));
}

/* chattr(1)'s letters, and the flags of inodes that they stand for */
static const struct {
	char letter;
	unsigned int flag;
} attrs_of[] = {
	{ 'A', FS_NOATIME_FL },	     { 'C', FS_NOCOW_FL },
	{ 'D', FS_DIRSYNC_FL },	     { 'E', FS_ENCRYPT_FL },
	{ 'F', FS_CASEFOLD_FL },     { 'I', FS_INDEX_FL },
	{ 'N', FS_INLINE_DATA_FL },  { 'P', FS_PROJINHERIT_FL },
	{ 'S', FS_SYNC_FL },	     { 'T', FS_TOPDIR_FL },
	{ 'V', FS_VERITY_FL },	     { 'a', FS_APPEND_FL },
	{ 'c', FS_COMPR_FL },	     { 'd', FS_NODUMP_FL },
	{ 'e', FS_EXTENT_FL },	     { 'i', FS_IMMUTABLE_FL },
	{ 'j', FS_JOURNAL_DATA_FL }, { 'm', FS_NOCOMP_FL },
	{ 's', FS_SECRM_FL },	     { 't', FS_NOTAIL_FL },
	{ 'u', FS_UNRM_FL },	     { 'x', FS_DAX_FL },
};

/* ioctl(2) on a file of the guest. Devices and FIFOs would take these numbers
 * for something else.
 */
static int file_ioctl(const char *file, unsigned long what, void *arg)
{
	cleanup_close int fd = sysroot_open(file, O_RDONLY, 0);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return reply_errno(errno, "%s", file);
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return reply_error(EINVAL, "%s: neither file nor directory",
				   file);
	if (ioctl(fd, what, arg) < 0)
		return reply_errno(errno, "%s", file);
	return 0;
}

char *do_get_e2attrs(const char *file)
{
	char letters[ARRAY_SIZE(attrs_of) + 1], *p = letters;
	unsigned int flags = 0;

	if (file_ioctl(file, FS_IOC_GETFLAGS, &flags) < 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(attrs_of); i++)
		if (flags & attrs_of[i].flag)
			*p++ = attrs_of[i].letter;
	*p = '\0';
	return strdup(letters);
}

static int flags_of(const char *file, const char *attrs, unsigned int *ret)
{
	*ret = 0;
	for (; *attrs; attrs++) {
		size_t i = 0;

		while (i < ARRAY_SIZE(attrs_of) && attrs_of[i].letter != *attrs)
			i++;
		if (i == ARRAY_SIZE(attrs_of))
			return reply_error(EINVAL,
					   "%s: '%c' is no attribute, see "
					   "chattr(1)",
					   file, *attrs);
		*ret |= attrs_of[i].flag;
	}
	return 0;
}

int do_set_e2attrs(const char *file, const char *attrs, int clear)
{
	bool off =
		reply_optargs_bitmask() & GUESTFS_SET_E2ATTRS_CLEAR_BITMASK &&
		clear;
	unsigned int flags = 0, change;

	if (flags_of(file, attrs, &change) < 0 ||
	    file_ioctl(file, FS_IOC_GETFLAGS, &flags) < 0)
		return -1;
	flags = off ? flags & ~change : flags | change;
	return file_ioctl(file, FS_IOC_SETFLAGS, &flags);
}

int64_t do_get_e2generation(const char *file)
{
	/* The kernel writes an int, whatever the ioctl's number says */
	unsigned int n[2] = { 0 };

	if (file_ioctl(file, FS_IOC_GETVERSION, n) < 0)
		return -1;
	return n[0];
}

int do_set_e2generation(const char *file, int64_t generation)
{
	unsigned int n[2] = { 0 };

	if (generation < 0 || generation > UINT32_MAX)
		return reply_error(EINVAL, "%s: %lld is no generation", file,
				   (long long)generation);
	n[0] = generation;
	return file_ioctl(file, FS_IOC_SETVERSION, n);
}
