// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs of the guest; frame/guestcmd.c runs them. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/guestcmd.h"
#include "frame/guestdev.h"
#include "frame/reply.h"
#include "frame/resolvconf.h"
#include "run.h"
#include "strv.h"

#define ANSWER_MAX (GUESTFS_MESSAGE_MAX - 1024)

static int fail(const struct run *r, const char *name)
{
	const char *text = r->err;
	int n = 0, err = 0;

	if (text[0] == GUESTCMD_FAILED &&
	    sscanf(text + 1, "%d %n", &err, &n) == 1 && n)
		return reply_error(err, "%s", text + 1 + n);
	/* The program's own words are about its own things: no errno */
	return reply_error(0, "%s: exit status %d%s%s", name, r->status,
			   *text ? ": " : "", text);
}

static int run_it(struct run *r, const char *name)
{
	struct resolvconf rc;
	int ret, err;

	resolvconf_prepare(&rc);
	ret = run(r);
	err = errno;
	resolvconf_restore(&rc);
	if (ret < 0 && err == EFBIG)
		return reply_error(EFBIG,
				   "%s: it writes more than a message can "
				   "hold (%d bytes); let it write to a file",
				   name, ANSWER_MAX);
	if (ret < 0)
		return reply_errno(err, "%s", name);
	return r->status ? fail(r, name) : 0;
}

char *do_command(char *const *arguments)
{
	cleanup_run struct run r = { .max_output = ANSWER_MAX };
	cleanup_strv_finish struct strv argv = { 0 };

	if (!arguments[0]) {
		reply_error(EINVAL, "command: the list of arguments is empty");
		return NULL;
	}
	strv_add(&argv, "/proc/self/exe");
	strv_add(&argv, GUESTCMD);
	if (guestdev_names(&argv) < 0) {
		reply_errno(errno, "%s: disks", arguments[0]);
		return NULL;
	}
	strv_add(&argv, "--");
	for (size_t i = 0; arguments[i]; i++)
		if (strv_add(&argv, arguments[i]) < 0) {
			reply_errno(ENOMEM, "%s", arguments[0]);
			return NULL;
		}
	r.argv = (const char *const *)argv.v;
	if (run_it(&r, arguments[0]) < 0)
		return NULL;
	return steal_ptr(&r.out);
}

static char **cut(char *out)
{
	char **lines = out ? strv_lines(out) : NULL;

	if (out && !lines)
		reply_errno(ENOMEM, "output");
	free(out);
	return lines;
}

char **do_command_lines(char *const *arguments)
{
	return cut(do_command(arguments));
}

char *do_sh(const char *command)
{
	char *const argv[] = { (char *)"/bin/sh", (char *)"-c", (char *)command,
			       NULL };

	return do_command(argv);
}

char **do_sh_lines(const char *command)
{
	return cut(do_sh(command));
}
