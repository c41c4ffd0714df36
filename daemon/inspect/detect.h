/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which system, if any, a file system holds. */
#ifndef DAEMON_INSPECT_DETECT_H
#define DAEMON_INSPECT_DETECT_H

#include "devs.h"
#include "os.h"
#include "root.h"

/**
 * detect_os() - Recognise the system in a file system
 * @r:		The file system
 * @vfs:	Its type, "ext4"
 * @d:		All devices, for fstab and drive letters
 * @mountable:	Its name, which becomes @os->root and "/"
 * @os:		Initialised; filled in
 * @ret_slash:	Receives what its fstab has on "/", or NULL; to be freed
 *
 * Return:	whether there is one
 */
bool detect_os(const struct insp_root *r, const char *vfs,
	       const struct insp_devs *d, const char *mountable,
	       struct insp_os *os, char **ret_slash);

#endif
