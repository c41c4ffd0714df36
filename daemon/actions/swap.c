// SPDX-License-Identifier: GPL-2.0-or-later
/* Swap space. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/swap.h>

#include "cleanup.h"
#include "frame/findfs.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"

int do_mkswap_L(const char *label, const char *device)
{
	return tool_dev(device, ARGV("mkswap", "-f", "-L", label, device));
}

int do_mkswap_U(const char *uuid, const char *device)
{
	return tool_dev(device, ARGV("mkswap", "-f", "-U", uuid, device));
}

int do_mkswap_file(const char *path)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;

	if (toolpath_open(&p, path) < 0)
		return -1;
	return tool_run(path, ARGV("mkswap", "-f", p.path));
}

/* What must be swapped on or off, and what users call it */
static int turn(const char *what, const char *user, bool on)
{
	if ((on ? swapon(what, 0) : swapoff(what)) == 0)
		return 0;
	if (errno != EINVAL)
		return reply_errno(errno, "%s", user);
	return reply_error(EINVAL, "%s: %s", user,
			   on ? "no swap space, or the file has holes"
			      : "not used as swap space");
}

static int turn_device(const char *device, bool on)
{
	cleanup_free char *user = devname_to_user(device);

	return turn(device, user, on);
}

static int turn_file(const char *file, bool on)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;

	return toolpath_open(&p, file) < 0 ? -1 : turn(p.path, file, on);
}

static int turn_found(const char *key, const char *value, bool on)
{
	cleanup_free char *device = findfs(key, value, "swap");

	return device ? turn_device(device, on) : -1;
}

int do_swapon_device(const char *device)
{
	return turn_device(device, true);
}

int do_swapoff_device(const char *device)
{
	return turn_device(device, false);
}

int do_swapon_file(const char *file)
{
	return turn_file(file, true);
}

int do_swapoff_file(const char *file)
{
	return turn_file(file, false);
}

int do_swapon_label(const char *label)
{
	return turn_found("LABEL", label, true);
}

int do_swapoff_label(const char *label)
{
	return turn_found("LABEL", label, false);
}

int do_swapon_uuid(const char *uuid)
{
	return turn_found("UUID", uuid, true);
}

int do_swapoff_uuid(const char *uuid)
{
	return turn_found("UUID", uuid, false);
}
