/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "distro.h"

#include <string.h>
#include <strings.h>

#include "cleanup.h"
#include "strv.h"

static const struct id {
	const char *id;
	const char *distro;
} ids[] = {
	{ "alpine", "alpinelinux" },
	{ "alt", "altlinux" },
	{ "altlinux", "altlinux" },
	{ "arch", "archlinux" },
	{ "archarm", "archlinux" },
	{ "buildroot", "buildroot" },
	{ "centos", "centos" },
	{ "cirros", "cirros" },
	{ "coreos", "coreos" },
	{ "debian", "debian" },
	{ "fedora", "fedora" },
	{ "flatcar", "coreos" },
	{ "freebsd", "freebsd" },
	{ "frugalware", "frugalware" },
	{ "gentoo", "gentoo" },
	{ "kali", "kalilinux" },
	{ "kylin", "kylin" },
	{ "linuxmint", "linuxmint" },
	{ "mageia", "mageia" },
	{ "mandriva", "mandriva" },
	{ "mandrivalinux", "mandriva" },
	{ "meego", "meego" },
	{ "neokylin", "neokylin" },
	{ "netbsd", "netbsd" },
	{ "ol", "oraclelinux" },
	{ "openbsd", "openbsd" },
	{ "openmandriva", "openmandriva" },
	{ "opensuse", "opensuse" },
	{ "opensuse-leap", "opensuse" },
	{ "opensuse-microos", "opensuse" },
	{ "opensuse-tumbleweed", "opensuse" },
	{ "oracle", "oraclelinux" },
	{ "pardus", "pardus" },
	{ "pld", "pldlinux" },
	{ "raspbian", "debian" },
	{ "rhel", "rhel" },
	{ "rocky", "rocky" },
	{ "scientific", "scientificlinux" },
	{ "slackware", "slackware" },
	{ "sle_hpc", "sles" },
	{ "sled", "sles" },
	{ "sles", "sles" },
	{ "sles_sap", "sles" },
	{ "sle-micro", "sles" },
	{ "ttylinux", "ttylinux" },
	{ "ubuntu", "ubuntu" },
	{ "void", "voidlinux" },
};

/* What a system is taken for that only says whom it resembles. The order
 * counts: Rocky's successors say "rhel centos fedora".
 */
static const struct id relatives[] = {
	{ "ubuntu", "ubuntu" },	      { "debian", "debian" },
	{ "rhel", "redhat-based" },   { "centos", "redhat-based" },
	{ "fedora", "redhat-based" }, { "opensuse", "suse-based" },
	{ "suse", "suse-based" },     { "sles", "suse-based" },
	{ "arch", "archlinux" },      { "gentoo", "gentoo" },
	{ "alpine", "alpinelinux" },  { "slackware", "slackware" },
};

const char *distro_of_id(const char *id, const char *id_like)
{
	cleanup_strv char **like = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		if (!strcasecmp(ids[i].id, id))
			return ids[i].distro;
	like = id_like ? strv_split(id_like, " \t") : NULL;
	for (size_t i = 0; like && i < ARRAY_SIZE(relatives); i++)
		if (strv_has(like, relatives[i].id))
			return relatives[i].distro;
	return NULL;
}

static const struct packages {
	const char *distro;
	const char *format;
	const char *management;
	/* From @since on: @newer instead; 0 for never */
	int since;
	const char *newer;
} packages[] = {
	{ "alpinelinux", "apk", "apk" },
	{ "altlinux", "rpm", "apt" },
	{ "archlinux", "pacman", "pacman" },
	{ "centos", "rpm", "yum", 8, "dnf" },
	{ "debian", "deb", "apt" },
	{ "fedora", "rpm", "yum", 22, "dnf" },
	{ "freebsd", "pkgsrc", "pkgsrc" },
	{ "frugalware", "pacman", "pacman" },
	{ "gentoo", "ebuild", "portage" },
	{ "kalilinux", "deb", "apt" },
	{ "kylin", "deb", "apt" },
	{ "linuxmint", "deb", "apt" },
	{ "mageia", "rpm", "urpmi" },
	{ "mandriva", "rpm", "urpmi" },
	{ "meego", "rpm", "yum" },
	{ "neokylin", "rpm", "yum" },
	{ "netbsd", "pkgsrc", "pkgsrc" },
	{ "openbsd", "pkgsrc", "pkgsrc" },
	{ "openmandriva", "rpm", "urpmi", 4, "dnf" },
	{ "opensuse", "rpm", "zypper" },
	{ "oraclelinux", "rpm", "yum", 8, "dnf" },
	{ "pardus", "pisi", "pisi" },
	{ "pldlinux", "rpm", "unknown" },
	{ "redhat-based", "rpm", "yum", 8, "dnf" },
	{ "rhel", "rpm", "yum", 8, "dnf" },
	{ "rocky", "rpm", "dnf" },
	{ "scientificlinux", "rpm", "yum" },
	{ "sles", "rpm", "zypper" },
	{ "suse-based", "rpm", "zypper" },
	{ "ubuntu", "deb", "apt" },
	{ "voidlinux", "xbps", "xbps" },
};

static const struct packages *packages_of(const char *distro)
{
	for (size_t i = 0; i < ARRAY_SIZE(packages); i++)
		if (!strcmp(packages[i].distro, distro))
			return &packages[i];
	return NULL;
}

const char *distro_package_format(const char *distro)
{
	const struct packages *p = packages_of(distro);

	return p ? p->format : "unknown";
}

const char *distro_package_management(const char *distro, int major)
{
	const struct packages *p = packages_of(distro);

	/* The first four releases of RHEL had a tool of their own. */
	if (!strcmp(distro, "rhel") && major && major <= 4)
		return "up2date";
	if (!p)
		return "unknown";
	return p->since && major >= p->since ? p->newer : p->management;
}
