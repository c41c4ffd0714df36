/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One guest file system to look into, read-only and hostile: paths resolve by
 * openat2(RESOLVE_IN_ROOT), so no link leads out of it; only regular files
 * are read, and never more than a cap.
 */
#ifndef DAEMON_INSPECT_ROOT_H
#define DAEMON_INSPECT_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/** Most bytes of a configuration file that inspection reads */
#define ROOT_TEXT_MAX (1024 * 1024)
/** Most names of one directory that inspection looks at */
#define ROOT_NAMES_MAX 65536

/**
 * struct insp_root - Where guest paths resolve
 * @fd:		The file system's top directory
 * @usr:	Top of the file system mounted on the guest's /usr, or -1
 */
struct insp_root {
	int fd;
	int usr;
};

/** root_open() - A regular file for reading; errno EINVAL for other kinds */
int root_open(const struct insp_root *r, const char *path);
/** root_read() - A small file's content, NUL-terminated, the caller frees */
char *root_read(const struct insp_root *r, const char *path, size_t max,
		size_t *ret_len);
/** root_text() - root_read() of at most ROOT_TEXT_MAX bytes, NULs made ' ' */
char *root_text(const struct insp_root *r, const char *path);
/** root_line() - First line that is not empty nor a comment, trimmed */
char *root_line(const struct insp_root *r, const char *path);
/** root_dir() - A directory's descriptor, O_PATH; -1 with errno */
int root_dir(const struct insp_root *r, const char *path);
/** root_stat() - Whether something is there, and what */
bool root_stat(const struct insp_root *r, const char *path, struct stat *st);
/** root_is_file(), root_is_dir(), root_exists() - follow links inside */
bool root_is_file(const struct insp_root *r, const char *path);
bool root_is_dir(const struct insp_root *r, const char *path);
bool root_exists(const struct insp_root *r, const char *path);
/** root_list() - Sorted names in a directory without dots, strv_free them */
char **root_list(const struct insp_root *r, const char *path);
/**
 * root_nocase() - The stored spelling of a path, ignoring ASCII case
 * @path:	Absolute, "/windows/system32"; an exact match wins
 *
 * Return:	the path as stored, the caller frees; NULL when there is none
 */
char *root_nocase(const struct insp_root *r, const char *path);

#endif
