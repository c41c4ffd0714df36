/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that the daemon shares with us. */
#ifndef CORE_LAUNCH_SLOTS_H
#define CORE_LAUNCH_SLOTS_H

#include "guestfs_protocol.h"
#include "launch/launch.h"

char *slots_map(guestfs_h *g, const guestfs_hello_ret *hello);
void slots_unmap(struct launch *l);

#endif
