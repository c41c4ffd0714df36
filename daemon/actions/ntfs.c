// SPDX-License-Identifier: GPL-2.0-or-later
/* NTFS, through ntfs-3g's programs. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

bool optgroup_ntfs3g_available(void)
{
	return toolpath_have("ntfs-3g.probe");
}

bool optgroup_ntfsprogs_available(void)
{
	return toolpath_have("ntfsresize");
}

int do_ntfsfix(const char *device, int clearbadsectors)
{
	bool clear = reply_optargs_bitmask() &
			     GUESTFS_NTFSFIX_CLEARBADSECTORS_BITMASK &&
		     clearbadsectors;

	return tool_dev(device, clear ? ARGV("ntfsfix", "-b", device)
				      : ARGV("ntfsfix", device));
}

/* @size: "" for that of the device */
static int resize(const char *device, const char *size, bool force)
{
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_free char *user = devname_to_user(device);
	char *error;
	/* Without force it wants to be told to go on */
	cleanup_run struct run r = { .input = "y\n", .input_len = 2 };

	tool_words(&argv, "ntfsresize", "-P", NULL);
	if (force)
		tool_words(&argv, "-f", "-f", NULL);
	if (*size)
		tool_words(&argv, "-s", size, NULL);
	strv_add(&argv, device);
	r.argv = (const char *const *)argv.v;
	if (run(&r) < 0)
		return reply_errno(errno, "%s: ntfsresize", user);
	if (r.status == 0)
		return 0;
	/* What it says before, of "space in use", is no complaint */
	error = strstr(r.out, "ERROR");
	if (error)
		memmove(r.out, error, strlen(error) + 1);
	return reply_program(
		&r, user,
		strstr(r.out, "mounted") || strstr(r.err, "mounted") ? EBUSY
								     : EINVAL);
}

int do_ntfsresize(const char *device, int64_t size, int force)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_free char *user = devname_to_user(device);
	char bytes[32] = "";

	if (given & GUESTFS_NTFSRESIZE_OPTS_SIZE_BITMASK) {
		if (size <= 0)
			return reply_error(EINVAL, "%s: a size of %lld bytes",
					   user, (long long)size);
		snprintf(bytes, sizeof(bytes), "%lld", (long long)size);
	}
	return resize(device, bytes,
		      given & GUESTFS_NTFSRESIZE_OPTS_FORCE_BITMASK && force);
}

int do_ntfsresize_size(const char *device, int64_t size)
{
	cleanup_free char *user = devname_to_user(device);
	char bytes[32];

	if (size <= 0)
		return reply_error(EINVAL, "%s: a size of %lld bytes", user,
				   (long long)size);
	snprintf(bytes, sizeof(bytes), "%lld", (long long)size);
	return resize(device, bytes, false);
}

int do_ntfsclone_out(const char *device, int metadataonly, int rescue,
		     int ignorefscheck, int preservetimestamps, int force)
{
	const struct {
		uint64_t bit;
		int value;
		const char *option;
	} options[] = {
		{ GUESTFS_NTFSCLONE_OUT_METADATAONLY_BITMASK, metadataonly,
		  "--metadata" },
		{ GUESTFS_NTFSCLONE_OUT_RESCUE_BITMASK, rescue, "--rescue" },
		{ GUESTFS_NTFSCLONE_OUT_IGNOREFSCHECK_BITMASK, ignorefscheck,
		  "--ignore-fs-check" },
		{ GUESTFS_NTFSCLONE_OUT_PRESERVETIMESTAMPS_BITMASK,
		  preservetimestamps, "--preserve-timestamps" },
		{ GUESTFS_NTFSCLONE_OUT_FORCE_BITMASK, force, "--force" },
	};
	uint64_t given = reply_optargs_bitmask();
	cleanup_free char *user = devname_to_user(device);
	cleanup_strv_finish struct strv argv = { 0 };

	tool_words(&argv, "ntfsclone", "--save-image", "--output", "-", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (given & options[i].bit && options[i].value)
			strv_add(&argv, options[i].option);
	strv_add(&argv, device);
	return stream_out(user, (const char *const *)argv.v, NULL);
}

int do_ntfsclone_in(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return stream_in(user,
			 ARGV("ntfsclone", "--restore-image", "--overwrite",
			      device, "-"),
			 NULL);
}

int do_ntfscat_i(const struct mountable *m, int64_t inode)
{
	cleanup_free char *user = devname_to_user(m->device);
	char number[32];

	if (inode < 0)
		return reply_error(EINVAL, "%s: inode %lld", user,
				   (long long)inode);
	snprintf(number, sizeof(number), "%lld", (long long)inode);
	return stream_out(user, ARGV("ntfscat", "-i", number, m->device), NULL);
}
