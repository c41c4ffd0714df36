// SPDX-License-Identifier: GPL-2.0-or-later
/* Boot loaders. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>

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
