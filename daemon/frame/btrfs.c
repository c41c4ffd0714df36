// SPDX-License-Identifier: GPL-2.0-or-later
#include "btrfs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "fsmount.h"
#include "mounts.h"
#include "reply.h"
#include "run.h"
#include "strv.h"
#include "sysroot.h"

#define ASIDE "/run/btrfs-aside"

void btrfs_list_finish(struct subvol_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].path);
	free(l->v);
	*l = (struct subvol_list){ 0 };
}

/* ID 256 gen 7 top level 5 path a/b */
static int parse_line(const char *line, struct subvol *s)
{
	unsigned long long id, top;
	int at = 0;

	if (sscanf(line, "ID %llu gen %*u top level %llu path %n", &id, &top,
		   &at) < 2 ||
	    !at || !line[at])
		return 0;
	s->id = id;
	s->top = top;
	s->path = strdup(line + at);
	return s->path ? 1 : -1;
}

int btrfs_parse_list(const char *text, struct subvol_list *l)
{
	cleanup_strv char **lines = strv_lines(text);

	*l = (struct subvol_list){ 0 };
	l->v = calloc(strv_len(lines) + 1, sizeof(*l->v));
	if (!lines || !l->v)
		return -1;
	for (size_t i = 0; lines[i]; i++) {
		int r = parse_line(lines[i], &l->v[l->n]);

		if (r < 0)
			return -1;
		l->n += r;
	}
	return 0;
}

int btrfs_list(const char *dir, const char *what, struct subvol_list *l)
{
	cleanup_run struct run r = { .argv = ARGV("btrfs", "subvolume", "list",
						  dir) };

	*l = (struct subvol_list){ 0 };
	if (reply_run(&r, what) < 0)
		return -1;
	if (btrfs_parse_list(r.out, l) < 0)
		return reply_errno(ENOMEM, "%s", what);
	return 0;
}

int64_t btrfs_default(const char *dir, const char *what)
{
	cleanup_run struct run r = { .argv = ARGV("btrfs", "subvolume",
						  "get-default", dir) };
	unsigned long long id;

	if (reply_run(&r, what) < 0)
		return -1;
	if (sscanf(r.out, "ID %llu", &id) != 1)
		return reply_error(EIO, "%s: cannot read '%s'", what, r.out);
	return id;
}

static char *where_mounted(const char *device)
{
	struct mount_list l;
	char *dir = NULL;

	if (mounts_read(&l) < 0)
		return NULL;
	for (size_t i = 0; i < l.n && !dir; i++)
		if (!strcmp(l.v[i].device, device) &&
		    !strcmp(l.v[i].type, "btrfs"))
			dir = sysroot_host_path(l.v[i].path);
	mounts_finish(&l);
	return dir;
}

int btrfs_open(const char *device, struct btrfs_mnt *m)
{
	struct mountable dev = { MOUNTABLE_DEVICE, (char *)device, NULL };

	m->ours = 0;
	m->dir = where_mounted(device);
	if (m->dir)
		return 0;
	mkdir(ASIDE, 0700);
	if (fsmount_device(&dev, "btrfs", "ro", ASIDE, "a place aside") < 0)
		return -1;
	m->ours = 1;
	m->dir = strdup(ASIDE);
	return 0;
}

void btrfs_close(struct btrfs_mnt *m)
{
	if (m->ours)
		umount2(ASIDE, MNT_DETACH);
	free(m->dir);
	m->dir = NULL;
}
