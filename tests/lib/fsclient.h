/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session server in this process, and a client that speaks to it. */
#ifndef TESTS_FSCLIENT_H
#define TESTS_FSCLIENT_H

#include <stddef.h>
#include <stdint.h>

#include <guestfs_protocol.h>
#include <session.h>

#define FC_SLOT_SIZE (4u << 20)

/**
 * struct fc - A port, its slot, and the thread that serves it
 * @fd:		Our end
 * @slot:	FC_SLOT_SIZE bytes, or NULL
 */
struct fc;
struct mailbox;

/** fc_new() - Serve from a new thread; @slot: whether with a slot */
struct fc *fc_new(int slot);
void fc_free(struct fc *c);
int fc_fd(struct fc *c);
char *fc_slot(struct fc *c);

/** fc_call() - One request; 0, or -1 with the errno of the reply. xdr_free()
 * frees what @ret holds. */
int fc_call(struct fc *c, unsigned int proc, xdrproc_t xargs, void *args,
	    xdrproc_t xret, void *ret);
/** fc_send() - A request without waiting for the reply */
void fc_send(struct fc *c, unsigned int proc, xdrproc_t xargs, void *args);
/** fc_raw() - Send bytes as one message; the reply's errno, 0 if OK, or -1 at
 * the end of file */
int fc_raw(struct fc *c, const void *msg, size_t len);

/**
 * fc_mail() - FS_INIT that wants, or gives back, the mailbox
 * @c:		Client
 * @wanted:	Whether requests that fit shall go by it from now on
 *
 * Return:	what the server says to it, or -1
 */
int fc_mail(struct fc *c, int wanted);
/** fc_mailbox() - Where the mailbox is in the slot, in use or not */
struct mailbox *fc_mailbox(struct fc *c);

/* Requests in short. Those that return a node give 0 on failure, and the
 * attributes through @e where it is not NULL.
 */
int fc_init(struct fc *c, int readonly, int case_mode);
uint64_t fc_lookup(struct fc *c, uint64_t dir, const char *name,
		   struct fs_entry *e);
void fc_forget(struct fc *c, uint64_t node, uint64_t n);
int fc_getattr(struct fc *c, uint64_t node, uint64_t handle, struct fs_attr *a);
uint64_t fc_make(struct fc *c, unsigned int proc, uint64_t dir,
		 const char *name, unsigned int mode);
int fc_name(struct fc *c, unsigned int proc, uint64_t dir, const char *name);
int fc_rename(struct fc *c, uint64_t from, const char *old, uint64_t to,
	      const char *new, unsigned int flags);
uint64_t fc_link(struct fc *c, uint64_t node, uint64_t to, const char *name);
uint64_t fc_open(struct fc *c, uint64_t node, unsigned int flags);
uint64_t fc_create(struct fc *c, uint64_t dir, const char *name,
		   unsigned int flags, unsigned int mode, struct fs_entry *e);
uint64_t fc_opendir(struct fc *c, uint64_t node);
void fc_release(struct fc *c, uint64_t handle);
/** fc_read() - Bytes read, -1; through the slot or inline as the port has it */
long fc_read(struct fc *c, uint64_t handle, void *buf, size_t n, uint64_t off);
long fc_write(struct fc *c, uint64_t handle, const void *buf, size_t n,
	      uint64_t off);
/** fc_readdir() - One batch; @buf must hold @n bytes. Bytes, or -1. */
long fc_readdir(struct fc *c, uint64_t handle, void *buf, size_t n,
		uint64_t cookie, int *ret_eof);

#endif
