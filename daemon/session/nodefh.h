/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * File handles: how a node is opened again whose name was removed while it
 * has others that we do not know.
 */
#ifndef DAEMON_SESSION_NODEFH_H
#define DAEMON_SESSION_NODEFH_H

#include <stdbool.h>
#include <stdint.h>

struct node_fh;

/**
 * nodefh_make() - The file handle of an open file
 * @fd:		The file
 * @dirfd:	A directory of the same mount
 * @dev:	Index of its file system
 *
 * Return:	the handle, or NULL where the file system has none
 */
struct node_fh *nodefh_make(int fd, int dirfd, uint16_t dev);
/** nodefh_open() - O_PATH descriptor of its file, or -1 with errno */
int nodefh_open(const struct node_fh *fh, uint16_t dev);
/** nodefh_dup() - A copy, the caller frees; NULL with ENOMEM */
struct node_fh *nodefh_dup(const struct node_fh *fh);
void nodefh_free(struct node_fh *fh);
/** nodefh_forget_mounts() - Close what opening by handle needs; but @all, only
 * what keeps other file systems busy than the root's, which is busy anyway */
void nodefh_forget_mounts(bool all);

#endif
