/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of open files, for requests that do more than set them. */
#ifndef DAEMON_SESSION_SETATTR_H
#define DAEMON_SESSION_SETATTR_H

#include "handle.h"
#include "serve.h"
#include "xdr.h"

/**
 * setattr_open() - Set attributes of an open file
 * @h:		Its handle
 * @a:		What to set; names the same node
 *
 * Return:	0, or -1 with errno
 */
int setattr_open(const struct handle *h, const struct fs_setattr_args *a);
/**
 * setattr_write() - Write the beginning of a file, then set attributes
 * @s:		Port whose slot has the data
 * @one:	What to write and to set
 * @ret:	Receives the attributes then
 *
 * Return:	0, or -1 with errno
 */
int setattr_write(struct session *s, const struct fs_write_one *one,
		  struct fs_attr *ret);

#endif
