// SPDX-License-Identifier: GPL-2.0-or-later
/* Boot loaders. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

bool optgroup_syslinux_available(void)
{
	return toolpath_have("syslinux");
}

int do_syslinux(const char *device, const char *directory)
{
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_close int fd = open(device, O_RDWR | O_EXCL | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);

	/* It would write below the feet of the kernel */
	if (fd < 0)
		return reply_errno(errno, "%s", user);
	tool_words(&argv, "syslinux", "--install", "--force", NULL);
	if (directory)
		tool_words(&argv, "--directory", directory, NULL);
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

bool optgroup_extlinux_available(void)
{
	return toolpath_have("extlinux");
}

int do_extlinux(const char *directory)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;

	if (toolpath_open(&p, directory) < 0)
		return -1;
	return tool_run(directory, ARGV("extlinux", "--install", p.path));
}

/* The guest's own program, whatever the appliance has */
bool optgroup_grub_available(void)
{
	return true;
}

int do_grub_install(const char *root, const char *device)
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_free char *option = NULL, *out = NULL;
	char *argv[4] = { (char *)"grub-install" };

	if (!user || asprintf(&option, "--root-directory=%s", root) < 0)
		return reply_errno(ENOMEM, "%s", root);
	argv[1] = option;
	argv[2] = user;
	out = do_command(argv);
	return out ? 0 : -1;
}
