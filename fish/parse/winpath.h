/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "win:C:\Windows" as a path of the guest. */
#ifndef FISH_WINPATH_H
#define FISH_WINPATH_H

#include "guestfs.h"

/**
 * winpath() - The guest path that a word names
 * @g:		Handle
 * @word:	Anything; only what begins with "win:" is changed
 *
 * The drive's letter becomes the place where inspection found the drive and
 * where it is mounted; without a letter it is C. C itself is / when nothing is
 * known of it. Then the names are looked up in any case.
 *
 * Return:	A string that the caller frees, or NULL once the library has
 *		reported an error
 */
char *winpath(guestfs_h *g, const char *word);

#endif
