// SPDX-License-Identifier: GPL-2.0-or-later
#include "procs.h"

#include <string.h>

#include "cleanup.h"

#define ARGS(type) (xdrproc_t) xdr_##type, sizeof(struct type)
#define NONE	   NULL, 0
#define W	   PROC_WRITES
#define S	   PROC_STRINGS

static const struct proc procs[] = {
	[FS_INIT] = { fs_do_init, ARGS(fs_init_args), ARGS(fs_init_ret),
		      PROC_INIT },
	[FS_LOOKUP] = { fs_do_lookup, ARGS(fs_name_args), ARGS(fs_entry_ret),
			S },
	[FS_FORGET] = { fs_do_forget, ARGS(fs_forget_args), NONE, PROC_SILENT },
	[FS_GETATTR] = { fs_do_getattr, ARGS(fs_getattr_args),
			 ARGS(fs_attr_ret), 0 },
	[FS_SETATTR] = { fs_do_setattr, ARGS(fs_setattr_args),
			 ARGS(fs_attr_ret), W },
	[FS_READLINK] = { fs_do_readlink, ARGS(fs_node_args),
			  ARGS(fs_string_ret), 0 },
	[FS_MKNOD] = { fs_do_mknod, ARGS(fs_make_args), ARGS(fs_make_ret),
		       W | S },
	[FS_MKDIR] = { fs_do_mkdir, ARGS(fs_make_args), ARGS(fs_make_ret),
		       W | S },
	[FS_SYMLINK] = { fs_do_symlink, ARGS(fs_make_args), ARGS(fs_make_ret),
			 W | S },
	[FS_UNLINK] = { fs_do_unlink, ARGS(fs_name_args), NONE, W | S },
	[FS_RMDIR] = { fs_do_rmdir, ARGS(fs_name_args), NONE, W | S },
	[FS_RENAME] = { fs_do_rename, ARGS(fs_rename_args), NONE, W | S },
	[FS_LINK] = { fs_do_link, ARGS(fs_link_args), ARGS(fs_entry_ret),
		      W | S },
	[FS_OPEN] = { fs_do_open, ARGS(fs_open_args), ARGS(fs_open_ret), 0 },
	[FS_CREATE] = { fs_do_create, ARGS(fs_make_args), ARGS(fs_make_ret),
			W | S },
	[FS_READ] = { fs_do_read, ARGS(fs_read_args), ARGS(fs_data_ret), 0 },
	[FS_WRITE] = { fs_do_write, ARGS(fs_write_args), ARGS(fs_count_ret),
		       W },
	[FS_RELEASE] = { fs_do_release, ARGS(fs_handle_args), NONE,
			 PROC_SILENT },
	[FS_FSYNC] = { fs_do_fsync, ARGS(fs_handle_args), NONE, 0 },
	[FS_OPENDIR] = { fs_do_opendir, ARGS(fs_node_args), ARGS(fs_open_ret),
			 0 },
	[FS_READDIR] = { fs_do_readdir, ARGS(fs_read_args), ARGS(fs_data_ret),
			 0 },
	[FS_STATFS] = { fs_do_statfs, ARGS(fs_node_args), ARGS(fs_statfs_ret),
			0 },
	[FS_SETXATTR] = { fs_do_setxattr, ARGS(fs_setxattr_args), NONE, W | S },
	[FS_GETXATTR] = { fs_do_getxattr, ARGS(fs_name_args), ARGS(fs_data_ret),
			  S },
	[FS_LISTXATTR] = { fs_do_listxattr, ARGS(fs_node_args),
			   ARGS(fs_data_ret), 0 },
	[FS_REMOVEXATTR] = { fs_do_removexattr, ARGS(fs_name_args), NONE,
			     W | S },
	[FS_FALLOCATE] = { fs_do_fallocate, ARGS(fs_fallocate_args), NONE, W },
	[FS_LSEEK] = { fs_do_lseek, ARGS(fs_lseek_args), ARGS(fs_count_ret),
		       0 },
	[FS_COPY_RANGE] = { fs_do_copy_range, ARGS(fs_copy_range_args),
			    ARGS(fs_count_ret), W },
	[FS_GETFLAGS] = { fs_do_getflags, ARGS(fs_node_args),
			  ARGS(fs_flags_ret), 0 },
	[FS_SETFLAGS] = { fs_do_setflags, ARGS(fs_flags_args), NONE, W },
	[FS_SYNC] = { fs_do_sync, NONE, NONE, 0 },
	[FS_EXIT] = { fs_do_exit, NONE, NONE, PROC_INIT },
	[FS_OPEN_READ] = { fs_do_open_read, ARGS(fs_open_read_args),
			   ARGS(fs_open_read_ret), 0 },
	[FS_READ_MANY] = { fs_do_read_many, ARGS(fs_read_many_args),
			   ARGS(fs_read_many_ret), 0 },
	[FS_WRITE_SET] = { fs_do_write_set, ARGS(fs_write_set_args),
			   ARGS(fs_attr_ret), W },
	[FS_RELEASE_MANY] = { fs_do_release_many, ARGS(fs_release_many_args),
			      NONE, PROC_SILENT },
	[FS_BATCH] = { fs_do_batch, ARGS(fs_batch_args), ARGS(fs_batch_ret),
		       W | S },
	[FS_MAP] = { fs_do_map, ARGS(fs_map_args), ARGS(fs_map_ret), 0 },
};

const struct proc *proc_find(unsigned int nr)
{
	if (nr >= ARRAY_SIZE(procs) || !procs[nr].fn)
		return NULL;
	return &procs[nr];
}

int fs_name_check(const char *name)
{
	if (!*name || strchr(name, '/') || !strcmp(name, ".") ||
	    !strcmp(name, ".."))
		return fs_fail(EINVAL);
	return 0;
}
