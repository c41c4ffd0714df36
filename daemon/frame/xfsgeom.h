/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The geometry of an XFS, as its programs print it. */
#ifndef DAEMON_XFSGEOM_H
#define DAEMON_XFSGEOM_H

#include <stdbool.h>
#include <stdint.h>

/**
 * xfsgeom_number() - A number
 * @text:	"data     =        bsize=4096   blocks=76800, imaxpct=25 ..."
 * @section:	"data"; its further lines begin with blanks
 * @key:	"blocks"
 *
 * Return:	It, or 0 where there is none
 */
uint64_t xfsgeom_number(const char *text, const char *section, const char *key);
/** xfsgeom_word() - What stands behind a section's name before the first
 * number, "internal log"; "" where nothing does. The caller frees. */
char *xfsgeom_word(const char *text, const char *section);

/** xfsgeom_takes_uuid() - Whether xfs_admin can do something with it: a UUID,
 * or one of the words it knows */
bool xfsgeom_takes_uuid(const char *uuid);

#endif
