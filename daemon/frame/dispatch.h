/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all API calls share: decode, check, translate, call, answer. */
#ifndef DAEMON_DISPATCH_H
#define DAEMON_DISPATCH_H

#include <rpc/xdr.h>

#include "frame/callinfo.h"
#include "guestfs_protocol.h"

/** dispatch_find() - The call of a procedure number, or NULL */
const struct callinfo *dispatch_find(unsigned int proc);
/**
 * dispatch_call() - Serve one call, up to and including its reply
 * @head:	Header of the message
 * @xdr:	Positioned at the arguments
 */
void dispatch_call(const struct guestfs_message_header *head, XDR *xdr);
/** dispatch_changes_tree() - Whether what sessions have cached may be wrong
 * after a call of this name */
bool dispatch_changes_tree(const struct callinfo *ci);

#endif
