/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "linux.h"

#include <string.h>

#include "arch.h"
#include "cleanup.h"
#include "distro.h"
#include "hostname.h"
#include "version.h"

static const char *const os_release_paths[] = {
	"/etc/os-release",
	"/usr/lib/os-release",
	"/lib/os-release",
};

/* The files of old. Several systems carry the files of those they come from:
 * the more special ones stand first.
 */
static const struct release {
	const char *path;
	const char *distro;
} releases[] = {
	{ "/etc/oracle-release", "oraclelinux" },
	{ "/etc/rocky-release", "rocky" },
	{ "/etc/neokylin-release", "neokylin" },
	{ "/etc/kylin-release", "kylin" },
	{ "/etc/openmandriva-release", "openmandriva" },
	{ "/etc/mageia-release", "mageia" },
	{ "/etc/pld-release", "pldlinux" },
	{ "/etc/altlinux-release", "altlinux" },
	{ "/etc/meego-release", "meego" },
	{ "/etc/mandriva-release", "mandriva" },
	{ "/etc/mandrake-release", "mandriva" },
	{ "/etc/centos-release", "centos" },
	{ "/etc/fedora-release", "fedora" },
	{ "/etc/redhat-release", NULL },
	{ "/etc/SuSE-release", NULL },
	{ "/etc/debian_version", "debian" },
	{ "/etc/pardus-release", "pardus" },
	{ "/etc/arch-release", "archlinux" },
	{ "/etc/gentoo-release", "gentoo" },
	{ "/etc/alpine-release", "alpinelinux" },
	{ "/etc/frugalware-release", "frugalware" },
	{ "/etc/slackware-version", "slackware" },
	{ "/etc/ttylinux-target", "ttylinux" },
	{ "/etc/ttylinux-version", "ttylinux" },
	{ "/etc/cirros/version", "cirros" },
	{ "/etc/br-version", "buildroot" },
};

/* Red Hat's file is everybody's in its family: its first words tell. */
static const struct words {
	const char *start;
	const char *distro;
} redhat_words[] = {
	{ "Fedora", "fedora" },
	{ "Red Hat", "rhel" },
	{ "CentOS", "centos" },
	{ "Rocky", "rocky" },
	{ "Scientific Linux", "scientificlinux" },
	{ "Oracle", "oraclelinux" },
	{ "Enterprise Linux Enterprise Linux", "oraclelinux" },
	{ "Mageia", "mageia" },
	{ "Mandriva", "mandriva" },
	{ "OpenMandriva", "openmandriva" },
	{ "NeoKylin", "neokylin" },
	{ "PLD", "pldlinux" },
	{ "ALT", "altlinux" },
}, lsb_ids[] = {
	{ "Ubuntu", "ubuntu" },
	{ "LinuxMint", "linuxmint" },
	{ "MandrivaLinux", "mandriva" },
	{ "Mageia", "mageia" },
	{ "OpenMandriva", "openmandriva" },
	{ "CoreOS", "coreos" },
	{ "Container Linux", "coreos" },
	{ "Kali", "kalilinux" },
	{ "Kylin", "kylin" },
	{ "Arch", "archlinux" },
};

static const char *by_start(const struct words *w, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strncasecmp(text, w[i].start, strlen(w[i].start)))
			return w[i].distro;
	return NULL;
}

static bool try_os_release(const char *text, struct insp_os *os)
{
	cleanup_free char *id = keyval_get(text, "ID");
	cleanup_free char *like = keyval_get(text, "ID_LIKE");
	cleanup_free char *version = keyval_get(text, "VERSION_ID");
	const char *distro = id ? distro_of_id(id, like) : NULL;

	if (distro)
		os->distro = distro;
	if (version)
		version_parse(version, &os->major, &os->minor);
	os_take(&os->product, keyval_get(text, "PRETTY_NAME"));
	if (!os->product)
		os_take(&os->product, keyval_get(text, "NAME"));
	os_take(&os->build_id, keyval_get(text, "BUILD_ID"));
	os_take(&os->variant, keyval_get(text, "VARIANT_ID"));
	return id || os->product;
}

static bool os_release(const struct insp_root *r, struct insp_os *os)
{
	for (size_t i = 0; i < ARRAY_SIZE(os_release_paths); i++) {
		cleanup_free char *text = root_text(r, os_release_paths[i]);

		if (text && try_os_release(text, os))
			return true;
	}
	return false;
}

static bool lsb_release(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *text = root_text(r, "/etc/lsb-release");
	cleanup_free char *id = text ? keyval_get(text, "DISTRIB_ID") : NULL;
	cleanup_free char *release = NULL;
	const char *distro;

	distro = id ? by_start(lsb_ids, ARRAY_SIZE(lsb_ids), id) : NULL;
	if (!distro)
		return false;
	os->distro = distro;
	release = keyval_get(text, "DISTRIB_RELEASE");
	if (release)
		version_parse(release, &os->major, &os->minor);
	os_take(&os->product, keyval_get(text, "DISTRIB_DESCRIPTION"));
	return true;
}

/* SuSE wrote name, VERSION and PATCHLEVEL on lines of their own. */
static void suse_version(const char *text, int *major, int *minor)
{
	cleanup_free char *version = keyval_get(text, "VERSION");
	cleanup_free char *patch = keyval_get(text, "PATCHLEVEL");
	int unused;

	if (!version)
		version_parse(text, major, minor);
	else if (version_parse(version, major, minor) && patch)
		version_parse(patch, minor, &unused);
}

/* "CentOS release 4.9" and "Red Hat ... AS release 4 (Nahant Update 8)" */
static void rpm_version(const char *line, int *major, int *minor)
{
	int update, unused;

	if (!version_after(line, "release", major, minor))
		version_parse(line, major, minor);
	if (!*minor && version_after(line, " Update ", &update, &unused))
		*minor = update;
}

static void release_version(const struct insp_root *r,
			    const struct release *rel, const char *line,
			    int *major, int *minor)
{
	if (strstr(rel->path, "SuSE")) {
		cleanup_free char *text = root_text(r, rel->path);

		if (text)
			suse_version(text, major, minor);
	} else {
		rpm_version(line, major, minor);
	}
}

static const char *release_distro(const struct release *rel, const char *line)
{
	const char *distro;

	if (rel->distro)
		return rel->distro;
	if (strstr(rel->path, "SuSE")) {
		if (strcasestr(line, "openSUSE"))
			return "opensuse";
		return strcasestr(line, "Enterprise") ? "sles" : "suse-based";
	}
	distro = by_start(redhat_words, ARRAY_SIZE(redhat_words), line);
	return distro ? distro : "redhat-based";
}

/* Whether the release file alone may name the product: those of Debian and
 * Alpine hold nothing but a number.
 */
static char *product_name(const char *distro, const char *line)
{
	char *s;

	if (!strcmp(distro, "debian"))
		return asprintf(&s, "Debian GNU/Linux %s", line) < 0 ? NULL : s;
	if (!strcmp(distro, "alpinelinux"))
		return asprintf(&s, "Alpine Linux %s", line) < 0 ? NULL : s;
	if (!strcmp(distro, "archlinux"))
		return strdup("Arch Linux");
	return *line ? strdup(line) : NULL;
}

static bool old_release(const struct insp_root *r, struct insp_os *os)
{
	for (size_t i = 0; i < ARRAY_SIZE(releases); i++) {
		const struct release *rel = &releases[i];
		cleanup_free char *line = NULL;

		if (!root_is_file(r, rel->path))
			continue;
		line = root_line(r, rel->path);
		os->distro = release_distro(rel, line ? line : "");
		os_take(&os->product,
			product_name(os->distro, line ? line : ""));
		if (line)
			release_version(r, rel, line, &os->major, &os->minor);
		return true;
	}
	return false;
}

/* os-release of Debian, CentOS and others tells no minor version; the
 * distribution's own file does, and is believed where the majors agree.
 */
static void refine_version(const struct insp_root *r, struct insp_os *os)
{
	for (size_t i = 0; i < ARRAY_SIZE(releases); i++) {
		cleanup_free char *line = root_line(r, releases[i].path);
		int major = 0, minor = 0;

		if (!line ||
		    strcmp(release_distro(&releases[i], line), os->distro))
			continue;
		release_version(r, &releases[i], line, &major, &minor);
		if (!os->major || os->major == major) {
			os->major = major;
			os->minor = minor;
			return;
		}
	}
}

bool linux_release(const struct insp_root *r, struct insp_os *os)
{
	if (os_release(r, os)) {
		/* What its ID does not tell, the older files may. */
		if (!strcmp(os->distro, "unknown")) {
			cleanup_free char *product = steal_ptr(&os->product);
			int major = os->major, minor = os->minor;

			if (!lsb_release(r, os))
				old_release(r, os);
			if (product)
				os_take(&os->product, steal_ptr(&product));
			if (major) {
				os->major = major;
				os->minor = minor;
			}
		} else if (!os->minor) {
			refine_version(r, os);
		}
		return true;
	}
	return lsb_release(r, os) || old_release(r, os);
}

static bool has_programs(const struct insp_root *r)
{
	return root_is_dir(r, "/bin") || root_is_dir(r, "/usr/bin") ||
	       root_is_dir(r, "/sbin");
}

bool linux_needs_usr(const struct insp_root *r)
{
	return r->usr < 0 && root_is_dir(r, "/etc") &&
	       root_exists(r, "/etc/fstab") && !root_is_dir(r, "/usr/bin");
}

bool linux_is_root(const struct insp_root *r)
{
	if (!root_is_dir(r, "/etc"))
		return false;
	/* NixOS has little else before it boots. */
	if (root_is_file(r, "/etc/NIXOS"))
		return true;
	/* The links /bin and /sbin hang in the air while /usr is elsewhere. */
	if (!has_programs(r) && !linux_needs_usr(r))
		return false;
	if (root_is_file(r, "/etc/fstab"))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(os_release_paths); i++)
		if (root_is_file(r, os_release_paths[i]))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(releases); i++)
		if (root_is_file(r, releases[i].path))
			return true;
	return root_is_file(r, "/etc/lsb-release");
}

bool linux_is_coreos_usr(const struct insp_root *r)
{
	return !root_is_dir(r, "/etc") && root_is_file(r, "/lib/os-release") &&
	       (root_is_dir(r, "/share/coreos") ||
		root_is_dir(r, "/share/flatcar"));
}

void linux_detect(const struct insp_root *r, struct insp_os *os)
{
	const char *arch = arch_of_unix(r);

	os->type = "linux";
	linux_release(r, os);
	os_take(&os->arch, arch ? strdup(arch) : NULL);
	os_take(&os->hostname, hostname_find(r, os->type));
}
