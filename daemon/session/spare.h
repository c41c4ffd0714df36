/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that were made before anybody asked for them, without a name, so that
 * the host can tell at once what a new file will be. A spare's node is one
 * without a link that gets its first one.
 */
#ifndef DAEMON_SESSION_SPARE_H
#define DAEMON_SESSION_SPARE_H

#include "nodefd.h"
#include "serve.h"
#include "xdr.h"

/**
 * spare_make() - Make spares
 * @s:		Port, which holds the result
 * @dir:	Directory
 * @want:	How many, with which owner and mode
 *
 * Return:	how many there are in @s->spares
 */
unsigned int spare_make(struct session *s, const struct node_use *dir,
			const struct fs_reserve *want);
/** spare_make_in() - The same in the directory node @id, which may not be one
 * any more */
unsigned int spare_make_in(struct session *s, uint64_t id,
			   const struct fs_reserve *want);
/** spare_name() - Set a spare's attributes and give it its name; 0, or -1 with
 * errno */
int spare_name(struct session *s, const struct fs_link_one *one);

#endif
