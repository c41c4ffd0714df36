// SPDX-License-Identifier: GPL-2.0-or-later
/* Quotas of btrfs. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

/* btrfs quota @verb, for a path or a device */
static int quota(const struct mountable *fs, const char *verb,
		 const char *option)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };
	struct btrfs_mnt m = { 0 };
	int r;

	if (fs->type == MOUNTABLE_PATH ? toolpath_open(&p, fs->device) < 0
				       : btrfs_open_rw(fs->device, &m) < 0)
		return -1;
	tool_words(&argv, "btrfs", "quota", verb, option, NULL);
	strv_add(&argv, p.path ? p.path : m.dir);
	r = tool_dev_strv(fs->device, &argv);
	btrfs_close(&m);
	return r;
}

int do_btrfs_quota_enable(const struct mountable *fs, int enable)
{
	return quota(fs, enable ? "enable" : "disable", NULL);
}

int do_btrfs_quota_rescan(const struct mountable *fs)
{
	return quota(fs, "rescan", "-w");
}

/* btrfs qgroup @verb ... PATH; one or two words between */
static int qgroup(const char *path, const char *verb, const char *one,
		  const char *two)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };

	if (toolpath_open(&p, path) < 0)
		return -1;
	tool_words(&argv, "btrfs", "qgroup", verb, "--", one, two, NULL);
	strv_add(&argv, p.path);
	return tool_strv(path, &argv);
}

int do_btrfs_qgroup_limit(const char *subvolume, int64_t size)
{
	char bytes[32];

	if (size < 0)
		return reply_error(EINVAL, "%s: a limit of %lld bytes",
				   subvolume, (long long)size);
	snprintf(bytes, sizeof(bytes), "%lld", (long long)size);
	return qgroup(subvolume, "limit", bytes, NULL);
}

int do_btrfs_qgroup_create(const char *qgroupid, const char *subvolume)
{
	return qgroup(subvolume, "create", qgroupid, NULL);
}

int do_btrfs_qgroup_destroy(const char *qgroupid, const char *subvolume)
{
	return qgroup(subvolume, "destroy", qgroupid, NULL);
}

int do_btrfs_qgroup_assign(const char *src, const char *dst, const char *path)
{
	return qgroup(path, "assign", src, dst);
}

int do_btrfs_qgroup_remove(const char *src, const char *dst, const char *path)
{
	return qgroup(path, "remove", src, dst);
}

/* "0/256      16384      16384   sub"; 0 where it is another line */
static int parse_line(const char *line, guestfs_int_btrfsqgroup *q)
{
	unsigned long long level, id, rfer, excl;
	char text[64];

	if (sscanf(line, "%llu/%llu %llu %llu", &level, &id, &rfer, &excl) != 4)
		return 0;
	snprintf(text, sizeof(text), "%llu/%llu", level, id);
	q->btrfsqgroup_id = strdup(text);
	q->btrfsqgroup_rfer = rfer;
	q->btrfsqgroup_excl = excl;
	return q->btrfsqgroup_id ? 1 : -1;
}

guestfs_int_btrfsqgroup_list *do_btrfs_qgroup_show(const char *path)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_run struct run r = { 0 };
	guestfs_int_btrfsqgroup_list *ret;
	cleanup_strv char **lines = NULL;
	guestfs_int_btrfsqgroup *v;
	int n = 0;

	if (toolpath_open(&p, path) < 0)
		return NULL;
	r.argv = ARGV("btrfs", "qgroup", "show", "--raw", p.path);
	if (reply_run_or(&r, path, EINVAL) < 0)
		return NULL;
	lines = strv_lines(r.out);
	ret = calloc(1, sizeof(*ret));
	v = calloc(strv_len(lines) + 1, sizeof(*v));
	for (size_t i = 0; v && lines && lines[i] && n >= 0; i++) {
		int got = parse_line(lines[i], &v[n]);

		n = got < 0 ? -1 : n + got;
	}
	if (!ret || !v || n < 0) {
		free(ret);
		free(v);
		reply_errno(ENOMEM, "%s", path);
		return NULL;
	}
	ret->guestfs_int_btrfsqgroup_list_val = v;
	ret->guestfs_int_btrfsqgroup_list_len = n;
	return ret;
}
