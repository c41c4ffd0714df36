/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The short name that libosinfo has for an inspected system. */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"

/* How a distribution's versions appear in its names. */
enum scheme { MAJOR, MAJOR_MINOR, MAJOR_MINOR_2, ROLLING };

static const struct {
	const char *distro, *prefix;
	enum scheme scheme;
	int since; /* first major version that is named so */
} linuxes[] = {
	{ "almalinux", "almalinux", MAJOR, 8 },
	{ "alpinelinux", "alpinelinux", MAJOR_MINOR, 0 },
	{ "archlinux", "archlinux", ROLLING, 0 },
	{ "centos", "centos", MAJOR, 7 },
	{ "centos", "centos", MAJOR_MINOR, 0 },
	{ "circle", "circle", MAJOR, 8 },
	{ "debian", "debian", MAJOR, 4 },
	{ "fedora", "fedora", MAJOR, 0 },
	{ "gentoo", "gentoo", ROLLING, 0 },
	{ "mageia", "mageia", MAJOR, 0 },
	{ "openmandriva", "openmandriva", MAJOR_MINOR, 0 },
	{ "opensuse", "opensuse", MAJOR_MINOR, 0 },
	{ "rhel", "rhel", MAJOR_MINOR, 0 },
	{ "rocky", "rocky", MAJOR, 8 },
	{ "sles", "sles", MAJOR_MINOR, 0 },
	{ "ubuntu", "ubuntu", MAJOR_MINOR_2, 0 },
	{ "voidlinux", "voidlinux", ROLLING, 0 },
};

static const struct {
	int major, minor;
	bool server;
	const char *product, *id; /* product: part of its name */
} windowses[] = {
	{ 5, 1, false, NULL, "winxp" },
	{ 5, 2, false, "XP", "winxp" },
	{ 5, 2, true, "R2", "win2k3r2" },
	{ 5, 2, true, NULL, "win2k3" },
	{ 6, 0, false, NULL, "winvista" },
	{ 6, 0, true, NULL, "win2k8" },
	{ 6, 1, false, NULL, "win7" },
	{ 6, 1, true, NULL, "win2k8r2" },
	{ 6, 2, false, NULL, "win8" },
	{ 6, 2, true, NULL, "win2k12" },
	{ 6, 3, false, NULL, "win8.1" },
	{ 6, 3, true, NULL, "win2k12r2" },
	{ 10, 0, false, "Windows 11", "win11" },
	{ 10, 0, false, NULL, "win10" },
	{ 10, 0, true, "2025", "win2k25" },
	{ 10, 0, true, "2022", "win2k22" },
	{ 10, 0, true, "2019", "win2k19" },
	{ 10, 0, true, NULL, "win2k16" },
};

static char *linux_id(guestfs_h *g, const char *distro, int major, int minor)
{
	for (size_t i = 0; i < ARRAY_SIZE(linuxes); i++) {
		const char *p = linuxes[i].prefix;

		if (strcmp(linuxes[i].distro, distro) ||
		    major < linuxes[i].since)
			continue;
		switch (linuxes[i].scheme) {
		case ROLLING:
			return handle_strdup(g, p);
		case MAJOR:
			return handle_asprintf(g, "%s%d", p, major);
		case MAJOR_MINOR:
			return handle_asprintf(g, "%s%d.%d", p, major, minor);
		case MAJOR_MINOR_2:
			return handle_asprintf(g, "%s%d.%02d", p, major, minor);
		}
	}
	return NULL;
}

static char *windows_id(guestfs_h *g, const char *root, int major, int minor)
{
	cleanup_free char *product = guestfs_inspect_get_product_name(g, root);
	cleanup_free char *variant =
		guestfs_inspect_get_product_variant(g, root);
	bool server = variant && strstr(variant, "Server");

	for (size_t i = 0; product && i < ARRAY_SIZE(windowses); i++)
		if (windowses[i].major == major &&
		    windowses[i].minor == minor &&
		    windowses[i].server == server &&
		    (!windowses[i].product ||
		     strstr(product, windowses[i].product)))
			return handle_strdup(g, windowses[i].id);
	return NULL;
}

char *impl_inspect_get_osinfo(guestfs_h *g, const char *root)
{
	cleanup_free char *type = guestfs_inspect_get_type(g, root);
	cleanup_free char *distro = NULL;
	char *id = NULL;
	int major, minor;

	if (!type)
		return NULL;
	distro = guestfs_inspect_get_distro(g, root);
	major = guestfs_inspect_get_major_version(g, root);
	minor = guestfs_inspect_get_minor_version(g, root);
	if (!distro || major < 0 || minor < 0)
		return NULL;
	if (!strcmp(type, "linux"))
		id = linux_id(g, distro, major, minor);
	else if (!strcmp(type, "windows"))
		id = windows_id(g, root, major, minor);
	else if (!strcmp(type, "freebsd") || !strcmp(type, "netbsd") ||
		 !strcmp(type, "openbsd"))
		id = handle_asprintf(g, "%s%d.%d", type, major, minor);
	return id ? id : handle_strdup(g, "unknown");
}
