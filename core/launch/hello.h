/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hello: who is there, and where its slots are. */
#ifndef CORE_LAUNCH_HELLO_H
#define CORE_LAUNCH_HELLO_H

#include "launch/launch.h"

int hello_exchange(guestfs_h *g, char **ret_why, int *ret_err);

#endif
