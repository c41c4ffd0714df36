/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who has a file open. */
#ifndef CORE_LAUNCH_HOLDERS_H
#define CORE_LAUNCH_HOLDERS_H

#include "handle/handle.h"

char *holders_find(guestfs_h *g, const char *path);

#endif
