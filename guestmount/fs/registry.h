/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which process serves which mount: a file for each mount in the user's
 * runtime directory, named by the mount's device number, locked by the serving
 * process as long as it lives. No dependencies, so that guestunmount can use
 * it without the library.
 */
#ifndef FS_REGISTRY_H
#define FS_REGISTRY_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * registry_is_mounted() - Whether a FUSE file system is mounted exactly here
 * @path:	Absolute path, not touched, so that dead mounts are found too
 */
bool registry_is_mounted(const char *path);

/**
 * registry_add() - Enter this process as the server of a mount
 * @path:	Mount point, mounted already, absolute
 * @qemu:	Process id of qemu, or 0
 * @ret_file:	Receives the file's name, for registry_remove()
 *
 * Return:	Locked descriptor to keep open, or -1 with errno. Failing is
 *		no reason not to mount: guestunmount then cannot wait.
 */
int registry_add(const char *path, pid_t qemu, char **ret_file);
/** registry_remove() - Remove the entry, close the descriptor, free @file */
void registry_remove(int fd, char *file);

/**
 * struct registry_entry - The processes behind a mount
 * @pid:	The serving process, 0 when unknown
 * @pidfd:	pidfd_open(2) of it, or -1
 * @qemu_pidfd:	The same for qemu, or -1
 */
struct registry_entry {
	pid_t pid;
	int pidfd;
	int qemu_pidfd;
};

/**
 * registry_find() - Look a mount up
 *
 * Root finds the mounts of other users too.
 *
 * Return:	0, or -1 when no live process has entered it
 */
int registry_find(const char *path, struct registry_entry *ret_entry);
/** registry_entry_finish() - Close the descriptors */
void registry_entry_finish(struct registry_entry *e);

#endif
