/* SPDX-License-Identifier: GPL-2.0-or-later */
/* alloc, sparse */
#include "builtin.h"

#include "mem.h"
#include "parse/value.h"

static int make(struct shell *sh, char **argv, const char *preallocation)
{
	struct guestfs_disk_create_argv create = {
		.bitmask = GUESTFS_DISK_CREATE_PREALLOCATION_BITMASK,
		.preallocation = preallocation,
	};
	struct guestfs_add_drive_opts_argv add = {
		.bitmask = GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK,
		.format = "raw",
	};
	const char *why;
	int64_t size;

	why = value_int(argv[2], 0, INT64_MAX, &size);
	if (why)
		return shell_say(sh, "%s: size: \"%s\" is %s", argv[0], argv[2],
				 why);
	if (guestfs_is_config(sh->g) != 1)
		return shell_say(sh,
				 "%s: disks can be added only before launch "
				 "(\"reopen\" begins anew)",
				 argv[0]);
	if (guestfs_disk_create_argv(sh->g, argv[1], "raw", size, &create) < 0)
		return -1;
	return guestfs_add_drive_opts_argv(sh->g, argv[1], &add);
}

int builtin_alloc(struct shell *sh, char **argv)
{
	return make(sh, argv, "full");
}

int builtin_sparse(struct shell *sh, char **argv)
{
	return make(sh, argv, "sparse");
}
