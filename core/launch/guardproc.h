/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside the guard process. */
#ifndef CORE_LAUNCH_GUARDPROC_H
#define CORE_LAUNCH_GUARDPROC_H

#define GUARD_PATH_MAX 4096

/* Messages: one of these bytes, then a path where one is named */
enum guard_message {
	GUARD_QEMU = 'q', /* with qemu's pidfd */
	GUARD_READY = 'r',
	GUARD_DIR = 'd',
	GUARD_MOUNT = 'm',
	GUARD_UMOUNT = 'u',
	GUARD_END = 'x',
};

void guardproc_main(int sock) __attribute__((noreturn));

#endif
