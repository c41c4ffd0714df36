/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "installer.h"

#include <string.h>
#include <strings.h>

#include "arch.h"
#include "cleanup.h"
#include "version.h"

static const struct name {
	const char *theirs;
	const char *ours;
} archs[] = {
	{ "amd64", "x86_64" },	 { "x86_64", "x86_64" },
	{ "x64", "x86_64" },	 { "i386", "i386" },
	{ "i586", "i386" },	 { "i686", "i386" },
	{ "x86", "i386" },	 { "arm64", "aarch64" },
	{ "aarch64", "aarch64" }, { "armhf", "arm" },
	{ "armel", "arm" },	 { "ppc64el", "ppc64le" },
	{ "ppc64le", "ppc64le" }, { "ppc64", "ppc64" },
	{ "powerpc", "ppc" },	 { "ppc", "ppc" },
	{ "s390x", "s390x" },	 { "ia64", "ia64" },
	{ "riscv64", "riscv64" },
}, families[] = {
	{ "Fedora", "fedora" },
	{ "Red Hat", "rhel" },
	{ "CentOS", "centos" },
	{ "Rocky", "rocky" },
	{ "Scientific", "scientificlinux" },
	{ "Oracle", "oraclelinux" },
	{ "openSUSE", "opensuse" },
	{ "SUSE Linux Enterprise", "sles" },
	{ "SLES", "sles" },
	{ "Ubuntu", "ubuntu" },
	{ "Debian", "debian" },
	{ "Kali", "kalilinux" },
	{ "Linux Mint", "linuxmint" },
	{ "Mageia", "mageia" },
};

static const char *by_start(const struct name *names, size_t n,
			    const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strncasecmp(text, names[i].theirs,
				 strlen(names[i].theirs)))
			return names[i].ours;
	return NULL;
}

static void set_arch(struct insp_os *os, const char *theirs)
{
	for (size_t i = 0; theirs && i < ARRAY_SIZE(archs); i++)
		if (!strcasecmp(archs[i].theirs, theirs)) {
			os_take(&os->arch, strdup(archs[i].ours));
			return;
		}
}

static void set_linux(struct insp_os *os, const char *family)
{
	const char *distro = by_start(families, ARRAY_SIZE(families), family);

	os->type = "linux";
	os->format = "installer";
	if (distro)
		os->distro = distro;
}

/* "Debian GNU/Linux 12.1.0 "Bookworm" - Official amd64 NETINST with ..." */
static bool debian(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *info = root_line(r, "/.disk/info");
	cleanup_strv char **words = NULL;
	char *end;

	if (!info)
		return false;
	set_linux(os, info);
	version_parse(info, &os->major, &os->minor);
	words = strv_split(info, " ");
	for (size_t i = 0; words && words[i] && !os->arch; i++)
		set_arch(os, words[i]);
	os->netinst = strcasestr(info, "netinst") != NULL;
	os->live = root_is_dir(r, "/casper") || root_is_dir(r, "/live");
	os->multipart = root_is_file(r, "/.disk/cd_type") &&
			strstr(info, "-1") && strcasestr(info, "DVD-1");
	end = strstr(info, " - ");
	if (end)
		*end = '\0';
	os_take(&os->product, strdup(info));
	return true;
}

/* The family of Red Hat, and SUSE from version 15 on. */
static bool treeinfo(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *text = root_text(r, "/.treeinfo");
	cleanup_free char *family = NULL, *version = NULL, *arch = NULL;
	cleanup_free char *discs = NULL, *name = NULL;
	char *product;

	if (!text)
		text = root_text(r, "/treeinfo");
	family = text ? keyval_get(text, "family") : NULL;
	if (!family)
		return false;
	set_linux(os, family);
	version = keyval_get(text, "version");
	arch = keyval_get(text, "arch");
	discs = keyval_get(text, "totaldiscs");
	if (version)
		version_parse(version, &os->major, &os->minor);
	set_arch(os, arch);
	if (asprintf(&product, "%s %s", family, version ? version : "") >= 0)
		os_take(&os->product, product);
	os->multipart = discs && atoi(discs) > 1;
	os->netinst =
		!root_is_dir(r, "/Packages") && !root_is_dir(r, "/AppStream") &&
		!root_is_dir(r, "/BaseOS") && !root_is_dir(r, "/repodata");
	return true;
}

/* Lines: a time, "Fedora 39", "x86_64", disc numbers */
static bool discinfo(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *text = root_text(r, "/.discinfo");
	cleanup_strv char **lines = text ? strv_split(text, "\r\n") : NULL;

	if (!lines || strv_len(lines) < 2)
		return false;
	set_linux(os, lines[1]);
	version_parse(lines[1], &os->major, &os->minor);
	os_take(&os->product, strdup(lines[1]));
	set_arch(os, lines[2]);
	os->multipart = strv_len(lines) > 3 && strchr(lines[3], ',');
	return true;
}

static bool media_repo(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *text = root_text(r, "/media.repo");
	cleanup_free char *name = text ? keyval_get(text, "name") : NULL;

	if (!name)
		return false;
	set_linux(os, name);
	version_parse(name, &os->major, &os->minor);
	os_take(&os->product, steal_ptr(&name));
	return true;
}

/* A live medium without more: its volume holds one squashfs. */
static bool live_only(const struct insp_root *r, struct insp_os *os)
{
	if (!root_is_file(r, "/LiveOS/squashfs.img") &&
	    !root_is_file(r, "/live/filesystem.squashfs") &&
	    !root_is_file(r, "/casper/filesystem.squashfs"))
		return false;
	os->type = "linux";
	os->format = "installer";
	return true;
}

/* XP and before: the text-mode set-up's inventory */
static bool windows_old(const struct insp_root *r, struct insp_os *os)
{
	static const struct name dirs[] = {
		{ "/i386/txtsetup.sif", "i386" },
		{ "/amd64/txtsetup.sif", "x86_64" },
		{ "/ia64/txtsetup.sif", "ia64" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		cleanup_free char *path = root_nocase(r, dirs[i].theirs);
		cleanup_free char *text = path ? root_text(r, path) : NULL;
		cleanup_free char *major = NULL, *minor = NULL;
		int unused;

		if (!path)
			continue;
		os_take(&os->arch, strdup(dirs[i].ours));
		major = text ? keyval_get(text, "MajorVersion") : NULL;
		minor = text ? keyval_get(text, "MinorVersion") : NULL;
		if (major && version_parse(major, &os->major, &unused) && minor)
			version_parse(minor, &os->minor, &unused);
		if (text)
			os_take(&os->product, keyval_get(text, "productname"));
		return true;
	}
	return false;
}

/* Vista and after: an archive of the whole system */
static bool windows_new(const struct insp_root *r, struct insp_os *os)
{
	static const char *const images[] = {
		"/sources/install.wim",
		"/sources/install.esd",
		"/sources/install.swm",
		"/sources/boot.wim",
	};
	static const struct name loaders[] = {
		{ "/efi/boot/bootx64.efi", "x86_64" },
		{ "/efi/boot/bootaa64.efi", "aarch64" },
		{ "/efi/boot/bootia32.efi", "i386" },
	};
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(images) && !found; i++) {
		cleanup_free char *path = root_nocase(r, images[i]);

		found = path != NULL;
	}
	for (size_t i = 0; found && i < ARRAY_SIZE(loaders); i++) {
		cleanup_free char *path = root_nocase(r, loaders[i].theirs);

		if (path && !os->arch)
			os_take(&os->arch, strdup(loaders[i].ours));
	}
	return found;
}

static bool windows(const struct insp_root *r, struct insp_os *os)
{
	if (!windows_new(r, os) && !windows_old(r, os))
		return false;
	os->type = "windows";
	os->distro = "windows";
	os->format = "installer";
	return true;
}

bool installer_detect(const struct insp_root *r, struct insp_os *os)
{
	if (debian(r, os) || treeinfo(r, os) || discinfo(r, os) ||
	    media_repo(r, os) || live_only(r, os)) {
		os->live |= root_is_file(r, "/LiveOS/squashfs.img") ||
			    root_is_file(r, "/live/filesystem.squashfs") ||
			    root_is_file(r, "/casper/filesystem.squashfs");
		return true;
	}
	return windows(r, os);
}
