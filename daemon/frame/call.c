// SPDX-License-Identifier: GPL-2.0-or-later
#include "call.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "errname.h"
#include "log.h"
#include "port.h"
#include "reply.h"

static struct call current;
/* The largest message and its length word */
static char buffer[4 + GUESTFS_MESSAGE_MAX];

struct call *call_current(void)
{
	return &current;
}

char *call_buffer(size_t *ret_size)
{
	*ret_size = sizeof(buffer);
	return buffer;
}

void call_begin(const struct guestfs_message_header *head, bool filein)
{
	free(current.message);
	current = (struct call){ .head = *head, .filein = filein };
	clock_gettime(CLOCK_MONOTONIC, &current.started);
	current.progress_at = current.started;
	/* Short work needs no progress bar. */
	current.progress_at.tv_sec += 2;
}

void call_forget_error(void)
{
	if (current.failed)
		log_debug("passed over: %s", current.message);
	free(current.message);
	current.message = NULL;
	current.failed = false;
}

/* Encode a reply behind room for the length word; 0 where it does not fit. */
static size_t encode(enum guestfs_message_status status, xdrproc_t proc,
		     void *data)
{
	struct guestfs_message_header head = {
		.prog = GUESTFS_PROGRAM,
		.vers = GUESTFS_PROTOCOL_VERSION,
		.proc = current.head.proc,
		.direction = GUESTFS_DIRECTION_REPLY,
		.serial = current.head.serial,
		.status = status,
	};
	size_t len = 0;
	uint32_t word;
	XDR xdr;

	xdrmem_create(&xdr, buffer + 4, sizeof(buffer) - 4, XDR_ENCODE);
	if (xdr_guestfs_message_header(&xdr, &head) &&
	    (!proc || proc(&xdr, data)))
		len = xdr_getpos(&xdr);
	xdr_destroy(&xdr);
	word = htonl(len);
	memcpy(buffer, &word, 4);
	return len ? len + 4 : 0;
}

static void send_error(void)
{
	struct guestfs_message_error e = {
		.errno_name = (char *)(current.err ? errname(current.err) : ""),
		.message = current.message ? current.message
					   : (char *)"unknown error",
	};
	size_t len = encode(GUESTFS_STATUS_ERROR,
			    (xdrproc_t)xdr_guestfs_message_error, &e);

	log_debug("proc %u: error: %s", current.head.proc, e.message);
	port_write(buffer, len);
	current.replied = true;
}

void call_send_ok(void)
{
	port_write(buffer, encode(GUESTFS_STATUS_OK, NULL, NULL));
	current.replied = true;
}

void call_finish(xdrproc_t xret, void *ret)
{
	size_t len;

	if (current.filein)
		filein_give_up();
	if (current.replied)
		return;
	if (current.failed) {
		send_error();
		return;
	}
	len = encode(GUESTFS_STATUS_OK, xret, ret);
	if (!len) {
		reply_error(EMSGSIZE,
			    "the result is larger than a message "
			    "can be (%d bytes)",
			    GUESTFS_MESSAGE_MAX);
		send_error();
		return;
	}
	port_write(buffer, len);
	current.replied = true;
}
