/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Directories for temporary files, sockets and caches. */
#ifndef CORE_TMPDIR_H
#define CORE_TMPDIR_H

#include "handle/handle.h"

/** tmpdir_finish() - Remove the handle's private directories and their files */
void tmpdir_finish(guestfs_h *g);
/** tmpdir_base() - Where temporary files go: guestfs_set_tmpdir(), TMPDIR,
 * /tmp */
const char *tmpdir_base(guestfs_h *g);
/** cachedir_base() - Where caches go: guestfs_set_cachedir(), TMPDIR,
 * /var/tmp */
const char *cachedir_base(guestfs_h *g);
/** sockdir_base() - Where sockets go: XDG_RUNTIME_DIR or /tmp */
const char *sockdir_base(guestfs_h *g);

#endif
