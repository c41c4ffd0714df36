// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define CURRENT "/proc/self/attr/current"

/* The kernel lists this file system where SELinux was not turned off */
bool optgroup_selinux_available(void)
{
	cleanup_free char *list =
		io_read_file("/proc/filesystems", 65536, NULL);

	return list && strstr(list, "\tselinuxfs\n");
}

bool optgroup_selinuxrelabel_available(void)
{
	return toolpath_have("setfiles");
}

int do_setcon(const char *context)
{
	if (io_write_file(CURRENT, context) < 0)
		return reply_errno(errno, "context %s", context);
	return 0;
}

char *do_getcon(void)
{
	char *s = io_read_file(CURRENT, 65536, NULL);

	if (!s) {
		reply_errno(errno, "context");
		return NULL;
	}
	s[strcspn(s, "\n")] = '\0';
	return s;
}

static char *tool_name(const char *guest)
{
	cleanup_free char *real = sysroot_realpath(guest);
	char *name = real ? sysroot_host_path(real) : NULL;

	if (!name)
		reply_errno(errno, "%s", guest);
	return name;
}

/* The specification has companions (.homedirs, .local, .subs_dist) that are
 * found by its name.
 */
int do_selinux_relabel(const char *specfile, const char *path, int force)
{
	cleanup_free char *spec = NULL, *top = NULL;
	cleanup_strv_finish struct strv argv = { 0 };

	if (specfile[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path",
				   specfile);
	spec = tool_name(specfile);
	top = spec ? tool_name(path) : NULL;
	if (!top)
		return -1;
	strv_add(&argv, "setfiles");
	if (reply_optargs_bitmask() & GUESTFS_SELINUX_RELABEL_FORCE_BITMASK &&
	    force)
		strv_add(&argv, "-F");
	/* -m: nothing is said of labels in the list of mounts here */
	strv_add(&argv, "-m");
	strv_add(&argv, "-r");
	strv_add(&argv, SYSROOT);
	strv_add(&argv, spec);
	if (strv_add(&argv, top) < 0)
		return reply_errno(ENOMEM, "%s", path);
	return reply_cmd(path, (const char *const *)argv.v);
}
