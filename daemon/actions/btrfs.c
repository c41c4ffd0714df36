// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"

bool optgroup_btrfs_available(void)
{
	return toolpath_have("btrfs");
}

/* A path or a device: where it can be looked into */
static int open_fs(const struct mountable *fs, struct btrfs_mnt *m,
		   struct toolpath *p)
{
	*p = (struct toolpath)TOOLPATH_INIT;
	*m = (struct btrfs_mnt){ 0 };
	if (fs->type != MOUNTABLE_PATH)
		return btrfs_open(fs->device, m);
	if (toolpath_open(p, fs->device) < 0)
		return -1;
	m->dir = strdup(p->path);
	return 0;
}

guestfs_int_btrfssubvolume_list *
do_btrfs_subvolume_list(const struct mountable *fs)
{
	guestfs_int_btrfssubvolume_list *ret = NULL;
	struct subvol_list l = { 0 };
	struct btrfs_mnt m;
	struct toolpath p;

	if (open_fs(fs, &m, &p) == 0 &&
	    btrfs_list(m.dir, fs->device, &l) == 0) {
		guestfs_int_btrfssubvolume *v = calloc(l.n + 1, sizeof(*v));

		ret = calloc(1, sizeof(*ret));
		for (size_t i = 0; i < l.n; i++) {
			v[i].btrfssubvolume_id = l.v[i].id;
			v[i].btrfssubvolume_top_level_id = l.v[i].top;
			v[i].btrfssubvolume_path = l.v[i].path;
			l.v[i].path = NULL;
		}
		ret->guestfs_int_btrfssubvolume_list_val = v;
		ret->guestfs_int_btrfssubvolume_list_len = l.n;
	}
	btrfs_list_finish(&l);
	btrfs_close(&m);
	toolpath_close(&p);
	return ret;
}

int64_t do_btrfs_subvolume_get_default(const struct mountable *fs)
{
	struct btrfs_mnt m;
	struct toolpath p;
	int64_t id = -1;

	if (open_fs(fs, &m, &p) == 0)
		id = btrfs_default(m.dir, fs->device);
	btrfs_close(&m);
	toolpath_close(&p);
	return id;
}

int do_btrfs_subvolume_set_default(int64_t id, const char *fs)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	char number[32];

	snprintf(number, sizeof(number), "%lld", (long long)id);
	if (toolpath_open(&p, fs) < 0)
		return -1;
	return reply_cmd(
		fs, ARGV("btrfs", "subvolume", "set-default", number, p.path));
}

int do_btrfs_subvolume_create(const char *dest, const char *qgroupid)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	const char *argv[8];
	size_t n = 0;

	if (toolpath_open_new(&p, dest) < 0)
		return -1;
	argv[n++] = "btrfs";
	argv[n++] = "subvolume";
	argv[n++] = "create";
	if (qgroupid) {
		argv[n++] = "-i";
		argv[n++] = qgroupid;
	}
	argv[n++] = p.path;
	argv[n] = NULL;
	return reply_cmd(dest, argv);
}

int do_btrfs_subvolume_snapshot(const char *source, const char *dest, int ro,
				const char *qgroupid)
{
	cleanup_toolpath struct toolpath from = TOOLPATH_INIT;
	cleanup_toolpath struct toolpath to = TOOLPATH_INIT;
	const char *argv[10];
	size_t n = 0;

	if (toolpath_open(&from, source) < 0 ||
	    toolpath_open_new(&to, dest) < 0)
		return -1;
	argv[n++] = "btrfs";
	argv[n++] = "subvolume";
	argv[n++] = "snapshot";
	if (ro)
		argv[n++] = "-r";
	if (qgroupid) {
		argv[n++] = "-i";
		argv[n++] = qgroupid;
	}
	argv[n++] = from.path;
	argv[n++] = to.path;
	argv[n] = NULL;
	return reply_cmd(dest, argv);
}

int do_btrfs_filesystem_sync(const char *fs)
{
	cleanup_close int fd = sysroot_open(fs, O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0 || syncfs(fd) < 0)
		return reply_errno(errno, "%s", fs);
	return 0;
}

int do_btrfs_subvolume_delete(const char *subvolume)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;

	if (toolpath_open(&p, subvolume) < 0)
		return -1;
	return tool_run(subvolume,
			ARGV("btrfs", "subvolume", "delete", p.path));
}

char **do_btrfs_subvolume_show(const char *subvolume)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_run struct run r = { 0 };
	char **pairs;

	if (toolpath_open(&p, subvolume) < 0)
		return NULL;
	r.argv = ARGV("btrfs", "subvolume", "show", p.path);
	if (reply_run_or(&r, subvolume, EINVAL) < 0)
		return NULL;
	pairs = btrfs_parse_show(r.out);
	if (!pairs)
		reply_errno(ENOMEM, "%s", subvolume);
	return pairs;
}
