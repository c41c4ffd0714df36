/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests inside, resets alone: who may use the tables. */
#ifndef DAEMON_SESSION_GATE_H
#define DAEMON_SESSION_GATE_H

struct session;

/** gate_enter() - A request begins to use the tables */
void gate_enter(void);
void gate_leave(void);

/**
 * gate_join() - FS_INIT: a port takes part in the mount that is going on
 *
 * A port that says FS_INIT a second time belongs to a new mount: the host has
 * ended the old one, perhaps without giving its references back. So all that
 * is left of it is dropped. A new root below the sysroot does the same.
 *
 * Must not be called between gate_enter() and gate_leave(); on success it has
 * entered the gate.
 *
 * Return:	0, or -1 with errno, having not entered
 */
int gate_join(struct session *s);

/** gate_reset() - Drop all nodes, handles and caches */
void gate_reset(void);

/** gate_set_root() - Function that gives the root's descriptor, or -1 */
void gate_set_root(int (*root_fd)(void));

#endif
