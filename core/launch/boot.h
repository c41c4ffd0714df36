/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One attempt to boot the appliance. */
#ifndef CORE_LAUNCH_BOOT_H
#define CORE_LAUNCH_BOOT_H

#include "accel.h"
#include "appliance.h"
#include "launch/launch.h"

/**
 * struct boot - What to boot, and why it did not work
 * @hv:		qemu
 * @app:	Kernel and initramfs
 * @accel:	How
 * @why:	Receives one line; NULL when the handle's error is set already
 * @err:	Its errno, 0 where there is none
 * @final:	Receives whether another accelerator would not help
 */
struct boot {
	const char *hv;
	const struct appliance *app;
	enum accel accel;
	char *why;
	int err;
	bool final;
};

int boot_start(guestfs_h *g, struct boot *b);
int boot_wait(guestfs_h *g, struct boot *b);
void boot_progress(guestfs_h *g, unsigned int position);

#endif
