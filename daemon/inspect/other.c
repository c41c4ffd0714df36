/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "other.h"

#include <string.h>

#include "arch.h"
#include "cleanup.h"
#include "hostname.h"
#include "linux.h"
#include "version.h"

bool hurd_detect(const struct insp_root *r, struct insp_os *os)
{
	const char *arch;

	if (!root_is_file(r, "/hurd/console") &&
	    !root_is_file(r, "/hurd/init") &&
	    !root_is_file(r, "/hurd/startup") &&
	    !root_is_file(r, "/hurd/ext2fs.static"))
		return false;
	os->type = "hurd";
	linux_release(r, os);
	arch = arch_of_unix(r);
	os_take(&os->arch, arch ? strdup(arch) : NULL);
	os_take(&os->hostname, hostname_find(r, os->type));
	return true;
}

bool minix_detect(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *version = NULL;
	const char *arch;
	char *product;

	if (!root_is_file(r, "/service/vm") && !root_is_dir(r, "/boot/minix") &&
	    !root_is_file(r, "/minix"))
		return false;
	if (!root_is_dir(r, "/etc"))
		return false;
	os->type = "minix";
	os->distro = "unknown";
	version = root_line(r, "/etc/version");
	if (version && version_parse(version, &os->major, &os->minor) &&
	    asprintf(&product, "MINIX %s", version) >= 0)
		os_take(&os->product, product);
	arch = arch_of_unix(r);
	os_take(&os->arch, strdup(arch ? arch : "i386"));
	os_take(&os->hostname, hostname_find(r, os->type));
	return true;
}

static bool has_nocase(const struct insp_root *r, const char *path)
{
	cleanup_free char *real = root_nocase(r, path);

	return real != NULL;
}

bool dos_detect(const struct insp_root *r, struct insp_os *os)
{
	bool freedos = has_nocase(r, "/fdos") || has_nocase(r, "/freedos") ||
		       has_nocase(r, "/kernel.sys") ||
		       has_nocase(r, "/fdconfig.sys") ||
		       has_nocase(r, "/fdauto.bat");

	if (!has_nocase(r, "/command.com") && !freedos)
		return false;
	if (!freedos && !has_nocase(r, "/io.sys") &&
	    !has_nocase(r, "/ibmbio.com") && !has_nocase(r, "/autoexec.bat"))
		return false;
	os->type = "dos";
	os->distro = freedos ? "freedos" : "msdos";
	os_take(&os->product, strdup(freedos ? "FreeDOS" : "MS-DOS"));
	/* It never ran on anything else. */
	os_take(&os->arch, strdup("i386"));
	return true;
}

/* Names of one deployment below /ostree/deploy: STATEROOT/deploy/HASH.N */
static char *newest_deployment(const struct insp_root *r)
{
	cleanup_strv char **roots = root_list(r, "/ostree/deploy");
	cleanup_free char *best = NULL;
	struct stat best_st = { 0 };

	for (size_t i = 0; roots && roots[i]; i++) {
		cleanup_free char *dir = NULL;
		cleanup_strv char **names = NULL;

		if (asprintf(&dir, "/ostree/deploy/%s/deploy", roots[i]) < 0)
			return NULL;
		names = root_list(r, dir);
		for (size_t j = 0; names && names[j]; j++) {
			cleanup_free char *path = NULL;
			struct stat st;

			if (asprintf(&path, "%s/%s", dir, names[j]) < 0)
				return NULL;
			if (!root_stat(r, path, &st) || !S_ISDIR(st.st_mode))
				continue;
			if (best && st.st_mtime <= best_st.st_mtime)
				continue;
			free(best);
			best = steal_ptr(&path);
			best_st = st;
		}
	}
	return steal_ptr(&best);
}

bool ostree_detect(const struct insp_root *r, struct insp_os *os)
{
	cleanup_free char *path = newest_deployment(r);
	cleanup_close int fd = path ? root_dir(r, path) : -1;
	struct insp_root deployment = { .fd = fd, .usr = -1 };

	if (fd < 0 || !linux_is_root(&deployment))
		return false;
	linux_detect(&deployment, os);
	return true;
}
