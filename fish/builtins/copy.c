/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copy-in and copy-out: the library's calls, for several things at once. */
#include "builtin.h"
#include "strv.h"

static int copy_each(struct shell *sh, char **argv,
		     int (*copy)(guestfs_h *, const char *, const char *))
{
	size_t last = strv_len(argv) - 1;

	for (size_t i = 1; i < last; i++)
		if (copy(sh->g, argv[i], argv[last]) < 0)
			return -1;
	return 0;
}

int builtin_copy_in(struct shell *sh, char **argv)
{
	return copy_each(sh, argv, guestfs_copy_in);
}

int builtin_copy_out(struct shell *sh, char **argv)
{
	return copy_each(sh, argv, guestfs_copy_out);
}
