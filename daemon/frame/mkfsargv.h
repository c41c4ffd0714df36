/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line that makes a file system of each type. */
#ifndef DAEMON_MKFSARGV_H
#define DAEMON_MKFSARGV_H

#include "strv.h"

/**
 * struct mkfs_args - What mkfs was asked for; 0 and NULL where not given
 */
struct mkfs_args {
	const char *device;
	int blocksize;
	const char *features;
	int inode;
	int sectorsize;
	const char *label;
};

/**
 * mkfsargv_make() - The command line
 * @fstype:	"ext4", "vfat" ...; an unknown one is left to mkfs.TYPE
 * @a:		What is wanted
 * @argv:	Receives it
 * @ret_bad:	Receives the option that this type does not have
 *
 * Return:	0; -1, @ret_bad set, or for a name that is no type
 */
int mkfsargv_make(const char *fstype, const struct mkfs_args *a,
		  struct strv *argv, const char **ret_bad);

#endif
