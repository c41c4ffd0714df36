/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking a tree by descriptors, so that no link leads out of it. */
#ifndef DAEMON_WALK_H
#define DAEMON_WALK_H

#include <sys/stat.h>

/**
 * struct walk - What to do in a tree
 * @enter:	Called for each entry, before what is in it; may be NULL
 * @leave:	Called for each entry, after what is in it; may be NULL
 * @opaque:	For both
 *
 * Both get the directory, the name in it, the path from where the walk
 * began, and the type (DT_*). They return 0, or -1 with errno to end the walk.
 */
struct walk {
	int (*enter)(void *opaque, int dir, const char *name, const char *path,
		     unsigned char type);
	int (*leave)(void *opaque, int dir, const char *name, const char *path,
		     unsigned char type);
	void *opaque;
};

/** walk_tree() - Walk below @fd, a directory open for reading, which is closed;
 * 0, or -1 with errno */
int walk_tree(int fd, const struct walk *w);

#endif
