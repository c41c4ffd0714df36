/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu's whole command line. */
#ifndef CORE_LAUNCH_ARGV_H
#define CORE_LAUNCH_ARGV_H

#include "args.h"
#include "boot.h"
#include "launch/launch.h"

/**
 * struct channels - qemu's ends of the descriptors in struct launch
 */
struct channels {
	int qmp;
	int channel;
	int watch;
	int console;
	int ram;
	int ports[LAUNCH_PORTS];
};

int argv_build(struct args *a, const struct boot *b, const struct channels *c);
char *argv_key(guestfs_h *g, const struct boot *b);

#endif
