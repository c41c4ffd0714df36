/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes, and entries of directories as replies carry them. */
#ifndef DAEMON_SESSION_ATTR_H
#define DAEMON_SESSION_ATTR_H

#include <sys/stat.h>

#include "dev.h"
#include "nodefd.h"
#include "serve.h"
#include "xdr.h"

/** attr_fill() - statx(2)'s answer as the wire has it */
void attr_fill(struct fs_attr *a, const struct statx *stx,
	       const struct dev *dev);

/** attr_entry_flags() - FS_ENTRY_* of a file */
unsigned int attr_entry_flags(const struct session *s, const struct statx *stx,
			      const struct dev *dev);

/**
 * attr_look() - Look at a name and give the host a reference
 * @dir:	Directory
 * @name:	Name in it, exactly
 * @stx:	Receives the attributes
 * @ret_dev:	Receives the file system
 * @ret_id:	Receives the node
 *
 * Return:	0, or -1 with errno
 */
int attr_look(const struct node_use *dir, const char *name, struct statx *stx,
	      const struct dev **ret_dev, uint64_t *ret_id);

/** attr_look_as() - attr_look() at what is known already */
int attr_look_as(const struct node_use *dir, const char *name,
		 const struct statx *stx, const struct dev *dev,
		 uint64_t *ret_id);

/** attr_entry() - attr_look() as an entry of a reply; @stored is set to "" */
int attr_entry(const struct session *s, const struct node_use *dir,
	       const char *name, struct fs_entry *ret);

/* A node's file by path, for calls that refuse O_PATH descriptors */
#define ATTR_PATH_MAX 32
/** attr_path() - "/proc/self/fd/N"; it leads to the file itself, whatever its
 * type */
const char *attr_path(int fd, char buf[ATTR_PATH_MAX]);

#endif
