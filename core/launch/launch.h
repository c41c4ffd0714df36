/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The running appliance: qemu, its channels, its shared memory. */
#ifndef CORE_LAUNCH_H
#define CORE_LAUNCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "handle/handle.h"

#define LAUNCH_PORTS 8 /* session ports, org.libguestfs.fs.0 ... 7 */

/**
 * struct slot - Memory shared with the daemon
 * @base:	Host mapping, or NULL where there is none
 * @size:	Bytes
 */
struct slot {
	char *base;
	size_t size;
};

/**
 * struct image - The file behind a drive
 * @fd:		Open for reading where the drive is what is in the file, byte by
 *		byte, until the appliance writes to it; else -1
 * @size:	Bytes
 */
struct image {
	int fd;
	uint64_t size;
};

/**
 * struct launch - One running qemu
 * @pid:	qemu
 * @pidfd:	pidfd_open(2) of it: readable when it has exited
 * @qmp:	QMP connection (socketpair), see launch/qmp.h
 * @qmp_greeted:	Whether commands can be sent on it
 * @channel:	Control port, org.libguestfs.channel.0
 * @watch:	Port whose end tells the appliance that we are gone
 * @console:	Serial console's output
 * @guard:	Write end of the guard process's pipe; its EOF makes the
 *		guard end qemu and clean up
 * @ram:	memfd of the guest's RAM, sealed against shrinking
 * @ports:	Session ports, each used by one FUSE worker at a time
 * @files:	Slot of the control port, for FileIn and FileOut
 * @images:	Files behind the drives
 * @n_images:	Their number
 * @err:	Read end of qemu's standard error
 * @log:	Last lines of the console, for error messages
 * @err_log:	First lines of qemu's standard error, likewise
 * @console_total: Bytes that ever came from the console: a sign of life
 *
 * Every descriptor is one end of a socketpair inherited by qemu alone: nothing
 * listens anywhere. Threads that work without the handle's lock duplicate
 * ports and mappings: when the appliance is lost or stopped, the ports report
 * end of file through the duplicates, and everything here is closed.
 */
struct launch {
	pid_t pid;
	int pidfd;
	int qmp;
	bool qmp_greeted;
	int channel;
	int watch;
	int console;
	int guard;
	pid_t guard_pid;
	int ram;
	uint64_t ram_size;
	unsigned int n_ports;
	int ports[LAUNCH_PORTS];
	struct slot slots[LAUNCH_PORTS];
	struct slot files;
	struct image *images;
	size_t n_images;
	int err;
	char *log;
	size_t log_len;
	char *err_log;
	size_t err_log_len;
	uint64_t console_total;
};

/** launch_lost() - The appliance is gone: reap it, free everything, back to
 * CONFIG, SUBPROCESS_QUIT event; sets one clear error. Returns -1. */
int launch_lost(guestfs_h *g);
/** launch_stop() - Ask qemu to end (QMP quit), wait, kill at last; frees
 * g->launch. @force skips asking. 0, or -1 with the error set when a flush of
 * an image failed. */
int launch_stop(guestfs_h *g, bool force);
/** launch_console_read() - Take what is on the console: into the log, and to
 * GUESTFS_EVENT_APPLIANCE. Called whenever @console is readable. */
void launch_console_read(guestfs_h *g);

#endif
