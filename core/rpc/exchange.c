/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rpc/exchange.h"

#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"
#include "rpc/decode.h"

int exchange_broken(struct exchange *e, const char *why)
{
	e->broken = why;
	errno = EPROTO;
	return -1;
}

int exchange_progress(struct exchange *e)
{
	struct guestfs_progress p;
	char buf[DECODE_PROGRESS];

	if (wire_recv(&e->wire, buf, sizeof(buf)) < 0)
		return -1;
	if (!decode_progress(buf, &p) || p.proc != e->proc ||
	    p.serial != e->serial)
		return exchange_broken(e, "progress of another call");
	event_array(e->wire.g, GUESTFS_EVENT_PROGRESS,
		    (uint64_t[]){ p.proc, p.serial, p.position, p.total }, 4);
	return 0;
}

void exchange_local_error(struct exchange *e, int err, const char *name)
{
	if (!e->local_err) {
		e->local_err = err;
		e->local_name = name;
	}
}

bool exchange_must_stop(struct exchange *e)
{
	if (e->wire.g->user_cancel)
		e->user_cancelled = true;
	return e->user_cancelled || e->local_err;
}

static int recv_message(struct exchange *e, uint32_t len)
{
	if (e->message)
		return exchange_broken(e, "a second reply");
	if (len < DECODE_HEADER || len > GUESTFS_MESSAGE_MAX)
		return exchange_broken(e, "impossible length of a message");
	e->message = handle_malloc(e->wire.g, len);
	e->message_len = len;
	return wire_recv(&e->wire, e->message, len);
}

static int recv_one(struct exchange *e)
{
	uint32_t word;

	if (wire_recv_word(&e->wire, &word) < 0)
		return -1;
	switch (word) {
	case GUESTFS_PROGRESS_FLAG:
		return exchange_progress(e);
	case GUESTFS_CANCEL_FLAG:
		if (!e->sends_files)
			return exchange_broken(e, "cancels what is not sent");
		e->daemon_cancelled = true;
		return 0;
	case GUESTFS_PIECE_FLAG:
		if (!e->turns)
			return exchange_broken(e, "gives back what it has not");
		e->turns--;
		return 0;
	case GUESTFS_LAUNCH_FLAG:
		/* Said before a snapshot of it was restored */
		if (e->proc != GUESTFS_PROC_HELLO)
			return exchange_broken(e, "started anew");
		return 0;
	default:
		return recv_message(e, word);
	}
}

int exchange_recv(struct exchange *e, bool once)
{
	do {
		if (recv_one(e) < 0)
			return -1;
	} while (!once && !e->message);
	return 0;
}
