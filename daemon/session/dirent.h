/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getdents64(2), which glibc hides behind readdir(3). */
#ifndef DAEMON_SESSION_DIRENT_H
#define DAEMON_SESSION_DIRENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DIRENT_BUF 32768

/**
 * struct dirent_raw - An entry as the kernel gives it
 * @ino:	Inode number
 * @off:	Where to go on after it
 * @reclen:	Bytes to the next one
 * @type:	S_IFMT >> 12, or 0
 * @name:	Name with its NUL
 */
struct dirent_raw {
	uint64_t ino;
	uint64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

/* The smallest, and so how many fit in a buffer at most */
#define DIRENT_MIN	(offsetof(struct dirent_raw, name) + 2)
#define DIRENT_MAX_ENTS (DIRENT_BUF / 24)

/** dirent_is_dots() - Whether a name is "." or ".." */
bool dirent_is_dots(const char *name);

/**
 * dirent_put() - Write an entry as the kernel would
 * @buf:	Where to, aligned to 8 bytes
 * @room:	Bytes there
 * @head:	Its @ino, @off and @type
 * @name:	Name, which need not end in NUL
 * @len:	Its bytes
 *
 * Return:	bytes of the entry; 0: it does not fit
 */
size_t dirent_put(char *buf, size_t room, const struct dirent_raw *head,
		  const char *name, size_t len);

/**
 * dirent_begins() - Whether a listing begins like another
 * @ours:	Entries
 * @len:	Bytes of them
 * @theirs:	Those that it should begin with
 * @n:		Bytes of them
 * @types:	Types must be the same, too
 */
bool dirent_begins(const char *ours, size_t len, const char *theirs, size_t n,
		   bool types);

/** dirent_read() - Fill a buffer of DIRENT_BUF bytes; bytes, 0 at the end */
static inline long dirent_read(int fd, char *buf)
{
	return syscall(SYS_getdents64, fd, buf, DIRENT_BUF);
}

/** dirent_at() - The entry at @pos, or NULL at the buffer's end */
static inline const struct dirent_raw *dirent_at(const char *buf, size_t len,
						 size_t pos)
{
	return pos + DIRENT_MIN <= len
		       ? (const struct dirent_raw *)(const void *)(buf + pos)
		       : NULL;
}

#endif
