/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A request and its answer in shared memory: the last MAILBOX_SIZE bytes of a
 * session port's slot, once FS_INIT has agreed on that.
 *
 * Over the port a request wakes a thread of qemu's and takes an interrupt on
 * its way to the daemon. So one that has answered looks into the mailbox for a
 * moment before it waits at the port; only while it does not look is it woken
 * over the port, by the word MAILBOX_BELL. It says that it looks, then looks
 * once more after it has said that it does not, so that nothing is missed; a
 * bell may come late, and then means nothing. Answers are told by a bell, too:
 * the host has no processor to spare for looking. A message that does not fit
 * goes over the port.
 */
#ifndef COMMON_MAILBOX_H
#define COMMON_MAILBOX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* MAILBOX_ROOM: bytes of a message without its length word; MAILBOX_BELL: no
 * length of a message; a slot below MAILBOX_SLOT_MIN is wanted for data.
 */
#define MAILBOX_SIZE	 (256u << 10)
#define MAILBOX_SLOT_MIN (2u << 20)
#define MAILBOX_ROOM	 (126u << 10)
#define MAILBOX_BELL	 0xf5f5be11u

/**
 * struct mailbox - Its head; the messages follow at 4096
 * @asked:	Requests put in so far
 * @guest_looks: The daemon will see a request without a bell
 * @ask_len:	Bytes of the request
 * @answered:	Requests answered so far
 * @host_looks:	The library will see an answer without a bell
 * @answer_len:	Bytes of the answer
 */
struct mailbox {
	_Atomic uint32_t asked;
	_Atomic uint32_t guest_looks;
	_Atomic uint32_t ask_len;
	char pad[64 - 3 * 4];
	_Atomic uint32_t answered;
	_Atomic uint32_t answer_len;
};

static inline char *mailbox_ask(struct mailbox *m)
{
	return (char *)m + 4096;
}

static inline char *mailbox_answer(struct mailbox *m)
{
	return (char *)m + 4096 + MAILBOX_ROOM;
}

_Static_assert(4096 + 2 * MAILBOX_ROOM == MAILBOX_SIZE, "layout");

#endif
