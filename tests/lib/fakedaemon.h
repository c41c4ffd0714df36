/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A daemon in a thread at the other end of a socket pair, saying what a test
 * tells it to, and a handle that has nothing else behind it.
 */
#ifndef TESTS_FAKEDAEMON_H
#define TESTS_FAKEDAEMON_H

#include <rpc/xdr.h>

#include "guestfs_protocol.h"
#include "handle/handle.h"

#define FAKE_PROC 77

/**
 * struct fake - Both ends
 * @g:		Handle, g->launch connected to @fd
 * @fd:		The daemon's end
 * @death:	Writing here makes "qemu" exit
 * @lost:	launch_lost() was called
 * @stopped:	launch_stop() was called
 * @serial:	Serial number of the call that fake_call() has read
 */
struct fake {
	guestfs_h *g;
	int fd;
	int death;
	bool lost, stopped;
	uint32_t serial;
};

/** fake_start() - A new pair, with the daemon's part run in a thread */
struct fake *fake_start(void (*daemon)(struct fake *f));
/** fake_finish() - Wait for the thread, free all */
void fake_finish(struct fake *f);

/* For the daemon's thread; they end the process when the pair breaks. */
void fake_write(struct fake *f, const void *buf, size_t n);
void fake_word(struct fake *f, uint32_t word);
void fake_read(struct fake *f, void *buf, size_t n);
/** fake_call() - Read a call without arguments */
void fake_call(struct fake *f);
/** fake_message() - Length, header and body; zero fields are filled in */
void fake_message(struct fake *f, struct guestfs_message_header h, xdrproc_t fn,
		  void *body);
/** fake_ok() - A reply with a result */
void fake_ok(struct fake *f, xdrproc_t fn, void *ret);
/** fake_error() - An error reply */
void fake_error(struct fake *f, const char *errno_name, const char *message);
void fake_progress(struct fake *f, uint32_t proc, uint64_t position);
/** fake_chunk() - One chunk of a FileOut */
void fake_chunk(struct fake *f, bool cancel, const void *data, size_t n);
/**
 * fake_filein() - Read one chunk of a FileIn
 *
 * Return:	bytes in @buf, 0 at the end, -1 when the library cancelled
 */
ssize_t fake_filein(struct fake *f, char *buf);

#endif
