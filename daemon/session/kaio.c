// SPDX-License-Identifier: GPL-2.0-or-later
#include "kaio.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Each thread has one, for as long as the daemon lives. */
static _Thread_local aio_context_t context;

void kaio_read(struct iocb *cb, size_t i, int fd, void *buf, size_t size,
	       off_t offset)
{
	memset(cb, 0, sizeof(*cb));
	cb->aio_data = i;
	cb->aio_lio_opcode = IOCB_CMD_PREAD;
	cb->aio_fildes = fd;
	cb->aio_buf = (uintptr_t)buf;
	cb->aio_nbytes = size;
	cb->aio_offset = offset;
}

size_t kaio_begin(aio_context_t *ctx, struct iocb *cbs, size_t n, ssize_t *ret)
{
	struct iocb *list[KAIO_MAX];
	size_t done = 0;

	for (size_t i = 0; i < n; i++)
		ret[i] = -EAGAIN;
	if (n > KAIO_MAX)
		n = KAIO_MAX;
	if (!*ctx && syscall(SYS_io_setup, KAIO_MAX, ctx) < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		list[i] = &cbs[i];
	while (done < n) {
		long r = syscall(SYS_io_submit, *ctx, n - done, list + done);

		if (r <= 0)
			break;
		done += r;
	}
	return done;
}

void kaio_end(aio_context_t ctx, size_t under_way, ssize_t *ret)
{
	struct io_event events[KAIO_MAX];

	/* The memory is the kernel's until each has come back. */
	while (under_way) {
		long r = syscall(SYS_io_getevents, ctx, 1, under_way, events,
				 NULL);

		if (r < 0 && errno != EINTR)
			break;
		for (long i = 0; i < r; i++) {
			if (events[i].data < KAIO_MAX)
				ret[events[i].data] = events[i].res;
			under_way--;
		}
	}
}

void kaio_free(aio_context_t ctx)
{
	if (ctx)
		syscall(SYS_io_destroy, ctx);
}

void kaio_run(struct iocb *cbs, size_t n, ssize_t *ret)
{
	kaio_end(context, kaio_begin(&context, cbs, n, ret), ret);
}
