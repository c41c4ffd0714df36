/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fsdir.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool good_name(const char *name, size_t len, uint64_t node)
{
	if (len == 0 || len > 255 || memchr(name, '/', len) ||
	    memchr(name, '\0', len))
		return false;
	if (name[0] == '.' && (len == 1 || (len == 2 && name[1] == '.')))
		return node == 0;
	return true;
}

int fsdir_next(const char *buf, size_t len, size_t *pos, struct fsdir_rec *rec,
	       const char **name)
{
	size_t left = len - *pos;

	if (left == 0)
		return 0;
	if (left < sizeof(*rec))
		goto bad;
	memcpy(rec, buf + *pos, sizeof(*rec));
	if (left < fsdir_size(rec->namelen))
		goto bad;
	*name = buf + *pos + sizeof(*rec);
	if (!good_name(*name, rec->namelen, rec->node))
		goto bad;
	*pos += fsdir_size(rec->namelen);
	return 1;
bad:
	errno = EPROTO;
	return -1;
}
