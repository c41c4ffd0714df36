/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One call in flight. */
#ifndef CORE_EXCHANGE_H
#define CORE_EXCHANGE_H

#include "rpc/wire.h"

/**
 * struct exchange - A call from its first byte to its last
 * @wire:		Its bytes
 * @proc:		Procedure
 * @serial:		Serial number
 * @sends_files:	Has FileIn: the daemon may cancel
 * @hint:		Bytes in those files where it can be known, or 0
 * @turns:		Pieces of the slot that the daemon has, and holes
 * @daemon_cancelled:	It has
 * @user_cancelled:	We have, because the program asked
 * @local_err:		errno of a failure with a file on the host, or 0
 * @local_name:		That file
 * @message:		The reply, once it is here; freed by the owner
 * @message_len:	Its bytes
 * @broken:		What makes the connection useless, or NULL
 */
struct exchange {
	struct wire wire;
	uint32_t proc, serial;
	bool sends_files;
	uint64_t hint;
	unsigned int turns;
	bool daemon_cancelled, user_cancelled;
	int local_err;
	const char *local_name;
	char *message;
	size_t message_len;
	const char *broken;
};

/*
 * All return 0, or -1: the connection is useless, either @broken says why or
 * errno does (ECONNRESET, ETIMEDOUT, EINTR).
 */

/** exchange_broken() - The daemon does not keep to the protocol; -1 */
int exchange_broken(struct exchange *e, const char *why);
/** exchange_recv() - Take what the daemon says next; ends with the reply in
 * @message, or before that with @once */
int exchange_recv(struct exchange *e, bool once);
/** exchange_progress() - A progress message, after its flag */
int exchange_progress(struct exchange *e);
/** exchange_local_error() - Remember what went wrong with a file of ours */
void exchange_local_error(struct exchange *e, int err, const char *name);
/** exchange_must_stop() - Whether the program wants no more, or we cannot */
bool exchange_must_stop(struct exchange *e);
/** exchange_send_file() - A FileIn from @fd, to its end or a cancel */
int exchange_send_file(struct exchange *e, int fd, const char *name);
/** exchange_recv_file() - A FileOut into the file @name, to its end; cancels
 * where that cannot be written */
int exchange_recv_file(struct exchange *e, const char *name);

#endif
