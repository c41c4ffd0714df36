/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getdents64(2), which glibc hides behind readdir(3). */
#ifndef DAEMON_SESSION_DIRENT_H
#define DAEMON_SESSION_DIRENT_H

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
