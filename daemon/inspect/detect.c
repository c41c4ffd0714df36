/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "detect.h"

#include <string.h>

#include "bsd.h"
#include "cleanup.h"
#include "fstab.h"
#include "installer.h"
#include "linux.h"
#include "other.h"
#include "resolve.h"
#include "windows.h"

DEFINE_CLEANUP(struct fstab, cleanup_fstab_, fstab_finish(p))

static bool is_medium(const char *vfs)
{
	return !strcmp(vfs, "iso9660") || !strcmp(vfs, "udf");
}

static bool is_fat(const char *vfs)
{
	return !strcmp(vfs, "vfat") || !strcmp(vfs, "msdos");
}

static bool detect_windows(const struct insp_root *r, const struct insp_devs *d,
			   struct insp_os *os)
{
	os->systemroot = windows_systemroot(r);
	if (!os->systemroot)
		return false;
	windows_detect(r, d, os);
	return true;
}

static bool detect_linux(const struct insp_root *r, struct insp_os *os)
{
	if (!linux_is_root(r))
		return false;
	linux_detect(r, os);
	return true;
}

/* The order counts: a BSD has most of what a Linux root has, a live medium
 * may have both, and a Windows disk the files of an installer.
 */
static bool detect(const struct insp_root *r, const char *vfs,
		   const struct insp_devs *d, struct insp_os *os)
{
	if (is_medium(vfs) && installer_detect(r, os))
		return true;
	if (detect_windows(r, d, os) || bsd_detect(r, os) ||
	    hurd_detect(r, os) || minix_detect(r, os) || detect_linux(r, os) ||
	    ostree_detect(r, os)) {
		if (is_medium(vfs))
			os->format = "installer";
		return true;
	}
	if (is_fat(vfs) && dos_detect(r, os))
		return true;
	/* Sticks made from media carry FAT or ext4. */
	return installer_detect(r, os);
}

bool detect_os(const struct insp_root *r, const char *vfs,
	       const struct insp_devs *d, const char *mountable,
	       struct insp_os *os, char **ret_slash)
{
	__attribute__((cleanup(cleanup_fstab_))) struct fstab f = { 0 };
	cleanup_free char *text = NULL;

	*ret_slash = NULL;
	if (!detect(r, vfs, d, os))
		return false;
	os_take(&os->root, strdup(mountable));
	os_add_mount(os, "/", mountable);
	os_add_filesystem(os, mountable);
	if (!strcmp(os->format, "installer") || !strcmp(os->type, "windows") ||
	    !strcmp(os->type, "dos"))
		return true;
	text = root_text(r, "/etc/fstab");
	if (text && fstab_parse(text, &f) == 0)
		*ret_slash = resolve_fstab(d, r, &f, os);
	return true;
}
