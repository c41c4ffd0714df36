// SPDX-License-Identifier: GPL-2.0-or-later
#include "devname.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BTRFSVOL "btrfsvol:"

/* "btrfsvol:/dev/sda1/sub/vol": where the device's name ends only the
 * existing devices can tell ("/dev/vg/lv/sub").
 */
static int parse_btrfsvol(const char *s, struct mountable *m)
{
	const char *slash = strchr(s, '/');

	if (!slash || strncmp(s, "/dev/", 5)) {
		errno = EINVAL;
		return -1;
	}
	for (slash = strchr(s + 5, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		char *dev = strndup(s, slash - s);
		char *kernel = dev ? devname_to_kernel(dev) : NULL;

		free(dev);
		if (!kernel)
			continue;
		m->type = MOUNTABLE_BTRFSVOL;
		m->device = kernel;
		m->volume = strdup(slash + 1);
		return m->volume ? 0 : -1;
	}
	errno = ENOENT;
	return -1;
}

int mountable_parse(const char *s, struct mountable *m)
{
	*m = (struct mountable){ 0 };
	if (!strncmp(s, BTRFSVOL, strlen(BTRFSVOL)))
		return parse_btrfsvol(s + strlen(BTRFSVOL), m);
	m->type = MOUNTABLE_DEVICE;
	m->device = devname_to_kernel(s);
	return m->device ? 0 : -1;
}

void mountable_finish(struct mountable *m)
{
	free(m->device);
	free(m->volume);
	*m = (struct mountable){ 0 };
}
