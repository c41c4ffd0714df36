/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One port: its requests, one after another. */
#ifndef DAEMON_SESSION_SERVE_H
#define DAEMON_SESSION_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct batch_result;
struct fs_extent;
struct fs_many_one;
struct fs_spare;
struct mailbox;

/**
 * struct session - A port and what its host said in FS_INIT
 * @port_nr:	Number, for messages
 * @fd:		The port
 * @slot:	Shared with the host, which may change it at any time: written
 *		to, or read as file data, but never read as anything else
 * @slot_size:	Its size, 0 where there is none
 * @readonly:	Refuse what changes the tree
 * @case_mode:	enum fs_case
 * @generation:	Of the tables at this port's last FS_INIT
 * @data:	For data of a reply that is not in the slot, FS_INLINE_MAX
 *		bytes, allocated when first needed
 * @text:	For a string of a reply
 * @many:	For the reply to FS_READ_MANY
 * @batch:	For the reply to FS_BATCH
 * @spares:	For replies with spares
 * @extents:	For the reply to FS_MAP
 * @mail:	Mailbox at the end of the slot, which @slot_size leaves out, or
 *		NULL
 * @mail_seen:	The last request taken from it
 * @look_nsec:	How long to look into it for the next one
 * @look_tries:	Counts requests after which nobody looked
 *
 * Used by its thread only.
 */
struct session {
	unsigned int port_nr;
	int fd;
	char *slot;
	size_t slot_size;
	bool readonly;
	int case_mode;
	unsigned int generation;
	char *data;
	char text[4097];
	struct fs_many_one *many;
	struct batch_result *batch;
	struct fs_spare *spares;
	struct fs_extent *extents;
	struct mailbox *mail;
	uint32_t mail_seen;
	long look_nsec;
	unsigned int look_tries;
};

/**
 * struct serve_reply - A message that is ready to be sent
 * @buf:	Length word, header, body
 * @len:	Bytes in it; 0: nothing to send
 * @cap:	Allocated
 */
struct serve_reply {
	char *buf;
	size_t len;
	size_t cap;
};

/**
 * serve_message() - Carry out one request
 * @s:		Port that it came from
 * @msg:	Header and arguments, without the length word
 * @len:	Their length in bytes
 * @reply:	Receives the answer
 *
 * Return:	0, or -1 when the port is beyond repair (no header in it)
 */
int serve_message(struct session *s, const char *msg, size_t len,
		  struct serve_reply *reply);

/** serve_data() - Where data of a reply goes: the port's slot or @data
 * @s:		Port
 * @slot:	Whether the request asks for the slot
 * @size:	Wanted bytes; cut to what there is
 * @ret_in_slot:	Receives whether it is the slot
 *
 * Return:	the buffer, or NULL with errno ENOMEM
 */
char *serve_data(struct session *s, bool slot, size_t *size, bool *ret_in_slot);

/** serve_start() - Set the calling thread up for requests; 0 or -1 */
int serve_start(void);
/** serve_loop() - Serve until the end of file
 * @wait:	The end of file only means that the host is not there yet
 *
 * Return:	0 at the end, -1 with errno
 */
int serve_loop(struct session *s, bool wait);
/** serve_finish() - Free what a session has; not @s itself */
void serve_finish(struct session *s);

#endif
