/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guard: a small process beside qemu that cleans up when the program is
 * killed. It learns of that by the end of file on its socket.
 */
#ifndef CORE_LAUNCH_GUARD_H
#define CORE_LAUNCH_GUARD_H

#include "handle/handle.h"
#include "launch/launch.h"

#define GUARD_WAIT_MS 15000 /* for qemu to sync and power off by itself */

int guard_start(guestfs_h *g, struct launch *l);
void guard_stop(struct launch *l);

int guard_watch_qemu(struct launch *l);
int guard_set_ready(struct launch *l);
int guard_register_dir(struct launch *l, const char *path);

/**
 * guard_register_mount() - Have a FUSE mount undone if we are killed
 * @g:		Handle, launched
 * @path:	Absolute path of the mount point, mounted already
 *
 * Return:	0 (also where the handle has no guard), or -1 with errno
 */
int guard_register_mount(guestfs_h *g, const char *path);
/** guard_unregister_mount() - Forget it, before the orderly unmount */
int guard_unregister_mount(guestfs_h *g, const char *path);

#endif
