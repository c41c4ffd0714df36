/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cachedir.h"

#include <sys/stat.h>

#include "cleanup.h"
#include "impl.h"

/**
 * cachedir_get() - The user's own directory below the cache directory
 * @g:		Handle
 * @create:	Make it where it is missing
 *
 * The cache directory is often world-writable: what is not a directory of our
 * own that nobody else can write to is not used. Others may read it, for other
 * programs of this family make it like that; each file of ours is private.
 *
 * Return:	Path, the caller frees, or NULL; no error is set
 */
char *cachedir_get(guestfs_h *g, bool create)
{
	cleanup_free char *top = impl_get_cachedir(g);
	cleanup_free char *path = NULL;
	struct stat st;

	if (!top)
		return NULL;
	path = handle_asprintf(g, "%s/.guestfs-%d", top, (int)geteuid());
	if (create)
		mkdir(path, 0700);
	if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) ||
	    st.st_uid != geteuid() || (st.st_mode & 022))
		return NULL;
	return steal_ptr(&path);
}
