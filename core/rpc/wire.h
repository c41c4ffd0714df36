/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes over the control port, while watching qemu and its console. */
#ifndef CORE_WIRE_H
#define CORE_WIRE_H

#include "handle/handle.h"

/**
 * struct wire - One use of the control port
 * @g:		Handle, g->launch set
 * @until_ms:	CLOCK_MONOTONIC when to give up, 0 for never
 * @cancellable: Give up (EINTR) when g->user_cancel is set
 * @inbound:	Called when the daemon speaks while we send; 0 or -1 with
 *		errno. NULL: it has to wait
 * @opaque:	For @inbound
 */
struct wire {
	guestfs_h *g;
	int64_t until_ms;
	bool cancellable;
	int (*inbound)(void *opaque);
	void *opaque;
};

enum { WIRE_IN = 1, WIRE_OUT = 2, WIRE_FD = 4, WIRE_FD_OUT = 8 };

/** wire_until() - @timeout_ms from now as struct wire wants it; 0 for 0 */
int64_t wire_until(int timeout_ms);
/**
 * wire_wait() - Wait until something can go on
 * @w:		Wire
 * @want:	WIRE_IN, WIRE_OUT of the port, WIRE_FD or WIRE_FD_OUT of @fd
 * @fd:		Another descriptor that is waited for, to be readable (WIRE_FD)
 *		or writable
 *
 * Return:	The WIRE_* that are ready, 0 after a while in which nothing
 *		was (look at g->user_cancel); -1 with errno ECONNRESET (qemu
 *		is gone), ETIMEDOUT or EINTR
 */
int wire_wait(struct wire *w, int want, int fd);
/** wire_recv() - Exactly @n bytes; 0 or -1 with errno as of wire_wait() */
int wire_recv(struct wire *w, void *buf, size_t n);
/** wire_peek() - The same, leaving them there for the next to read */
int wire_peek(struct wire *w, void *buf, size_t n);
/** wire_send() - All of @buf; 0 or -1 with errno as of wire_wait() */
int wire_send(struct wire *w, const void *buf, size_t n);
/** wire_recv_word() - One XDR unsigned int */
int wire_recv_word(struct wire *w, uint32_t *ret_word);
int wire_send_word(struct wire *w, uint32_t word);

#endif
