/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many reads under way at once: io_submit(2), which glibc has no function for.
 * Given all together, neighbours on the disk become one request.
 */
#ifndef DAEMON_SESSION_KAIO_H
#define DAEMON_SESSION_KAIO_H

#include <linux/aio_abi.h>
#include <stddef.h>
#include <sys/types.h>

#define KAIO_MAX 256 /* at once */

/** kaio_read() - Describe a read, the @i'th of its batch */
void kaio_read(struct iocb *cb, size_t i, int fd, void *buf, size_t size,
	       off_t offset);
/**
 * kaio_run() - Do them all
 * @cbs:	Reads, made by kaio_read() of 0, 1, ...
 * @n:		Their number
 * @ret:	Receives the result of each: bytes, or an errno below 0
 *
 * Those that the kernel does not take get -EAGAIN.
 */
void kaio_run(struct iocb *cbs, size_t n, ssize_t *ret);

/**
 * kaio_begin() - The same without waiting
 * @ctx:	For these alone; 0 at first
 *
 * Return:	how many are under way, for kaio_end()
 */
size_t kaio_begin(aio_context_t *ctx, struct iocb *cbs, size_t n, ssize_t *ret);
/** kaio_end() - Wait for them */
void kaio_end(aio_context_t ctx, size_t under_way, ssize_t *ret);
/** kaio_free() - Give a context back; nothing may be under way. 0 is fine */
void kaio_free(aio_context_t ctx);

#endif
