/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Directories that came along with another one, because a walk will want them.
 * Each is kept as its batch until it is opened, or until others take its
 * place. What is here is used only while it is as good as asking the daemon.
 */
#ifndef GUESTMOUNT_FS_AHEAD_H
#define GUESTMOUNT_FS_AHEAD_H

#include "batch.h"

/** ahead_init() - Nothing is there, and nobody walks */
void ahead_init(struct ahead *a);
/** ahead_finish() - Drop all */
void ahead_finish(struct mount *m);

/**
 * ahead_window() - Bytes of further directories to ask for
 * @m:		Mount
 * @dir:	Directory that must be asked for
 *
 * 0 unless its parent was listed, which is how a walk goes; more from time to
 * time as what came along was wanted.
 */
size_t ahead_window(struct mount *m, struct node *dir);
/**
 * ahead_store() - Keep directories that came along
 * @m:		Mount
 * @raw:	Private copy of them, as the daemon sent them
 * @len:	Its bytes
 * @when:	Clock before they were asked for
 *
 * Return:	0 or an errno
 */
int ahead_store(struct mount *m, const char *raw, size_t len, uint64_t when);
/** ahead_take() - Take what came along for @dir; false when there is nothing,
 * or something has changed since */
bool ahead_take(struct mount *m, struct node *dir, struct batch *ret);

#endif
