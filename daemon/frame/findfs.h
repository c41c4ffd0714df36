/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding a device by what is on it. */
#ifndef DAEMON_FINDFS_H
#define DAEMON_FINDFS_H

/**
 * findfs() - The first device with a label or UUID
 * @key:	"LABEL" or "UUID" (letters of either case are the same then)
 * @value:	The one wanted
 * @type:	Only this type, "swap"; or NULL for any
 *
 * Return:	Its kernel path, the caller frees; NULL once the error (ENOENT)
 *		is queued
 */
char *findfs(const char *key, const char *value, const char *type);

#endif
