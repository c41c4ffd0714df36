/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Temporary files of the host. */
#ifndef FISH_TMPFILE_H
#define FISH_TMPFILE_H

/** tmpfile_unnamed() - A file that is gone when closed; -1 with errno */
int tmpfile_unnamed(void);
/**
 * tmpfile_dir() - A new directory, mode 0700
 *
 * Return:	Its name, which the caller frees, or NULL with errno
 */
char *tmpfile_dir(void);

#endif
