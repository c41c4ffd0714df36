/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The procedures of common/session.x. */
#ifndef DAEMON_SESSION_PROCS_H
#define DAEMON_SESSION_PROCS_H

#include <errno.h>
#include <stdbool.h>

#include "serve.h"
#include "xdr.h"

/* flags of struct proc */
#define PROC_WRITES  1 /* changes the tree: refused in a read-only session */
#define PROC_SILENT  2 /* is not answered */
#define PROC_STRINGS 4 /* has strings, which must not hold NUL */
#define PROC_INIT    8 /* enters the gate by itself */

/**
 * struct proc - One procedure
 * @fn:		Carries it out: 0, or -1 with errno. What it stores in the
 *		result belongs to the session and is not freed.
 * @xargs:	XDR routine of the arguments, or NULL
 * @args_size:	Size of their struct
 * @xret:	XDR routine of the result, or NULL
 * @ret_size:	Size of its struct
 * @flags:	PROC_*
 */
struct proc {
	int (*fn)(struct session *s, void *args, void *ret);
	xdrproc_t xargs;
	size_t args_size;
	xdrproc_t xret;
	size_t ret_size;
	unsigned int flags;
};

/** proc_find() - A procedure by its number, or NULL */
const struct proc *proc_find(unsigned int nr);

/* One function for each procedure: FS_LOOKUP is fs_do_lookup, ... */
#define PROC_FN(name) int name(struct session *s, void *args, void *ret)

PROC_FN(fs_do_init);
PROC_FN(fs_do_lookup);
PROC_FN(fs_do_forget);
PROC_FN(fs_do_getattr);
PROC_FN(fs_do_setattr);
PROC_FN(fs_do_readlink);
PROC_FN(fs_do_mknod);
PROC_FN(fs_do_mkdir);
PROC_FN(fs_do_symlink);
PROC_FN(fs_do_unlink);
PROC_FN(fs_do_rmdir);
PROC_FN(fs_do_rename);
PROC_FN(fs_do_link);
PROC_FN(fs_do_open);
PROC_FN(fs_do_create);
PROC_FN(fs_do_read);
PROC_FN(fs_do_write);
PROC_FN(fs_do_release);
PROC_FN(fs_do_fsync);
PROC_FN(fs_do_opendir);
PROC_FN(fs_do_readdir);
PROC_FN(fs_do_statfs);
PROC_FN(fs_do_setxattr);
PROC_FN(fs_do_getxattr);
PROC_FN(fs_do_listxattr);
PROC_FN(fs_do_removexattr);
PROC_FN(fs_do_fallocate);
PROC_FN(fs_do_lseek);
PROC_FN(fs_do_copy_range);
PROC_FN(fs_do_getflags);
PROC_FN(fs_do_setflags);
PROC_FN(fs_do_sync);
PROC_FN(fs_do_exit);
PROC_FN(fs_do_open_read);
PROC_FN(fs_do_read_many);
PROC_FN(fs_do_write_set);
PROC_FN(fs_do_release_many);
PROC_FN(fs_do_batch);
PROC_FN(fs_do_map);

/** fs_fail() - Set errno and return -1 */
static inline int fs_fail(int err)
{
	errno = err;
	return -1;
}

/** fs_name_check() - Refuse a name that is none; 0, or -1 with EINVAL */
int fs_name_check(const char *name);

#endif
