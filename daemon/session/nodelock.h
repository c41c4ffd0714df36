/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What node.c and nodefd.c share: the table's lock, and calls made under it. */
#ifndef DAEMON_SESSION_NODELOCK_H
#define DAEMON_SESSION_NODELOCK_H

#include "node.h"

/* An inner lock: under it only those of dev.c and nodefh.c are taken, and no
 * system call is made that can wait on a disk, close(2) of an O_PATH
 * descriptor excepted.
 */
extern pthread_mutex_t node_lock;

/** node_free_if_unused() - Free a node and what only it kept */
void node_free_if_unused(struct node *n);
/** node_unkey() - The inode number is no more this node's */
void node_unkey(struct node *n);
/** node_same() - Whether attributes are those of the node's inode */
bool node_same(const struct node *n, const struct statx *stx);

/** nodefd_attach() - Give a node a descriptor; -1 with errno ENOMEM */
int nodefd_attach(struct node *n, int fd);
/** nodefd_pin_root() - Never close this node's descriptor */
void nodefd_pin_root(struct node *n);
/** nodefd_detach() - Close a node's descriptor, if any */
void nodefd_detach(struct node *n);
/** nodefd_keep() - Keep the only way to a node, its descriptor, if any */
void nodefd_keep(struct node *n);
/** nodefd_unneeded() - End of nodefd_keep(): there is a name again */
void nodefd_unneeded(struct node *n);

#endif
