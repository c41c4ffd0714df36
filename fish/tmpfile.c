/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tmpfile.h"

#include <fcntl.h>

#include "mem.h"

static char *template(void)
{
	const char *dir = getenv("TMPDIR");

	return xasprintf("%s/guestfish-XXXXXX", dir && *dir ? dir : "/tmp");
}

int tmpfile_unnamed(void)
{
	cleanup_free char *name = template();
	int fd = mkostemp(name, O_CLOEXEC);

	if (fd >= 0)
		unlink(name);
	return fd;
}

char *tmpfile_dir(void)
{
	cleanup_free char *name = template();

	return mkdtemp(name) ? steal_ptr(&name) : NULL;
}
