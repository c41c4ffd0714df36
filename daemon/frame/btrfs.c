// SPDX-License-Identifier: GPL-2.0-or-later
#include "btrfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "fsmount.h"
#include "guestfs_protocol.h"
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

static int open_as(const char *device, const char *options, struct btrfs_mnt *m)
{
	struct mountable dev = { MOUNTABLE_DEVICE, (char *)device, NULL };

	m->ours = 0;
	m->dir = where_mounted(device);
	if (m->dir)
		return 0;
	mkdir(ASIDE, 0700);
	if (fsmount_device(&dev, "btrfs", options, ASIDE, "a place aside") < 0)
		return -1;
	m->ours = 1;
	m->dir = strdup(ASIDE);
	return 0;
}

int btrfs_open(const char *device, struct btrfs_mnt *m)
{
	return open_as(device, "ro", m);
}

int btrfs_open_rw(const char *device, struct btrfs_mnt *m)
{
	return open_as(device, "", m);
}

void btrfs_close(struct btrfs_mnt *m)
{
	if (m->ours)
		umount2(ASIDE, MNT_DETACH);
	free(m->dir);
	m->dir = NULL;
}

/* Blanks at both ends cut */
static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n && strchr(" \t", s[n - 1]))
		s[--n] = '\0';
	return s;
}

/* "\t\t\tvalue", one more value of the last name */
static int add_value(struct strv *sv, const char *value)
{
	char **last = &sv->v[sv->n - 1];
	char *all;

	if (asprintf(&all, "%s%s%s", *last, **last ? "," : "", value) < 0)
		return -1;
	free(*last);
	*last = all;
	return 0;
}

char **btrfs_parse_show(const char *text)
{
	cleanup_strv char **lines = strv_lines(text);
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 1; lines && lines[0] && lines[i]; i++) {
		char *colon = strchr(lines[i], ':');
		int r = 0;

		if (lines[i][0] != '\t')
			continue;
		if (lines[i][1] == '\t') {
			if (sv.n)
				r = add_value(&sv, trim(lines[i]));
		} else if (colon) {
			*colon = '\0';
			r = strv_add(&sv, trim(lines[i])) < 0 ||
					    strv_add(&sv, trim(colon + 1)) < 0
				    ? -1
				    : 0;
		}
		if (r < 0)
			return NULL;
	}
	return strv_steal(&sv);
}

/* Balance on '/mnt' is running
 * 3 out of about 5 chunks balanced (6 considered), 40% left
 */
int btrfs_parse_balance(const char *text, guestfs_int_btrfsbalance *b)
{
	static const char numbers[] = " out of about ";
	const char *is = strstr(text, "' is "), *out = strstr(text, numbers);
	unsigned long long done, total, seen, left;

	*b = (guestfs_int_btrfsbalance){ 0 };
	b->btrfsbalance_status =
		is ? strndup(is + 5, strcspn(is + 5, "\n")) : strdup("none");
	if (!b->btrfsbalance_status)
		return -1;
	while (out && out > text && out[-1] >= '0' && out[-1] <= '9')
		out--;
	if (out && sscanf(out,
			  "%llu out of about %llu chunks balanced "
			  "(%llu considered), %llu%% left",
			  &done, &total, &seen, &left) == 4) {
		b->btrfsbalance_balanced = done;
		b->btrfsbalance_total = total;
		b->btrfsbalance_considered = seen;
		b->btrfsbalance_left = left;
	}
	return 0;
}
