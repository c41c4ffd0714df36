// SPDX-License-Identifier: GPL-2.0-or-later
#include "mounts.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "cleanup.h"
#include "io.h"
#include "strv.h"
#include "sysroot.h"

char *mounts_unescape(const char *s)
{
	char *out = malloc(strlen(s) + 1), *p = out;

	while (out && *s) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] &&
		    s[3]) {
			*p++ = (s[1] - '0') * 64 + (s[2] - '0') * 8 + s[3] -
			       '0';
			s += 4;
		} else {
			*p++ = *s++;
		}
	}
	if (out)
		*p = '\0';
	return out;
}

static void entry_finish(struct mount_entry *e)
{
	free(e->device);
	free(e->volume);
	free(e->path);
	free(e->type);
}

void mounts_finish(struct mount_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		entry_finish(&l->v[i]);
	free(l->v);
	*l = (struct mount_list){ 0 };
}

/* 36 35 98:0 /root /mount/point rw,x shared:1 - ext4 /dev/vda1 rw
 * 0  1  2    3     4            5    6..      -
 */
static int parse_line(const char *line, struct mount_entry *e)
{
	cleanup_strv char **w = strv_split(line, " ");
	size_t n = strv_len(w), sep = 6;
	cleanup_free char *path = NULL;
	size_t root = strlen(SYSROOT);

	while (sep < n && strcmp(w[sep], "-"))
		sep++;
	if (sep + 2 >= n)
		return 0;
	path = mounts_unescape(w[4]);
	if (!path || strncmp(path, SYSROOT, root) ||
	    (path[root] && path[root] != '/'))
		return 0;
	/* Our own tmpfs, under everything */
	if (!strcmp(w[sep + 2], "sysroot"))
		return 0;
	e->path = strdup(path[root] ? path + root : "/");
	e->type = strdup(w[sep + 1]);
	e->device = mounts_unescape(w[sep + 2]);
	if (!strcmp(w[sep + 1], "btrfs") && strcmp(w[3], "/"))
		e->volume = mounts_unescape(w[3] + 1);
	return 1;
}

int mounts_parse(const char *text, struct mount_list *l)
{
	cleanup_strv char **lines = strv_lines(text);

	*l = (struct mount_list){ 0 };
	l->v = calloc(strv_len(lines) + 1, sizeof(*l->v));
	if (!lines || !l->v)
		return -1;
	for (size_t i = 0; lines[i]; i++)
		l->n += parse_line(lines[i], &l->v[l->n]);
	return 0;
}

int mounts_read(struct mount_list *l)
{
	cleanup_free char *text =
		io_read_file("/proc/self/mountinfo", 4 << 20, NULL);

	if (!text)
		return -1;
	return mounts_parse(text, l);
}

static int unmount(const struct mount_entry *e, bool force)
{
	cleanup_free char *target = NULL;

	if (asprintf(&target, SYSROOT "%s",
		     strcmp(e->path, "/") ? e->path : "") < 0)
		return -1;
	if (umount2(target, UMOUNT_NOFOLLOW) == 0)
		return 0;
	if (!force)
		return -1;
	mount(NULL, target, NULL, MS_REMOUNT | MS_RDONLY, NULL);
	return umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW);
}

int mounts_umount_all(bool force)
{
	struct mount_list l;
	int err = 0;

	sysroot_close();
	if (mounts_read(&l) < 0)
		return -1;
	while (l.n > 0) {
		struct mount_entry *e = &l.v[--l.n];

		if (unmount(e, force) < 0 && !err)
			err = errno;
		entry_finish(e);
	}
	mounts_finish(&l);
	sysroot_refresh();
	errno = err;
	return err ? -1 : 0;
}
