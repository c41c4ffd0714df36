/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One session port: requests to the daemon, one at a time. */
#ifndef GUESTMOUNT_FS_CONN_H
#define GUESTMOUNT_FS_CONN_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <rpc/types.h>
#include <rpc/xdr.h>

#include "session.h"

struct mount;

/**
 * struct fs_slot - Memory shared with the daemon
 * @base:	Our mapping of it, or NULL where there is none
 * @size:	Bytes
 */
struct fs_slot {
	char *base;
	size_t size;
};

struct mailbox;

/**
 * struct conn - A session port and who uses it
 * @mount:	The mount it belongs to
 * @lock:	Held through a call; the keeper borrows idle ports by it
 * @fd:		Socket
 * @pidfd:	Readable once the appliance is gone, or -1
 * @slot:	Shared memory of this port; what is in it is the guest's
 * @mapped:	Size of the whole mapping at @slot.base
 * @mail:	Mailbox at its end, which @slot.size leaves out, or NULL
 * @mail_seq:	Number of the last request put there
 * @mail_waits:	Its answer is still to come
 * @serial:	Of the last message sent
 * @dead:	Broken for ever: every call is EIO at once
 * @buf:	Message buffer
 * @cap:	Its size
 * @data:	Room for the data of a read, FS_INLINE_MAX bytes, or NULL
 * @busy:	Odd while the worker is in a request
 */
struct conn {
	struct mount *mount;
	pthread_mutex_t lock;
	int fd;
	int pidfd;
	struct fs_slot slot;
	size_t mapped;
	struct mailbox *mail;
	uint32_t mail_seq;
	bool mail_waits;
	uint32_t serial;
	atomic_bool dead;
	char *buf;
	size_t cap;
	char *data;
	_Atomic uint64_t busy;
};

/** conn_init() - Take duplicates of @fd and @pidfd; 0 or -1 with errno */
int conn_init(struct conn *c, struct mount *m, int fd, int pidfd,
	      const struct fs_slot *slot);
/** conn_finish() - Close; a zeroed struct is fine */
void conn_finish(struct conn *c);
/** conn_mail() - Put requests into the mailbox from now on */
void conn_mail(struct conn *c);
/** conn_bind() - Make @c the calling thread's connection */
void conn_bind(struct conn *c);
/** conn_self() - The calling thread's connection */
struct conn *conn_self(void);

/**
 * conn_call() - One request and its answer
 * @c:		Connection
 * @proc:	Request
 * @xargs:	XDR routine of the arguments
 * @args:	The arguments
 * @xret:	XDR routine of the result, or NULL
 * @ret:	Receives it, zeroed by the caller; xdr_free() frees
 *
 * Never waits for an appliance that has gone.
 *
 * Return:	0, or the errno to answer the kernel with
 */
int conn_call(struct conn *c, enum fs_proc proc, xdrproc_t xargs, void *args,
	      xdrproc_t xret, void *ret);
/** conn_tell() - A request that has no answer; errors show at the next call */
void conn_tell(struct conn *c, enum fs_proc proc, xdrproc_t xargs, void *args);
/** conn_try_tell() - The same unless the port is in use: false then */
bool conn_try_tell(struct conn *c, enum fs_proc proc, xdrproc_t xargs,
		   void *args);

/**
 * conn_decode() - Check and decode a reply
 * @buf:	The message after its length word, untrusted
 * @len:	Its length
 * @proc:	Request it must answer
 * @serial:	Serial number it must carry
 * @xret:	XDR routine of the result, or NULL
 * @ret:	Receives it
 * @ret_err:	Receives the errno of a daemon's error reply, 0 for success
 *
 * Return:	0, or -1 when it is rubbish
 */
int conn_decode(char *buf, size_t len, enum fs_proc proc, uint32_t serial,
		xdrproc_t xret, void *ret, int *ret_err);

#define XDR_OF(type) ((xdrproc_t)xdr_##type)
/** CALL() - conn_call() with the types' XDR routines */
#define CALL(c, proc, atype, args, rtype, ret)                                 \
	conn_call(c, proc, XDR_OF(atype), args, XDR_OF(rtype), ret)
/** CALL0() - The same for a request without a result */
#define CALL0(c, proc, atype, args)                                            \
	conn_call(c, proc, XDR_OF(atype), args, NULL, NULL)

#endif
