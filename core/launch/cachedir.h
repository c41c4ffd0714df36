/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our directory for caches. */
#ifndef CORE_LAUNCH_CACHEDIR_H
#define CORE_LAUNCH_CACHEDIR_H

#include "handle/handle.h"

char *cachedir_get(guestfs_h *g, bool create);

#endif
