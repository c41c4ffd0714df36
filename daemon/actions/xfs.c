// SPDX-License-Identifier: GPL-2.0-or-later
/* XFS, through xfsprogs. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/mounts.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "frame/xfsgeom.h"
#include "run.h"
#include "strv.h"

#define MTAB "/run/xfs-mtab"

bool optgroup_xfs_available(void)
{
	return toolpath_have("xfs_repair");
}

/* What divides the fields of a table of mounts is written as \ooo there. */
static void write_field(FILE *fp, const char *s)
{
	for (; *s; s++)
		if (strchr(" \t\n\\#", *s))
			fprintf(fp, "\\%03o", *s);
		else
			fputc(*s, fp);
	fputc(' ', fp);
}

static int write_mtab(const struct mount_entry *e, const char *dir)
{
	FILE *fp = fopen(MTAB, "we");

	if (!fp)
		return -1;
	write_field(fp, e->device);
	write_field(fp, dir);
	fputs("xfs rw 0 0\n", fp);
	return fclose(fp);
}

/* A mount point as the daemon sees it, and MTAB with nothing but it:
 * xfs_growfs would take the first file system that is mounted there, ours
 * beneath the guest's root.
 */
static char *mount_path(const char *path)
{
	cleanup_free char *real = sysroot_realpath(path);
	char *host = real ? sysroot_host_path(real) : NULL;
	struct mount_list l = { 0 };
	bool found = false;
	int r = 0;

	if (!host || mounts_read(&l) < 0) {
		reply_errno(errno, "%s", path);
		free(host);
		return NULL;
	}
	for (size_t i = 0; i < l.n && !r; i++)
		if (!strcmp(l.v[i].path, real) && !strcmp(l.v[i].type, "xfs")) {
			found = true;
			r = write_mtab(&l.v[i], host);
		}
	mounts_finish(&l);
	if (found && !r)
		return host;
	if (r)
		reply_errno(errno, "%s", MTAB);
	else
		reply_error(EINVAL, "%s: no XFS is mounted there", path);
	free(host);
	return NULL;
}

static guestfs_int_xfsinfo *info_of(const char *text, const char *user)
{
	guestfs_int_xfsinfo *x = calloc(1, sizeof(*x));
	cleanup_free char *naming = xfsgeom_word(text, "naming");

	if (!x || !naming) {
		free(x);
		reply_errno(ENOMEM, "%s", user);
		return NULL;
	}
	sscanf(naming, "version %u", &x->xfs_dirversion);
	x->xfs_mntpoint = strdup(user);
	x->xfs_inodesize = xfsgeom_number(text, "meta-data", "isize");
	x->xfs_agcount = xfsgeom_number(text, "meta-data", "agcount");
	x->xfs_agsize = xfsgeom_number(text, "meta-data", "agsize");
	x->xfs_sectsize = xfsgeom_number(text, "meta-data", "sectsz");
	x->xfs_attr = xfsgeom_number(text, "meta-data", "attr");
	x->xfs_blocksize = xfsgeom_number(text, "data", "bsize");
	x->xfs_datablocks = xfsgeom_number(text, "data", "blocks");
	x->xfs_imaxpct = xfsgeom_number(text, "data", "imaxpct");
	x->xfs_sunit = xfsgeom_number(text, "data", "sunit");
	x->xfs_swidth = xfsgeom_number(text, "data", "swidth");
	x->xfs_dirblocksize = xfsgeom_number(text, "naming", "bsize");
	x->xfs_cimode = xfsgeom_number(text, "naming", "ascii-ci");
	x->xfs_logname = xfsgeom_word(text, "log");
	x->xfs_logblocksize = xfsgeom_number(text, "log", "bsize");
	x->xfs_logblocks = xfsgeom_number(text, "log", "blocks");
	x->xfs_logversion = xfsgeom_number(text, "log", "version");
	x->xfs_logsectsize = xfsgeom_number(text, "log", "sectsz");
	x->xfs_logsunit = xfsgeom_number(text, "log", "sunit");
	x->xfs_lazycount = xfsgeom_number(text, "log", "lazy-count");
	x->xfs_rtname = xfsgeom_word(text, "realtime");
	x->xfs_rtextsize = xfsgeom_number(text, "realtime", "extsz");
	x->xfs_rtblocks = xfsgeom_number(text, "realtime", "blocks");
	x->xfs_rtextents = xfsgeom_number(text, "realtime", "rtextents");
	return x;
}

guestfs_int_xfsinfo *do_xfs_info(const char *pathordevice)
{
	bool is_path = strncmp(pathordevice, "/dev/", 5) != 0;
	cleanup_free char *user = devname_to_user(pathordevice);
	cleanup_free char *dir = is_path ? mount_path(pathordevice) : NULL;
	cleanup_run struct run r = { 0 };

	if (is_path && !dir)
		return NULL;
	r.argv = is_path ? ARGV("xfs_growfs", "-t", MTAB, "-n", dir)
			 : ARGV("xfs_db", "-r", "-c", "info", pathordevice);
	if (reply_run_or(&r, user, EINVAL) < 0)
		return NULL;
	/* xfs_db complains of what is no XFS, and is content */
	if (!xfsgeom_number(r.out, "data", "bsize")) {
		reply_error(EINVAL, "%s: not an XFS", user);
		return NULL;
	}
	return info_of(r.out, user);
}

/* Add the options with a number that were given. */
static int add_numbers(struct strv *argv, const char *what, const char *option,
		       bool given, int64_t value)
{
	if (!given)
		return 0;
	if (value < 0)
		return reply_error(EINVAL, "%s: negative number %lld", what,
				   (long long)value);
	return tool_opt(argv, option, "%lld", (long long)value);
}

int do_xfs_growfs(const char *path, int datasec, int logsec, int rtsec,
		  int64_t datasize, int64_t logsize, int64_t rtsize,
		  int64_t rtextsize, int maxpct)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_free char *dir = mount_path(path);

	if (!dir)
		return -1;
	tool_words(&argv, "xfs_growfs", "-t", MTAB, NULL);
	if (given & GUESTFS_XFS_GROWFS_DATASEC_BITMASK && datasec)
		strv_add(&argv, "-d");
	if (given & GUESTFS_XFS_GROWFS_LOGSEC_BITMASK && logsec)
		strv_add(&argv, "-l");
	if (given & GUESTFS_XFS_GROWFS_RTSEC_BITMASK && rtsec)
		strv_add(&argv, "-r");
	if (add_numbers(&argv, path, "-D",
			given & GUESTFS_XFS_GROWFS_DATASIZE_BITMASK,
			datasize) < 0 ||
	    add_numbers(&argv, path, "-L",
			given & GUESTFS_XFS_GROWFS_LOGSIZE_BITMASK,
			logsize) < 0 ||
	    add_numbers(&argv, path, "-R",
			given & GUESTFS_XFS_GROWFS_RTSIZE_BITMASK,
			rtsize) < 0 ||
	    add_numbers(&argv, path, "-e",
			given & GUESTFS_XFS_GROWFS_RTEXTSIZE_BITMASK,
			rtextsize) < 0 ||
	    add_numbers(&argv, path, "-m",
			given & GUESTFS_XFS_GROWFS_MAXPCT_BITMASK, maxpct) < 0)
		return -1;
	strv_add(&argv, dir);
	return tool_strv(path, &argv);
}

int do_xfs_admin(const char *device, int extunwritten, int imgfile, int v2log,
		 int projid32bit, int lazycounter, const char *label,
		 const char *uuid)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };

	/* Told a bad one, it complains and is content */
	if (uuid && !xfsgeom_takes_uuid(uuid))
		return reply_error(EINVAL, "'%s' is no UUID", uuid);
	strv_add(&argv, "xfs_admin");
	if (given & GUESTFS_XFS_ADMIN_EXTUNWRITTEN_BITMASK && extunwritten)
		strv_add(&argv, "-e");
	if (given & GUESTFS_XFS_ADMIN_IMGFILE_BITMASK && imgfile)
		strv_add(&argv, "-f");
	if (given & GUESTFS_XFS_ADMIN_V2LOG_BITMASK && v2log)
		strv_add(&argv, "-j");
	if (given & GUESTFS_XFS_ADMIN_PROJID32BIT_BITMASK && projid32bit)
		strv_add(&argv, "-p");
	if (given & GUESTFS_XFS_ADMIN_LAZYCOUNTER_BITMASK)
		tool_words(&argv, "-c", lazycounter ? "1" : "0", NULL);
	if (label)
		tool_words(&argv, "-L", *label ? label : "--", NULL);
	if (uuid)
		tool_words(&argv, "-U", uuid, NULL);
	/* Nothing to change is no reason to complain */
	if (argv.n == 1)
		return 0;
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

/* An optional argument that names a device */
static int add_device(struct strv *argv, const char *option, const char *name)
{
	cleanup_free char *kernel = NULL;

	if (!name)
		return 0;
	kernel = devname_to_kernel(name);
	if (!kernel)
		return reply_errno(errno, "%s", name);
	return tool_words(argv, option, kernel, NULL);
}

/* Options that it does not accept end it before the first phase, with the
 * status that means damage otherwise.
 */
static bool began(const struct run *r)
{
	return strstr(r->out, "Phase 1") || strstr(r->err, "Phase 1");
}

/* xfs_repair's own status: 1, damage was found; 2, the log is to be replayed */
static int repair(const struct strv *argv, const char *user, bool look_only)
{
	cleanup_run struct run r = {
		.argv = (const char *const *)argv->v,
	};

	if (run(&r) < 0)
		return reply_errno(errno, "%s: xfs_repair", user);
	if (r.status == 0 || (r.status == 1 && look_only && began(&r)))
		return r.status;
	if (strstr(r.err, "mounted"))
		return reply_program(&r, user, EBUSY);
	return reply_program(&r, user, began(&r) ? EIO : EINVAL);
}

int do_xfs_repair(const char *device, int forcelogzero, int nomodify,
		  int noprefetch, int forcegeometry, int64_t maxmem,
		  int64_t ihashsize, int64_t bhashsize, int64_t agstride,
		  const char *logdev, const char *rtdev)
{
	uint64_t given = reply_optargs_bitmask();
	bool look_only =
		given & GUESTFS_XFS_REPAIR_NOMODIFY_BITMASK && nomodify;
	const struct {
		uint64_t bit;
		int64_t value;
		const char *name;
	} subopts[] = {
		{ GUESTFS_XFS_REPAIR_BHASHSIZE_BITMASK, bhashsize, "bhash" },
		{ GUESTFS_XFS_REPAIR_AGSTRIDE_BITMASK, agstride, "ag_stride" },
	};
	cleanup_free char *user = devname_to_user(device);
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };

	(void)ihashsize; /* xfs_repair has no such table any more */
	strv_add(&argv, "xfs_repair");
	if (given & GUESTFS_XFS_REPAIR_FORCELOGZERO_BITMASK && forcelogzero)
		strv_add(&argv, "-L");
	if (look_only)
		strv_add(&argv, "-n");
	if (given & GUESTFS_XFS_REPAIR_NOPREFETCH_BITMASK && noprefetch)
		strv_add(&argv, "-P");
	if (given & GUESTFS_XFS_REPAIR_FORCEGEOMETRY_BITMASK && forcegeometry)
		tool_words(&argv, "-o", "force_geometry", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(subopts); i++)
		if (given & subopts[i].bit)
			tool_opt(&argv, "-o", "%s=%lld", subopts[i].name,
				 (long long)subopts[i].value);
	if (add_numbers(&argv, user, "-m",
			given & GUESTFS_XFS_REPAIR_MAXMEM_BITMASK,
			maxmem) < 0 ||
	    add_device(&argv, "-l", logdev) < 0 ||
	    add_device(&argv, "-r", rtdev) < 0)
		return -1;
	if (strncmp(device, "/dev/", 5)) {
		if (toolpath_open(&p, device) < 0)
			return -1;
		strv_add(&argv, "-f");
	}
	strv_add(&argv, p.path ? p.path : device);
	return repair(&argv, user, look_only);
}
