/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that sfdisk(8) reads. */
#ifndef DAEMON_SFDISKLINE_H
#define DAEMON_SFDISKLINE_H

#include <stddef.h>

/** sfdiskline_room() - Bytes for sfdiskline_megabytes() of a line, with a
 * newline */
size_t sfdiskline_room(const char *line);
/**
 * sfdiskline_megabytes() - Copy a line whose numbers are megabytes
 * @out:	Where to, with the room that sfdiskline_room() told
 * @line:	"start,size,type", also with blanks or semicolons between, or
 *		"start=1, size=2"
 *
 * The start and the size get a unit where they are plain numbers; a start of
 * 0, where the table itself is, is left out.
 *
 * Return:	The end of what was written, which is a NUL
 */
char *sfdiskline_megabytes(char *out, const char *line);

#endif
