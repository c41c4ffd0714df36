/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names in the node table; all with the table's lock held. A name keeps the
 * node of its directory. */
#ifndef GUESTMOUNT_FS_NAME_H
#define GUESTMOUNT_FS_NAME_H

#include "node.h"

/** names_add() - @n is also known as (parent, name); losing one for lack of
 * memory only costs precision */
void names_add(struct mount *m, struct node *n, uint64_t parent,
	       const char *name);
/** names_remove() - It no longer is */
void names_remove(struct mount *m, struct node *n, uint64_t parent,
		  const char *name);
/** names_lost() - Directory @id has names that are not in the index */
void names_lost(struct nodes *t, uint64_t id);
/** names_drop() - Remove all names of @n, which may still exist */
void names_drop(struct mount *m, struct node *n);
/** names_resize() - Rebuild the index for @size buckets; 0 or -1 */
int names_resize(struct nodes *t, size_t size);

#endif
