/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of open files and directories. */
#ifndef DAEMON_SESSION_HANDLE_H
#define DAEMON_SESSION_HANDLE_H

#include <stdint.h>

#include "node.h"

struct dirbuf;
struct ntfs_file;

/**
 * struct handle - An open file or directory
 * @id:		Its key, never used twice; constant
 * @next:	Chain of the table; guarded by the table's lock
 * @users:	Requests that use it, and the table; by the table's lock
 * @fd:		Descriptor; constant
 * @node:	Its node, in use; constant
 * @is_dir:	Constant
 * @lock:	Guards what follows
 * @direct:	Second descriptor, for O_DIRECT reads; once open it stays
 * @no_direct:	It is of no use
 * @ntfs:	Where it lies, or NULL; once known it stays
 * @ntfs_asked:	It was asked for
 * @dir:	A directory's position and entries read ahead, or NULL
 */
struct handle {
	uint64_t id;
	struct handle *next;
	unsigned int users;
	int fd;
	struct node *node;
	bool is_dir;
	pthread_mutex_t lock;
	int direct;
	bool no_direct;
	struct ntfs_file *ntfs;
	bool ntfs_asked;
	struct dirbuf *dir;
};

/**
 * handle_new() - Enter an open file into the table
 * @fd:		Owned by the table on success
 * @n:		Its node; the table holds it
 *
 * Return:	its id, or 0 with errno (ENFILE: too many)
 */
uint64_t handle_new(int fd, struct node *n, bool is_dir);
/** handle_get() - Use a handle; NULL with errno EBADF when there is none */
struct handle *handle_get(uint64_t id);
/** handle_get_file() - Of a file only (EISDIR) */
struct handle *handle_get_file(uint64_t id);
/** handle_get_dir() - Of a directory only (ENOTDIR) */
struct handle *handle_get_dir(uint64_t id);
/** handle_put() - End of handle_get(); NULL is fine */
void handle_put(struct handle *h);
/** handle_release() - Close; what is being done with it ends first */
void handle_release(uint64_t id);
/** handle_reset() - Close all; only while no request is served */
void handle_reset(void);
/** handle_set_limit() - How many can be open */
void handle_set_limit(unsigned int max);
/** handle_count() - How many are open, for tests */
unsigned int handle_count(void);

DEFINE_CLEANUP(struct handle *, cleanup_handle_, handle_put(*p))
/** cleanup_handle - handle_put() when the variable goes out of scope */
#define cleanup_handle __attribute__((cleanup(cleanup_handle_)))

#endif
