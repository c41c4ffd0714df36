/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing files. */
#ifndef DAEMON_SESSION_DATA_H
#define DAEMON_SESSION_DATA_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct handle;

/**
 * data_write() - Write until all is written or nothing more can be
 * @h:		A regular file, open for writing
 * @buf:	Data
 * @size:	Bytes
 * @offset:	In the file
 * @direct:	@buf suits O_DIRECT: it is aligned
 *
 * Return:	bytes written, or -1 with errno where none was
 */
ssize_t data_write(struct handle *h, const char *buf, size_t size,
		   uint64_t offset, bool direct);

#endif
