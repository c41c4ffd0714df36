/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's tree, mounted below SYSROOT. Guest paths are absolute, as the
 * guest sees them; symbolic links in them are hostile and resolve inside the
 * sysroot only (openat2(2), RESOLVE_IN_ROOT).
 */
#ifndef DAEMON_SYSROOT_H
#define DAEMON_SYSROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#define SYSROOT "/sysroot"

/** sysroot_fd() - O_PATH descriptor of the mounted root; -1 while none */
int sysroot_fd(void);
/** sysroot_init() - Make SYSROOT's own empty file system; 0 or -1 */
int sysroot_init(void);
/** sysroot_refresh() - After a mount or umount on "/": reopen the root */
int sysroot_refresh(void);
/** sysroot_close() - Let go of the root, so that it can be unmounted */
void sysroot_close(void);
/** sysroot_use() - Serve another directory as the guest's root; for tests.
 * Takes
 * @fd over. */
void sysroot_use(int fd);
/** sysroot_own_writable() - Whether directories can be made in our own root,
 * which is there while nothing is mounted on "/" */
int sysroot_own_writable(bool writable);
/** sysroot_count_mountpoints() - mkmountpoint (+1) and rmmountpoint (-1) */
void sysroot_count_mountpoints(int change);
/** sysroot_is_mounted() - Whether something is mounted on "/" (or a
 * mountpoint was made by mkmountpoint) */
bool sysroot_is_mounted(void);
/**
 * sysroot_open() - open(2) of a guest path
 *
 * O_CLOEXEC, O_NOCTTY and O_NONBLOCK are added: a FIFO of the guest must not
 * hold us up.
 */
int sysroot_open(const char *path, int flags, mode_t mode);
/**
 * sysroot_open_parent() - The directory that holds a path's last component
 * @path:	Guest path
 * @ret_base:	Receives the last component, inside @path (or "." for "/")
 *
 * A trailing slash is cut (hence the writable @path).
 *
 * Return:	O_PATH descriptor, or -1 with errno
 */
int sysroot_open_parent(char *path, const char **ret_base);
/** sysroot_openat() - sysroot_open() with openat2's resolution below @dirfd */
int sysroot_openat(int dirfd, const char *path, int flags, mode_t mode);
/** sysroot_stat() - stat(2) of a guest path, following links inside */
int sysroot_stat(const char *path, struct stat *st);
int sysroot_lstat(const char *path, struct stat *st);
/** sysroot_realpath() - Guest path without links, the caller frees */
char *sysroot_realpath(const char *path);
/** sysroot_read_file() - A small file's content (see io_read_file) */
char *sysroot_read_file(const char *path, size_t max, size_t *ret_len);
/** sysroot_host_path() - SYSROOT + path for tools that take no descriptor;
 * only after sysroot_realpath(). The caller frees. */
char *sysroot_host_path(const char *path);

#endif
