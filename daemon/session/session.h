/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * File system sessions: the daemon's side of the ports org.libguestfs.fs.N,
 * whose protocol is common/session.x. All ports share one table of nodes and
 * one of handles.
 */
#ifndef DAEMON_SESSION_H
#define DAEMON_SESSION_H

#include <stddef.h>

/**
 * session_start() - Serve a port from a thread of its own
 * @port_nr:	Number of the port, for messages
 * @fd:		The open port; the session owns it from here on
 * @slot:	The memory that belongs to the port, page-aligned, or NULL
 * @slot_size:	Its size in bytes
 *
 * The thread lives as long as the process. A port with no host behind it
 * (read() == 0) waits for one.
 *
 * Return:	0, or -1 with errno
 */
int session_start(unsigned int port_nr, int fd, char *slot, size_t slot_size);

/**
 * session_drop_caches() - Forget what an API call may have made wrong
 *
 * Called by the main thread after (and, when it unmounts, also before) a call
 * that may change the tree. Closes descriptors that only save time, so that
 * they keep no file system busy. Nodes and open handles stay.
 */
void session_drop_caches(void);

/**
 * session_stop_all() - Drop all nodes and handles
 *
 * Waits for requests that are being served. After it nothing of the sessions
 * keeps a file system busy; all old ids are stale until the next FS_INIT.
 */
void session_stop_all(void);

/**
 * session_set_root() - Serve another tree than the sysroot
 * @fd:		Directory, owned by the caller, to be kept open; for tests
 */
void session_set_root(int fd);

/**
 * session_serve() - Serve a socket in the calling thread until its end
 *
 * Parameters as for session_start(). Needs session_set_root().
 *
 * Return:	0 at end of file, -1 with errno
 */
int session_serve(unsigned int port_nr, int fd, char *slot, size_t slot_size);

#endif
