/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Directories that a file system was mounted on. What the disk says of such a
 * directory is not what its users see; and nobody can ask the kernel for the
 * directories below a mount.
 */
#ifndef DAEMON_SESSION_COVERED_H
#define DAEMON_SESSION_COVERED_H

#include <stdbool.h>
#include <stdint.h>

struct dev;

/**
 * covered_add() - Something is about to be mounted there
 * @path:	Directory. What is not there cannot be mounted on.
 *
 * It counts as covered from then on, also when it is not any more.
 */
void covered_add(const char *path);

/** covered_is() - Whether something may be mounted on a directory */
bool covered_is(const struct dev *dev, uint64_t ino);

#endif
