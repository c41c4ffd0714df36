/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in directories that ignore case, where the kernel does not. */
#ifndef DAEMON_SESSION_FOLD_H
#define DAEMON_SESSION_FOLD_H

#include "dev.h"
#include "nodefd.h"
#include "serve.h"

#define FOLD_NAME_MAX 255

/** fold_kind() - What happens to case on a file system in this session */
enum dev_case fold_kind(const struct session *s, const struct dev *dev);

/**
 * fold_find() - The name as it is stored in a directory
 * @s:		Session
 * @dir:	Directory
 * @name:	Name as it was asked for
 * @ret:	Receives the name to use: @name itself where it exists or
 *		nothing like it does, else the one that differs by case only
 *
 * Exact matches win. The names of a directory are read once and kept, until
 * it changes by other hands than ours.
 *
 * Return:	0, or -1 with errno
 */
int fold_find(const struct session *s, const struct node_use *dir,
	      const char *name, char ret[FOLD_NAME_MAX + 1]);

/** fold_added() - A session added @name to @dir */
void fold_added(const struct node_use *dir, const char *name);
/** fold_removed() - A session removed it */
void fold_removed(const struct node_use *dir, const char *name);
/** fold_reset() - Forget all names */
void fold_reset(void);

#endif
