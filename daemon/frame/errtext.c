// SPDX-License-Identifier: GPL-2.0-or-later
#include "errtext.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "cleanup.h"

int errtext_to_errno(const char *text)
{
	/* The more telling ones first: tools print several in a row */
	static const int known[] = {
		ENOSPC,	   EROFS,	 EDQUOT,  EBUSY,   EEXIST,
		ENOTEMPTY, ENOTDIR,	 EISDIR,  ENOENT,  EACCES,
		EPERM,	   ENAMETOOLONG, EFBIG,	  ENOTSUP, ENODEV,
		ENXIO,	   ENOTBLK,	 ENOMEM,  ELOOP,   EXDEV,
		EMLINK,	   ENOTTY,	 ETXTBSY, EIO,	   EINVAL,
	};

	static const struct {
		const char *words;
		int err;
	} said[] = {
		{ "is mounted", EBUSY },      { "mounted filesystem", EBUSY },
		{ "in use", EBUSY },	      { "exclusive access", EBUSY },
		{ "not supported", ENOTSUP }, { "invalid input", EINVAL },
		{ "mounted device", EBUSY },  { "currently mounted", EBUSY },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strcasestr(text, strerror(known[i])))
			return known[i];
	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		if (strcasestr(text, said[i].words))
			return said[i].err;
	return 0;
}
