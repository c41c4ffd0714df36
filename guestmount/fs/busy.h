/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who keeps a mount busy. */
#ifndef FS_BUSY_H
#define FS_BUSY_H

/**
 * busy_holders() - Processes that use something below a mount point
 * @path:	Mount point, absolute
 *
 * Looks at working directory, root, program, open files and mappings as far as
 * /proc lets us see them; the mount itself is not touched.
 *
 * Return:	"sleep (1234), bash (99)", the caller frees; NULL when none is
 *		seen
 */
char *busy_holders(const char *path);

#endif
