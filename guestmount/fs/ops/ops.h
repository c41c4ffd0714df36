/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The FUSE operations: one function each, gm_NAME, answering exactly once. */
#ifndef GUESTMOUNT_FS_OPS_H
#define GUESTMOUNT_FS_OPS_H

#ifndef FUSE_USE_VERSION
#define FUSE_USE_VERSION 314
#endif
#include <fuse_lowlevel.h>

#include "../mount.h"

extern const struct fuse_lowlevel_ops ops_table;

static inline struct mount *mount_of(fuse_req_t req)
{
	return fuse_req_userdata(req);
}

/**
 * ops_reply_entry() - Answer with an entry just read
 * @req:	Request
 * @parent:	Directory it is in
 * @n:		Its node, pinned; the pin is dropped
 * @attr:	Attributes as they came with it: others that were asked for
 *		meanwhile may be older, and the kernel sees to that
 */
void ops_reply_entry(fuse_req_t req, fuse_ino_t parent, struct node *n,
		     const fs_attr *attr);
/**
 * ops_take() - node_take() by the name that is stored
 * @m:		Mount
 * @parent:	Directory
 * @name:	Name as asked for; the entry may carry the stored one
 * @ent:	The entry, untrusted
 * @when:	nodes_now() before it was asked for
 * @ret_node:	Receives the node, pinned
 */
int ops_take(struct mount *m, uint64_t parent, const char *name,
	     const fs_entry *ent, uint64_t when, struct node **ret_node);

/* lookup.c */
void gm_lookup(fuse_req_t req, fuse_ino_t parent, const char *name);
void gm_forget(fuse_req_t req, fuse_ino_t ino, uint64_t nlookup);
void gm_forget_multi(fuse_req_t req, size_t count,
		     struct fuse_forget_data *forgets);

/* dir.c */
void gm_opendir(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi);
void gm_readdir(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		struct fuse_file_info *fi);
void gm_readdirplus(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
		    struct fuse_file_info *fi);
void gm_fsyncdir(fuse_req_t req, fuse_ino_t ino, int datasync,
		 struct fuse_file_info *fi);

/** readers_finish() - Free all directories that are being read */
void readers_finish(struct mount *m);

/* attr.c */
void gm_getattr(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi);
void gm_setattr(fuse_req_t req, fuse_ino_t ino, struct stat *attr, int to_set,
		struct fuse_file_info *fi);
void gm_readlink(fuse_req_t req, fuse_ino_t ino);
void gm_statfs(fuse_req_t req, fuse_ino_t ino);
void gm_ioctl(fuse_req_t req, fuse_ino_t ino, unsigned int cmd, void *arg,
	      struct fuse_file_info *fi, unsigned int flags, const void *in,
	      size_t in_size, size_t out_size);

/* file.c */
void gm_open(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi);
void gm_create(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	       struct fuse_file_info *fi);
void gm_flush(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi);
void gm_release(fuse_req_t req, fuse_ino_t ino, struct fuse_file_info *fi);
void gm_fsync(fuse_req_t req, fuse_ino_t ino, int datasync,
	      struct fuse_file_info *fi);
void gm_fallocate(fuse_req_t req, fuse_ino_t ino, int mode, off_t offset,
		  off_t length, struct fuse_file_info *fi);
void gm_lseek(fuse_req_t req, fuse_ino_t ino, off_t off, int whence,
	      struct fuse_file_info *fi);
void gm_copy_file_range(fuse_req_t req, fuse_ino_t ino_in, off_t off_in,
			struct fuse_file_info *fi_in, fuse_ino_t ino_out,
			off_t off_out, struct fuse_file_info *fi_out,
			size_t len, int flags);

/** files_drop() - Close what is open for those who do not say so */
void files_drop(struct mount *m);

/* data.c */
void gm_read(fuse_req_t req, fuse_ino_t ino, size_t size, off_t off,
	     struct fuse_file_info *fi);
void gm_write(fuse_req_t req, fuse_ino_t ino, const char *buf, size_t size,
	      off_t off, struct fuse_file_info *fi);

/* xattr.c */
void gm_setxattr(fuse_req_t req, fuse_ino_t ino, const char *name,
		 const char *value, size_t size, int flags);
void gm_getxattr(fuse_req_t req, fuse_ino_t ino, const char *name, size_t size);
void gm_listxattr(fuse_req_t req, fuse_ino_t ino, size_t size);
void gm_removexattr(fuse_req_t req, fuse_ino_t ino, const char *name);
/** xattr_absent() - Whether @ino certainly lacks the attribute @name; asks the
 * daemon for the list of names where it is not known yet */
bool xattr_absent(struct mount *m, fuse_ino_t ino, const char *name);

/** xattr_none() - A file that is new has no attributes */
void xattr_none(struct mount *m, fuse_ino_t ino);

/* make.c */
void gm_mknod(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	      dev_t rdev);
void gm_mkdir(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode);
void gm_symlink(fuse_req_t req, const char *link, fuse_ino_t parent,
		const char *name);
/**
 * make_args() - What all calls that make a file have in common
 * @req:	Request: the caller's ids and umask
 * @parent:	Directory
 * @name:	New name
 * @mode:	As asked for
 * @ret:	Receives the arguments; the strings are not copied
 *
 * Return:	0 or an errno
 */
int make_args(fuse_req_t req, fuse_ino_t parent, const char *name, mode_t mode,
	      fs_make_args *ret);

/** make_is_plain() - New files in @parent get no attributes from it */
bool make_is_plain(struct mount *m, uint64_t parent);
/** make_new() - @n was made in @parent just now: note what that tells */
void make_new(struct mount *m, uint64_t parent, struct node *n);

/* name.c */
void gm_link(fuse_req_t req, fuse_ino_t ino, fuse_ino_t newparent,
	     const char *newname);
void gm_unlink(fuse_req_t req, fuse_ino_t parent, const char *name);
void gm_rmdir(fuse_req_t req, fuse_ino_t parent, const char *name);
void gm_rename(fuse_req_t req, fuse_ino_t parent, const char *name,
	       fuse_ino_t newparent, const char *newname, unsigned int flags);

#endif
