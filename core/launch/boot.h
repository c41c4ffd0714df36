/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One attempt to boot the appliance. */
#ifndef CORE_LAUNCH_BOOT_H
#define CORE_LAUNCH_BOOT_H

#include "accel.h"
#include "appliance.h"
#include "launch/launch.h"

/**
 * enum boot_how - What becomes of the machine
 * @BOOT_COLD:		Boots with the handle's drives
 * @BOOT_TEMPLATE:	Boots without any, to be saved
 * @BOOT_RESTORE:	Does not boot: gets its state from a template
 */
enum boot_how { BOOT_COLD, BOOT_TEMPLATE, BOOT_RESTORE };

/**
 * struct boot - What to boot, and why it did not work
 * @hv:		qemu
 * @app:	Kernel and initramfs
 * @accel:	With KVM or without
 * @how:	From what state
 * @template:	Open template for BOOT_RESTORE, at the devices' state
 * @incoming:	Receives its number in qemu
 * @why:	Receives one line; NULL when the handle's error is set already
 * @err:	Its errno, 0 where there is none
 * @final:	Receives whether another accelerator would not help
 * @ran:	Receives whether qemu was there at any time
 */
struct boot {
	const char *hv;
	const struct appliance *app;
	enum accel accel;
	enum boot_how how;
	int template;
	int incoming;
	char *why;
	int err;
	bool final;
	bool ran;
};

void boot_forget(struct boot *b);
int boot_start(guestfs_h *g, struct boot *b);
int boot_wait(guestfs_h *g, struct boot *b);
int boot_wait_flag(guestfs_h *g, struct boot *b);
int boot_hello(guestfs_h *g, struct boot *b);
int boot_exited(guestfs_h *g, struct boot *b);
int boot_cancelled(guestfs_h *g, struct boot *b);
void boot_progress(guestfs_h *g, unsigned int position);

#endif
