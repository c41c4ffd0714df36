/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drive letters of Windows. */
#ifndef DAEMON_INSPECT_DRIVES_H
#define DAEMON_INSPECT_DRIVES_H

#include "devs.h"

/** drives_letter() - 'C' of "\DosDevices\C:", 0 for other value names */
char drives_letter(const char *name);
/**
 * drives_device() - The partition that a value of MountedDevices means
 * @d:		What there is
 * @buf:	12 bytes: disk id of an MBR and byte offset; or "DMIO:ID:" and a
 *		GPT partition's GUID; anything else is no partition
 * @len:	Its length; untrusted
 *
 * Return:	the partition, inside @d, or NULL
 */
const struct insp_dev *drives_device(const struct insp_devs *d, const void *buf,
				     size_t len);

#endif
