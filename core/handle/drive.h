/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of drives, until launch. */
#ifndef CORE_DRIVE_H
#define CORE_DRIVE_H

#include "handle/handle.h"

#define DRIVE_MAX	255 /* guestfs_max_disks() */
#define DRIVE_LABEL_MAX 20  /* bytes: a virtio-blk serial number's size */

/** drive_finish() - Free a drive's strings, remove a scratch file */
void drive_finish(struct drive *d);
/** drive_finish_all() - All drives of a handle */
void drive_finish_all(guestfs_h *g);

/**
 * drive_check() - Are the words of add_drive well-formed and consistent?
 * @g:		Handle; the other drives' labels are looked at
 * @d:		Candidate, its path as the program gave it
 *
 * Looks at no file. Return: 0, or -1 with the error set
 */
int drive_check(guestfs_h *g, const struct drive *d);
/**
 * drive_check_file() - Can qemu use this file?
 * @g:		Handle
 * @d:		Candidate of protocol "file"; its path becomes absolute, and
 *		its format is settled where the program gave none (format.h)
 *
 * Return:	0, or -1 with the error set
 */
int drive_check_file(guestfs_h *g, struct drive *d);

#endif
