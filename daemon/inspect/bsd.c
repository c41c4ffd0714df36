/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bsd.h"

#include <string.h>

#include "arch.h"
#include "cleanup.h"
#include "hostname.h"
#include "version.h"

/*
 * Each is told by a kernel or program that the others do not have, and tells
 * its release in one of the files.
 */
static const struct bsd {
	const char *name; /* type, and distro too */
	const char *word; /* before the version: "NetBSD 9.3/amd64" */
	const char *marks[4];
	const char *kernels[3];
} systems[] = {
	{ "freebsd",
	  "FreeBSD",
	  { "/bin/freebsd-version", "/boot/kernel/kernel", "/kernel",
	    "/libexec/ld-elf.so.1" },
	  { "/boot/kernel/kernel", "/kernel" } },
	{ "netbsd",
	  "NetBSD",
	  { "/netbsd", "/libexec/ld.elf_so" },
	  { "/netbsd" } },
	{ "openbsd",
	  "OpenBSD",
	  { "/bsd", "/bsd.mp", "/bsd.sp", "/usr/libexec/ld.so" },
	  { "/bsd", "/bsd.mp", "/bsd.rd" } },
};

static const char *const release_files[] = {
	"/etc/release",
	"/etc/motd",
	"/etc/motd.template",
	"/var/run/motd",
};

static bool any_exists(const struct insp_root *r, const char *const paths[],
		       size_t n)
{
	for (size_t i = 0; i < n && paths[i]; i++)
		if (root_is_file(r, paths[i]))
			return true;
	return false;
}

/* "USERLAND_VERSION="13.2-RELEASE-p1"" in the shell script freebsd-version */
static bool userland_version(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *text = root_text(r, "/bin/freebsd-version");
	cleanup_free char *v =
		text ? keyval_get(text, "USERLAND_VERSION") : NULL;
	char *product;

	if (!v || !version_parse(v, &os->major, &os->minor))
		return false;
	if (asprintf(&product, "FreeBSD %s", v) >= 0)
		os_take(&os->product, product);
	return true;
}

/* First line that has "WORD " and a number behind it */
static bool release_line(const char *text, const char *word, struct insp_os *os)
{
	const char *p = text;

	while ((p = strstr(p, word))) {
		const char *after = p + strlen(word);

		if (after[0] == ' ' && after[1] >= '0' && after[1] <= '9') {
			size_t n = strcspn(p, "\r\n");

			version_parse(after, &os->major, &os->minor);
			os_take(&os->product, strndup(p, n));
			return true;
		}
		p = after;
	}
	return false;
}

static void release(const struct insp_root *r, const struct bsd *b,
		    struct insp_os *os)
{
	if (!strcmp(b->name, "freebsd") && userland_version(r, os))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(release_files); i++) {
		cleanup_free char *text = root_text(r, release_files[i]);

		if (text && release_line(text, b->word, os))
			return;
	}
}

static bool is_bsd(const struct insp_root *r, const struct bsd *b)
{
	cleanup_free char *motd = NULL;

	if (!any_exists(r, b->marks, ARRAY_SIZE(b->marks)))
		return false;
	/* Only a BSD keeps its passwords there. */
	if (root_is_file(r, "/etc/master.passwd"))
		return true;
	motd = root_text(r, "/etc/motd");
	return motd && strstr(motd, b->word);
}

bool bsd_detect(const struct insp_root *r, struct insp_os *os)
{
	for (size_t i = 0; i < ARRAY_SIZE(systems); i++) {
		const struct bsd *b = &systems[i];
		const char *arch;

		if (!is_bsd(r, b))
			continue;
		os->type = b->name;
		os->distro = b->name;
		release(r, b, os);
		arch = arch_of_unix(r);
		for (size_t j = 0; !arch && j < ARRAY_SIZE(b->kernels); j++)
			if (b->kernels[j])
				arch = arch_of_file(r, b->kernels[j]);
		os_take(&os->arch, arch ? strdup(arch) : NULL);
		os_take(&os->hostname, hostname_find(r, os->type));
		return true;
	}
	return false;
}
