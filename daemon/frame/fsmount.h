/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting a guest's file system, whatever its type wants. */
#ifndef DAEMON_FSMOUNT_H
#define DAEMON_FSMOUNT_H

#include "devname.h"

/**
 * struct fsmount_opts - A mount's option string, taken apart
 * @flags:	MS_* of mount(2)
 * @data:	What the file system itself shall read, "" where nothing
 */
struct fsmount_opts {
	unsigned long flags;
	char *data;
};

/** fsmount_parse() - Take @options apart; 0, or -1 when out of memory */
int fsmount_parse(const char *options, struct fsmount_opts *o);
void fsmount_finish(struct fsmount_opts *o);
/**
 * fsmount_device() - Mount a file system
 * @m:		What to mount
 * @type:	Its type, or NULL to find it out
 * @options:	As for mount -o
 * @target:	Path of a directory as the daemon sees it, free of the guest's
 *		links
 * @where:	The same as the user knows it, for messages
 *
 * Return:	0, or -1 once the error is queued
 */
int fsmount_device(const struct mountable *m, const char *type,
		   const char *options, const char *target, const char *where);

#endif
