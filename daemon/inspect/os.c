/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "os.h"

#include <string.h>

void os_init(struct insp_os *os)
{
	memset(os, 0, sizeof(*os));
	os->type = "unknown";
	os->distro = "unknown";
	os->format = "installed";
}

void os_finish(struct insp_os *os)
{
	free(os->root);
	free(os->product);
	free(os->variant);
	free(os->arch);
	free(os->hostname);
	free(os->build_id);
	free(os->systemroot);
	free(os->software);
	free(os->system);
	free(os->control_set);
	strv_finish(&os->mounts);
	strv_finish(&os->filesystems);
	strv_finish(&os->drives);
	memset(os, 0, sizeof(*os));
}

void os_take(char **field, char *s)
{
	free(*field);
	*field = s;
}

void os_add_mount(struct insp_os *os, const char *dir, const char *mountable)
{
	for (size_t i = 0; i < os->mounts.n; i += 2)
		if (!strcmp(os->mounts.v[i], dir))
			return;
	if (strv_add(&os->mounts, dir) == 0)
		strv_add(&os->mounts, mountable);
}

void os_add_filesystem(struct insp_os *os, const char *mountable)
{
	if (os->filesystems.n && strv_has(os->filesystems.v, mountable))
		return;
	strv_add(&os->filesystems, mountable);
}
