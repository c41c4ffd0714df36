/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening files. */
#ifndef DAEMON_SESSION_FILE_H
#define DAEMON_SESSION_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "handle.h"

/**
 * file_flags() - Flags for open(2) from those that the host asks for
 * @wanted:	Of the request
 * @ret:	Receives those to use
 *
 * The host's kernel caches pages: it reads from files opened for writing
 * only, and says where each write goes, also to files opened for appending.
 *
 * Return:	0, or -1 with EINVAL for what no request may ask for
 */
int file_flags(unsigned int wanted, int *ret);

/** file_open() - Open a node's file, which must be a regular one
 * @id:		Node
 * @wanted:	Flags of the request
 * @ret_handle:	Receives the handle
 *
 * Return:	0, or -1 with errno
 */
int file_open(uint64_t id, unsigned int wanted, uint64_t *ret_handle);

/** file_reopen() - A node's file or directory by a descriptor that can do
 * more than an O_PATH one; -1 with errno, ELOOP or ENXIO for other files */
int file_reopen(struct node *n, int flags);

#endif
