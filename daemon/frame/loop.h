/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loop devices. */
#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H

#include <stdbool.h>

/**
 * loop_attach() - Make a file a block device
 * @file:	Descriptor of the file
 * @ro:		It is open for reading only
 * @ret_device:	Receives the device's path, the caller frees
 *
 * The device goes away with its last user, be that the caller, who closes the
 * descriptor, or a mount.
 *
 * Return:	The open device, or -1 with errno
 */
int loop_attach(int file, bool ro, char **ret_device);

#endif
