// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/mdstat.h"
#include "frame/reply.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

bool optgroup_mdadm_available(void)
{
	return toolpath_have("mdadm");
}

/* Members in their places, "missing" where the bitmap has a bit */
static void add_members(struct strv *argv, char *const *devices,
			uint64_t missing)
{
	size_t i = 0;

	for (; devices[i] || missing; missing >>= 1)
		if (missing & 1)
			strv_add(argv, "missing");
		else if (devices[i])
			strv_add(argv, devices[i++]);
}

static bool good_name(const char *name)
{
	return *name && name[0] != '-' && !strchr(name, '/') &&
	       strcmp(name, ".") && strcmp(name, "..");
}

int do_md_create(const char *name, char *const *devices, int64_t missingbitmap,
		 int nrdevices, int spare, int64_t chunk, const char *level)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };
	uint64_t missing = 0;
	int n = strv_len(devices);
	cleanup_run struct run r = { 0 };

	if (!strncmp(name, "/dev/md/", 8))
		name += 8;
	if (!good_name(name))
		return reply_error(EINVAL, "%s: not a name for an array", name);
	if (given & GUESTFS_MD_CREATE_MISSINGBITMAP_BITMASK)
		missing = missingbitmap;
	if (!(given & GUESTFS_MD_CREATE_SPARE_BITMASK))
		spare = 0;
	n += __builtin_popcountll(missing);
	if (!(given & GUESTFS_MD_CREATE_NRDEVICES_BITMASK))
		nrdevices = n - spare;
	if (spare < 0 || nrdevices < 1 || nrdevices + spare != n)
		return reply_error(EINVAL,
				   "%s: %d devices cannot be %d active "
				   "and %d spare ones",
				   name, n, nrdevices, spare);
	strv_add(&argv, "mdadm");
	strv_add(&argv, "--create");
	strv_add(&argv, "--run");
	strv_addf(&argv, "/dev/md/%s", name);
	strv_addf(&argv, "--level=%s", level ? level : "raid1");
	strv_addf(&argv, "--raid-devices=%d", nrdevices);
	if (spare)
		strv_addf(&argv, "--spare-devices=%d", spare);
	if (given & GUESTFS_MD_CREATE_CHUNK_BITMASK)
		strv_addf(&argv, "--chunk=%lld", (long long)chunk / 1024);
	add_members(&argv, devices, missing);
	r.argv = (const char *const *)argv.v;
	return reply_run_or(&r, name, EINVAL);
}

int do_md_stop(const char *md)
{
	return reply_cmd(md, ARGV("mdadm", "--stop", md));
}

char **do_md_detail(const char *md)
{
	cleanup_run struct run r = { .argv = ARGV("mdadm", "-D", "--export",
						  md) };
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_strv char **lines = NULL;

	if (reply_run_or(&r, md, EINVAL) < 0)
		return NULL;
	lines = strv_lines(r.out);
	for (size_t i = 0; lines && lines[i]; i++) {
		char *value = strchr(lines[i], '=');

		/* Members, with the kernel's names: md_stat has them better */
		if (!value || strncmp(lines[i], "MD_", 3) ||
		    !strncmp(lines[i], "MD_DEVICE_", 10))
			continue;
		*value++ = '\0';
		for (char *p = lines[i] + 3; *p; p++)
			*p = tolower((unsigned char)*p);
		strv_add(&sv, lines[i] + 3);
		strv_add(&sv, value);
	}
	return strv_steal(&sv);
}

guestfs_int_mdstat_list *do_md_stat(const char *md)
{
	cleanup_free char *text = io_read_file("/proc/mdstat", 1 << 20, NULL);
	cleanup_free char *name = devname_sysfs(md);
	guestfs_int_mdstat_list *ret = calloc(1, sizeof(*ret));
	struct mdstat_member *v = NULL;
	size_t n = 0;

	if (!text || !name || !ret || mdstat_parse(text, name, &v, &n) < 0) {
		reply_errno(errno, "%s", md);
		free(ret);
		return NULL;
	}
	ret->guestfs_int_mdstat_list_val =
		calloc(n + 1, sizeof(guestfs_int_mdstat));
	ret->guestfs_int_mdstat_list_len = n;
	for (size_t i = 0; i < n; i++) {
		guestfs_int_mdstat *m = &ret->guestfs_int_mdstat_list_val[i];

		m->mdstat_device = devname_to_user(v[i].device);
		m->mdstat_index = v[i].index;
		m->mdstat_flags = v[i].flags;
		free(v[i].device);
	}
	free(v);
	return ret;
}
