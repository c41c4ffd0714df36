/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The templates in the user's cache directory. */
#ifndef CORE_LAUNCH_TMPLCACHE_H
#define CORE_LAUNCH_TMPLCACHE_H

#include "boot.h"

/**
 * struct tmplcache - Where a template is, or would be
 * @dir:	Directory of this user alone
 * @name:	File in it: "template-PLACE-BASE-VARIANT"
 * @key:	All that the state depends on, in words
 * @lock:	Held while the template is made, else -1
 */
struct tmplcache {
	char *dir;
	char *name;
	char *key;
	int lock;
};

int tmplcache_open(guestfs_h *g, const struct boot *b, struct tmplcache *c);
void tmplcache_close(struct tmplcache *c);
int tmplcache_find(guestfs_h *g, const struct tmplcache *c, bool *ret_bad);
int tmplcache_lock(guestfs_h *g, struct tmplcache *c);
int tmplcache_new(guestfs_h *g, const struct tmplcache *c);
int tmplcache_publish(guestfs_h *g, const struct tmplcache *c, int fd);
void tmplcache_remove(const struct tmplcache *c);
void tmplcache_mark_bad(guestfs_h *g, const struct tmplcache *c);

#endif
