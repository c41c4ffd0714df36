/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /dev for programs of the guest: the appliance's, but with the names of disks
 * that the user knows beside those of the kernel, and without the appliance's
 * own disk.
 */
#ifndef DAEMON_GUESTDEV_H
#define DAEMON_GUESTDEV_H

#include "strv.h"

/** guestdev_names() - "sda=vda" for each disk and partition, appended to @sv;
 * 0 or -1 with errno */
int guestdev_names(struct strv *sv);
/**
 * guestdev_mount() - Make such a /dev and mount it on the guest's
 * @names:	@n names as of guestdev_names()
 *
 * For a process with mounts of its own. A guest without /dev goes without.
 *
 * Return:	0, or -1 with errno
 */
int guestdev_mount(char *const *names, int n);

#endif
