// SPDX-License-Identifier: GPL-2.0-or-later
#include "resolvconf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"
#include "sysroot.h"

#define NAME  "resolv.conf"
#define ASIDE ".resolv.conf.guestfs"

bool resolvconf_wanted(void)
{
	cleanup_free char *line = io_read_file("/proc/cmdline", 65536, NULL);

	return line && strstr(line, "guestfs_network=1");
}

static int open_etc(void)
{
	return sysroot_open("/etc", O_PATH | O_DIRECTORY, 0);
}

void resolvconf_prepare(struct resolvconf *r)
{
	cleanup_close int etc = -1, fd = -1;
	struct stat st;

	*r = (struct resolvconf){ 0 };
	if (!resolvconf_wanted() || sysroot_stat(RESOLVCONF, &st) == 0)
		return;
	etc = open_etc();
	if (etc < 0)
		return;
	/* Often a link into /run, which is empty in a guest at rest */
	if (fstatat(etc, NAME, &st, AT_SYMLINK_NOFOLLOW) == 0)
		r->moved = renameat(etc, NAME, etc, ASIDE) == 0;
	fd = openat(etc, NAME,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	r->made = fd >= 0;
}

void resolvconf_restore(const struct resolvconf *r)
{
	cleanup_close int etc = -1;
	struct stat st;

	if (!r->made && !r->moved)
		return;
	etc = open_etc();
	if (etc < 0)
		return;
	/* What the program has put there itself stays. */
	if (fstatat(etc, NAME, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size == 0)
		unlinkat(etc, NAME, 0);
	if (r->moved)
		renameat2(etc, ASIDE, etc, NAME, RENAME_NOREPLACE);
}
