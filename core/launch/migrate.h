/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Save and restore a machine whose RAM is a memfd of ours. */
#ifndef CORE_LAUNCH_MIGRATE_H
#define CORE_LAUNCH_MIGRATE_H

#include "boot.h"

int migrate_save(guestfs_h *g, int state);
int migrate_restore(guestfs_h *g, struct boot *b);

#endif
