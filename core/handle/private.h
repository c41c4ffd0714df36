/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pointers that a program keeps in a handle, by key. */
#ifndef CORE_PRIVATE_H
#define CORE_PRIVATE_H

#include "handle/handle.h"

/** private_finish() - Forget all; the pointers are the program's own */
void private_finish(guestfs_h *g);

#endif
