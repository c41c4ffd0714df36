/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The API call that the main thread serves now: its state on the wire. */
#ifndef DAEMON_CALL_H
#define DAEMON_CALL_H

#include <rpc/xdr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "guestfs_protocol.h"

/**
 * struct call - The current call
 * @head:	Header of its message
 * @failed:	An error is queued
 * @err:	Its errno, or 0
 * @message:	Its text
 * @replied:	The reply is sent (FileOut sends it before its chunks)
 * @filein:	Chunks of the library are still to come
 * @started:	When it came, on the monotonic clock
 * @progress_at: When the next progress message may go
 * @progress_sent: One has gone
 */
struct call {
	struct guestfs_message_header head;
	bool failed;
	int err;
	char *message;
	bool replied;
	bool filein;
	struct timespec started;
	struct timespec progress_at;
	bool progress_sent;
};

/** call_current() - The call being served */
struct call *call_current(void);
/** call_begin() - A message with header @head came; @filein: chunks follow */
void call_begin(const struct guestfs_message_header *head, bool filein);
/**
 * call_finish() - Send the reply, be it the queued error or @ret
 * @xret:	XDR routine of the result, or NULL where there is none
 * @ret:	The result
 *
 * What is left of a FileIn is given up first.
 */
void call_finish(xdrproc_t xret, void *ret);
/** call_send_ok() - Send the reply now, before a FileOut's chunks */
void call_send_ok(void);
/** call_forget_error() - The queued error was about something that the call
 * can do without */
void call_forget_error(void);
/** filein_give_up() - Cancel a FileIn and drop what still comes */
void filein_give_up(void);
/** call_buffer() - The one buffer that outgoing messages are encoded in */
char *call_buffer(size_t *ret_size);

#endif
