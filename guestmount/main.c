/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestmount: mount a disk image on a directory of the host. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmdline.h"
#include "parent.h"
#include "serve.h"

/* Everything that can be wrong before the slow part. */
static int check_mountpoint(struct cmdline *c)
{
	struct stat st;

	if (stat(c->mountpoint, &st) < 0) {
		if (errno == ENOTCONN)
			return options_say(&c->opts, "%s: a dead mount is "
					   "there; remove it with: "
					   "guestunmount %s", c->mountpoint,
					   c->mountpoint);
		return options_say(&c->opts, "%s: %s%s", c->mountpoint,
				   strerror(errno), errno == ENOENT ?
				   "; create the directory first" : "");
	}
	if (!S_ISDIR(st.st_mode))
		return options_say(&c->opts, "%s: the mount point must be a "
				   "directory", c->mountpoint);
	if (access("/dev/fuse", F_OK) < 0)
		return options_say(&c->opts, "/dev/fuse: %s; load it with "
				   "\"modprobe fuse\", or give the container "
				   "that device (--device /dev/fuse)",
				   strerror(errno));
	return 0;
}

int main(int argc, char *argv[])
{
	struct cmdline c = { .opts.program = "guestmount" };
	int status;

	status = cmdline_parse(&c, argc, argv);
	if (status >= 0)
		return status;
	if (check_mountpoint(&c) < 0)
		status = EXIT_FAILURE;
	else if (c.foreground && !c.with)
		status = serve(&c, -1);
	else
		status = parent_run(&c);
	cmdline_finish(&c);
	return status;
}
