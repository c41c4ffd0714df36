/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inspect_* calls. What inspect_os found stays until it is called again. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "actions.h"
#include "cleanup.h"
#include "collect.h"
#include "distro.h"
#include "frame/devname.h"
#include "frame/reply.h"
#include "inspect.h"
#include "scan.h"

/* Main thread only, as all actions. */
static struct scan found;

static char *or_null(char *s)
{
	if (!s)
		reply_errno(ENOMEM, "inspection");
	return s;
}

static char **roots(void)
{
	cleanup_strv_finish struct strv sv = { 0 };
	char **v;

	for (size_t i = 0; i < found.n; i++)
		if (found.v[i].is_root &&
		    strv_add(&sv, found.v[i].mountable) < 0) {
			reply_errno(errno, "inspection");
			return NULL;
		}
	v = strv_steal(&sv);
	if (!v)
		reply_errno(errno, "inspection");
	return v;
}

char **do_inspect_os(void)
{
	cleanup_strv char **filesystems = do_list_filesystems();
	struct insp_devs devs = { 0 };

	scan_finish(&found);
	if (!filesystems)
		return NULL;
	collect_devs(filesystems, &devs);
	scan_run(filesystems, &devs, &found);
	devs_finish(&devs);
	return roots();
}

char **do_inspect_get_roots(void)
{
	return roots();
}

static bool same_device(const char *a, const char *b)
{
	struct stat sa, sb;

	return !strcmp(a, b) ||
	       (stat(a, &sa) == 0 && stat(b, &sb) == 0 && S_ISBLK(sa.st_mode) &&
		sa.st_rdev == sb.st_rdev);
}

/* The system on @root, or NULL with the error queued. */
const struct insp_os *inspect_os_of(const struct mountable *root)
{
	const char *volume = root->volume ? root->volume : "";
	cleanup_free char *user = NULL;

	for (size_t i = 0; i < found.n; i++) {
		const struct scan_vol *v = &found.v[i];

		if (v->is_root && same_device(v->device, root->device) &&
		    !strcmp(v->volume ? v->volume : "", volume))
			return &v->os;
	}
	user = devname_to_user(root->device);
	reply_error(EINVAL,
		    "%s%s%s: no information about this root; call "
		    "inspect_os first",
		    user ? user : root->device, *volume ? "/" : "", volume);
	return NULL;
}

/* A copy of what is known, or "unknown". */
static char *text(const char *s)
{
	return or_null(strdup(s ? s : "unknown"));
}

/* A copy of what only Windows has. */
static char *windows_text(const struct insp_os *os, const char *s,
			  const char *what)
{
	if (s)
		return or_null(strdup(s));
	if (strcmp(os->type, "windows"))
		reply_error(EINVAL, "not a Windows system, so it has no %s",
			    what);
	else
		reply_error(EINVAL, "no %s found in this Windows system", what);
	return NULL;
}

static char **list(const struct strv *sv)
{
	static char *none[] = { NULL };
	char **v = strv_dup(sv->v ? sv->v : none);

	if (!v)
		reply_errno(ENOMEM, "inspection");
	return v;
}

char *do_inspect_get_type(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->type) : NULL;
}

char *do_inspect_get_distro(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->distro) : NULL;
}

char *do_inspect_get_product_name(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->product) : NULL;
}

char *do_inspect_get_product_variant(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->variant) : NULL;
}

int do_inspect_get_major_version(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? os->major : -1;
}

int do_inspect_get_minor_version(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? os->minor : -1;
}

char *do_inspect_get_arch(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->arch) : NULL;
}

char *do_inspect_get_hostname(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->hostname) : NULL;
}

char **do_inspect_get_mountpoints(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? list(&os->mounts) : NULL;
}

char **do_inspect_get_filesystems(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? list(&os->filesystems) : NULL;
}

char **do_inspect_get_drive_mappings(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? list(&os->drives) : NULL;
}

char *do_inspect_get_package_format(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(distro_package_format(os->distro)) : NULL;
}

char *do_inspect_get_package_management(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(distro_package_management(os->distro, os->major))
		  : NULL;
}

char *do_inspect_get_format(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? text(os->format) : NULL;
}

int do_inspect_is_live(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? os->live : -1;
}

int do_inspect_is_netinst(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? os->netinst : -1;
}

int do_inspect_is_multipart(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? os->multipart : -1;
}

char *do_inspect_get_windows_systemroot(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? windows_text(os, os->systemroot, "system root") : NULL;
}

char *do_inspect_get_windows_current_control_set(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? windows_text(os, os->control_set, "control set") : NULL;
}

char *do_inspect_get_windows_software_hive(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? windows_text(os, os->software, "SOFTWARE hive") : NULL;
}

char *do_inspect_get_windows_system_hive(const struct mountable *root)
{
	const struct insp_os *os = inspect_os_of(root);

	return os ? windows_text(os, os->system, "SYSTEM hive") : NULL;
}
