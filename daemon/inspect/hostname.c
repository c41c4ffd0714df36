/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hostname.h"

#include <string.h>

#include "cleanup.h"
#include "version.h"

static const struct place {
	const char *type;
	const char *path;
	const char *key; /* NULL: the first line is the name */
} places[] = {
	{ "linux", "/etc/hostname", NULL },
	{ "linux", "/etc/HOSTNAME", NULL },
	{ "linux", "/etc/sysconfig/network", "HOSTNAME" },
	{ "linux", "/etc/conf.d/hostname", "hostname" },
	{ "linux", "/etc/conf.d/hostname", "HOSTNAME" },
	{ "linux", "/etc/rc.conf", "HOSTNAME" },
	{ "hurd", "/etc/hostname", NULL },
	{ "minix", "/etc/hostname.file", NULL },
	{ "openbsd", "/etc/myname", NULL },
	{ "freebsd", "/etc/rc.conf.local", "hostname" },
	{ "freebsd", "/etc/rc.conf", "hostname" },
	{ "netbsd", "/etc/rc.conf", "hostname" },
	{ "netbsd", "/etc/myname", NULL },
};

/* A host name goes to terminals and into file names: no rubbish in it. */
static bool is_sane(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f || s[i] == '/')
			return false;
	return n > 0 && n < 256;
}

char *hostname_find(const struct insp_root *r, const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct place *p = &places[i];
		cleanup_free char *text = NULL, *name = NULL;

		if (strcmp(p->type, type))
			continue;
		if (!p->key) {
			name = root_line(r, p->path);
		} else {
			text = root_text(r, p->path);
			name = text ? keyval_get(text, p->key) : NULL;
		}
		if (name && is_sane(name))
			return steal_ptr(&name);
	}
	return NULL;
}
