/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening what a call may read or write: files of the guest, and devices. */
#ifndef DAEMON_GUESTFILE_H
#define DAEMON_GUESTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** guestfile_is_device() - Whether a "device or path" argument is a device */
bool guestfile_is_device(const char *name);
/** guestfile_user_name() - What the user calls it; the caller frees */
char *guestfile_user_name(const char *name);
/** guestfile_open() - A file for reading; directories are refused. Return:
 * descriptor, or -1 once the error is queued */
int guestfile_open(const char *path);
/** guestfile_open_either() - open(2) of a guest path, or of a device, which is
 * neither made nor cut. Return: descriptor, or -1 with errno */
int guestfile_open_either(const char *name, int flags);
/** guestfile_size() - Bytes in an open file or device; -1 with errno, EISDIR
 * for directories */
int guestfile_size(int fd, uint64_t *ret);
/** guestfile_pread() - Part of a file or device, for a call's answer. The
 * caller frees; NULL once the error is queued */
char *guestfile_pread(const char *name, int count, int64_t offset,
		      size_t *ret_size);
/** guestfile_pwrite() - Write to a part of one that is there. Return: bytes
 * written, or -1 once the error is queued */
int guestfile_pwrite(const char *name, const char *content, size_t n,
		     int64_t offset);

#endif
