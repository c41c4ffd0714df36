// SPDX-License-Identifier: GPL-2.0-or-later
#include "dirent.h"

#include <string.h>

bool dirent_is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

size_t dirent_put(char *buf, size_t room, const struct dirent_raw *head,
		  const char *name, size_t len)
{
	size_t size =
		(offsetof(struct dirent_raw, name) + len + 1 + 7) & ~(size_t)7;
	struct dirent_raw *d = (void *)buf;

	if (size > room)
		return 0;
	memset(buf + size - 8, 0, 8);
	d->ino = head->ino;
	d->off = head->off;
	d->reclen = size;
	d->type = head->type;
	memcpy(d->name, name, len);
	return size;
}

bool dirent_begins(const char *ours, size_t len, const char *theirs, size_t n,
		   bool types)
{
	const struct dirent_raw *x, *y;

	for (size_t pos = 0; (y = dirent_at(theirs, n, pos));
	     pos += y->reclen) {
		x = dirent_at(ours, len, pos);
		if (!x || x->ino != y->ino || x->off != y->off ||
		    x->reclen != y->reclen || (types && x->type != y->type) ||
		    strcmp(x->name, y->name))
			return false;
	}
	return true;
}
