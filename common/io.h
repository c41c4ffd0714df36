/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole reads and writes, small files. */
#ifndef COMMON_IO_H
#define COMMON_IO_H

#include <stddef.h>
#include <sys/types.h>

/** io_read_full() - read(2) until @n bytes or end of file; bytes read or -1 */
ssize_t io_read_full(int fd, void *buf, size_t n);
/** io_write_full() - write(2) all of @buf; 0, or -1 with errno */
int io_write_full(int fd, const void *buf, size_t n);
/**
 * io_read_file() - A small file as a string
 * @path:	File to read
 * @max:	Refuse more than this many bytes (EFBIG)
 * @ret_len:	Its length in bytes, or NULL
 *
 * Return:	NUL-terminated content, the caller frees, or NULL with errno
 */
char *io_read_file(const char *path, size_t max, size_t *ret_len);
char *io_read_fd(int fd, size_t max, size_t *ret_len);
/** io_write_file() - Replace a file's content; 0 or -1 with errno */
int io_write_file(const char *path, const char *content);

#endif
