// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/lvmconf.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/standby.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

bool optgroup_lvm2_available(void)
{
	return toolpath_have("lvm");
}

/* Lines of a report, spaces at both ends cut; NULL once the error is queued */
static char **report(const char *what, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };
	cleanup_strv char **lines = NULL;
	cleanup_strv_finish struct strv sv = { 0 };

	if (reply_run(&r, what) < 0)
		return NULL;
	lines = strv_lines(r.out);
	for (size_t i = 0; lines && lines[i]; i++) {
		char *s = lines[i] + strspn(lines[i], " ");
		size_t len = strlen(s);

		while (len && s[len - 1] == ' ')
			s[--len] = '\0';
		if (len)
			strv_add(&sv, s);
	}
	strv_sort(sv.v);
	return strv_steal(&sv);
}

/* A one-line report */
static char *report_one(const char *what, const char *const argv[])
{
	cleanup_strv char **lines = report(what, argv);

	if (!lines)
		return NULL;
	if (!lines[0]) {
		reply_errno(ENOENT, "%s", what);
		return NULL;
	}
	return strdup(lines[0]);
}

char **do_pvs(void)
{
	cleanup_strv char **all = report(
		"pvs", ARGV("lvm", "pvs", "--noheadings", "-o", "pv_name"));
	cleanup_strv_finish struct strv sv = { 0 };

	if (!all)
		return NULL;
	/* "[unknown]" stands for one that is missing */
	for (size_t i = 0; all[i]; i++)
		if (all[i][0] == '/')
			strv_add(&sv, all[i]);
	return strv_steal(&sv);
}

char **do_vgs(void)
{
	return report("vgs",
		      ARGV("lvm", "vgs", "--noheadings", "-o", "vg_name"));
}

char **do_lvs(void)
{
	char **v = report("lvs", ARGV("lvm", "lvs", "--noheadings", "-o",
				      "vg_name,lv_name", "--separator", "/",
				      "-S", "lv_role=public"));

	for (size_t i = 0; v && v[i]; i++) {
		char *s;

		if (asprintf(&s, "/dev/%s", v[i]) < 0)
			continue;
		free(v[i]);
		v[i] = s;
	}
	return v;
}

char *do_pvuuid(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return report_one(user, ARGV("lvm", "pvs", "--noheadings", "-o",
				     "pv_uuid", device));
}

char *do_vguuid(const char *vgname)
{
	return report_one(vgname, ARGV("lvm", "vgs", "--noheadings", "-o",
				       "vg_uuid", "--", vgname));
}

char *do_lvuuid(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return report_one(user, ARGV("lvm", "lvs", "--noheadings", "-o",
				     "lv_uuid", device));
}

/* LVM's complaints name an errno seldom. */
static int lvm(const char *what, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };
	int err = 0;

	if (standby_run(&r) < 0)
		return reply_errno(errno, "%s: lvm", what);
	/* Nothing to change is no error */
	if (r.status == 0 || strstr(r.err, "matches existing size"))
		return 0;
	if (strstr(r.err, "in use") || strstr(r.err, "used by") ||
	    strstr(r.err, "an't open") || strstr(r.err, "ctive logical") ||
	    strstr(r.err, "still active") || strstr(r.err, "must be inactive"))
		err = EBUSY;
	else if (strstr(r.err, "already exists"))
		err = EEXIST;
	else if (strstr(r.err, "nsufficient free space"))
		err = ENOSPC;
	else if (strstr(r.err, "not found"))
		err = ENOENT;
	return reply_program(&r, what, err ? err : EINVAL);
}

int do_pvcreate(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return lvm(user, ARGV("lvm", "pvcreate", "--force", "--yes", device));
}

int do_pvremove(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return lvm(user, ARGV("lvm", "pvremove", "--yes", device));
}

/* @argv, then @more, for programs that take a list at the end */
static int lvm_list(const char *what, const char *const argv[],
		    char *const *more)
{
	size_t n = 0, m = strv_len(more);
	cleanup_free const char **all = NULL;

	while (argv[n])
		n++;
	all = calloc(n + m + 1, sizeof(*all));
	if (!all)
		return reply_errno(ENOMEM, "%s", what);
	memcpy(all, argv, n * sizeof(*all));
	for (size_t i = 0; i < m; i++)
		all[n + i] = more[i];
	return lvm(what, all);
}

int do_vgcreate(const char *volgroup, char *const *physvols)
{
	return lvm_list(volgroup,
			ARGV("lvm", "vgcreate", "--yes", "--", volgroup),
			physvols);
}

int do_vgremove(const char *vgname)
{
	return lvm(vgname, ARGV("lvm", "vgremove", "-f", "--", vgname));
}

int do_vg_activate(int activate, char *const *volgroups)
{
	return lvm_list("volume groups",
			ARGV("lvm", "vgchange", activate ? "-ay" : "-an", "--"),
			volgroups);
}

int do_vg_activate_all(int activate)
{
	char *const none[] = { NULL };

	return do_vg_activate(activate, none);
}

int do_vgscan(void)
{
	return do_lvm_scan(0);
}

/* Nothing is cached: LVM looks at the devices each time. */
int do_lvm_scan(int activate)
{
	if (!activate)
		return 0;
	return lvm("volume groups", ARGV("lvm", "vgchange", "-aay"));
}

/* Without the marks of what was there before. LVM's own search for them reads
 * from place to place.
 */
static int create(const char *logvol, const char *volgroup, const char *option,
		  const char *size)
{
	cleanup_free char *path = NULL;

	if (lvm(logvol, ARGV("lvm", "lvcreate", "--yes", "-Wn", option, size,
			     "-n", logvol, "--", volgroup)) < 0)
		return -1;
	if (asprintf(&path, "/dev/%s/%s", volgroup, logvol) < 0)
		return reply_errno(ENOMEM, "%s", logvol);
	return probe_wipe(path) < 0 ? reply_errno(errno, "%s", path) : 0;
}

int do_lvcreate(const char *logvol, const char *volgroup, int mbytes)
{
	char size[32];

	if (mbytes <= 0)
		return reply_error(EINVAL, "%s: %d megabytes", logvol, mbytes);
	snprintf(size, sizeof(size), "%dm", mbytes);
	return create(logvol, volgroup, "-L", size);
}

int do_lvcreate_free(const char *logvol, const char *volgroup, int percent)
{
	char size[32];

	if (percent <= 0 || percent > 100)
		return reply_error(EINVAL, "%s: %d percent", logvol, percent);
	snprintf(size, sizeof(size), "%d%%FREE", percent);
	return create(logvol, volgroup, "-l", size);
}

int do_lvremove(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return lvm(user, ARGV("lvm", "lvremove", "-f", device));
}

/* Return: 1, 0, or -1 with errno */
static int is_logical(const char *device)
{
	cleanup_free char *name = devname_sysfs(device), *path = NULL;
	cleanup_free char *uuid = NULL;

	if (!name || asprintf(&path, "/sys/class/block/%s/dm/uuid", name) < 0)
		return -1;
	uuid = io_read_file(path, 4096, NULL);
	return uuid && !strncmp(uuid, "LVM-", 4);
}

int do_is_lv(const struct mountable *m)
{
	int r = m->type == MOUNTABLE_DEVICE ? is_logical(m->device) : 0;

	return r < 0 ? reply_errno(errno, "%s", m->device) : r;
}

char *do_lvm_canonical_lv_name(const char *lvname)
{
	char *kernel = devname_to_kernel(lvname);

	if (!kernel) {
		reply_errno(errno, "%s", lvname);
		return NULL;
	}
	if (is_logical(kernel) != 1) {
		reply_error(EINVAL, "%s: not a logical volume", lvname);
		free(kernel);
		return NULL;
	}
	return kernel;
}

int do_lvm_remove_all(void)
{
	cleanup_strv char **vgs = do_vgs(), **pvs = NULL;

	for (size_t i = 0; vgs && vgs[i]; i++)
		if (do_vgremove(vgs[i]) < 0)
			return -1;
	pvs = vgs ? do_pvs() : NULL;
	for (size_t i = 0; pvs && pvs[i]; i++)
		if (do_pvremove(pvs[i]) < 0)
			return -1;
	return pvs ? 0 : -1;
}

int do_lvresize(const char *device, int mbytes)
{
	cleanup_free char *user = devname_to_user(device);
	char size[32];

	if (mbytes <= 0)
		return reply_error(EINVAL, "%s: %d megabytes", user, mbytes);
	snprintf(size, sizeof(size), "%dm", mbytes);
	return lvm(user, ARGV("lvm", "lvresize", "--force", "--yes", "-L", size,
			      device));
}

int do_lvresize_free(const char *device, int percent)
{
	cleanup_free char *user = devname_to_user(device);
	char size[32];

	if (percent <= 0 || percent > 100)
		return reply_error(EINVAL, "%s: %d percent", user, percent);
	snprintf(size, sizeof(size), "+%d%%FREE", percent);
	return lvm(user, ARGV("lvm", "lvresize", "-l", size, device));
}

int do_pvresize(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return lvm(user, ARGV("lvm", "pvresize", "--yes", device));
}

int do_pvresize_size(const char *device, int64_t size)
{
	cleanup_free char *user = devname_to_user(device);
	char bytes[32];

	if (size <= 0)
		return reply_error(EINVAL, "%s: %lld bytes", user,
				   (long long)size);
	snprintf(bytes, sizeof(bytes), "%lldb", (long long)size);
	return lvm(user, ARGV("lvm", "pvresize", "--yes",
			      "--setphysicalvolumesize", bytes, device));
}

int do_lvrename(const char *logvol, const char *newlogvol)
{
	return lvm(logvol, ARGV("lvm", "lvrename", "--", logvol, newlogvol));
}

int do_vgrename(const char *volgroup, const char *newvolgroup)
{
	return lvm(volgroup,
		   ARGV("lvm", "vgrename", "--", volgroup, newvolgroup));
}

/* A field of all that is in a group */
static char **group_report(const char *field, const char *vgname)
{
	cleanup_run struct run r = { .argv = ARGV("lvm", "vgs", "--", vgname) };

	if (run(&r) < 0 || r.status != 0) {
		reply_error(ENOENT, "%s: there is no such volume group",
			    vgname);
		return NULL;
	}
	return report(vgname, ARGV("lvm", "vgs", "--noheadings", "-o", field,
				   "--", vgname));
}

char **do_vgpvuuids(const char *vgname)
{
	return group_report("pv_uuid", vgname);
}

char **do_vglvuuids(const char *vgname)
{
	return group_report("lv_uuid", vgname);
}

char *do_vgmeta(const char *vgname, size_t *ret_size)
{
	char path[] = "/run/vgmetaXXXXXX";
	cleanup_close int fd = mkstemp(path);
	char *text = NULL;

	if (fd < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	if (lvm(vgname, ARGV("lvm", "vgcfgbackup", "-f", path, "--", vgname)) ==
	    0) {
		text = io_read_file(path, GUESTFS_MESSAGE_MAX, ret_size);
		if (!text)
			reply_errno(errno, "%s: metadata", vgname);
	}
	unlink(path);
	return text;
}

int do_pvchange_uuid(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	return lvm(user, ARGV("lvm", "pvchange", "-u", device));
}

int do_pvchange_uuid_all(void)
{
	return lvm("physical volumes", ARGV("lvm", "pvchange", "-u", "-a"));
}

int do_vgchange_uuid(const char *vg)
{
	return lvm(vg, ARGV("lvm", "vgchange", "-u", "--", vg));
}

int do_vgchange_uuid_all(void)
{
	return lvm("volume groups", ARGV("lvm", "vgchange", "-u"));
}

/* What was active may be hidden from now on, so all go to sleep before. */
static int filter(char *const *devices)
{
	if (do_vg_activate_all(0) < 0)
		return -1;
	if (lvmconf_filter(devices) < 0)
		return reply_errno(errno, "LVM's filter");
	return do_lvm_scan(1);
}

int do_lvm_set_filter(char *const *devices)
{
	return filter(devices);
}

int do_lvm_clear_filter(void)
{
	return filter(NULL);
}
