// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/fsmount.h"
#include "frame/helper.h"
#include "frame/mounts.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "session/session.h"
#include "strv.h"

/* The directory to mount on, as a path without the guest's links. @ret_fd
 * keeps it valid.
 */
static int open_target(const char *where, int *ret_fd, char **ret_path)
{
	if (where[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path", where);
	if (!strcmp(where, "/")) {
		*ret_path = strdup(SYSROOT);
		return 0;
	}
	if (!sysroot_is_mounted())
		return reply_error(EINVAL,
				   "%s: you must mount something on / "
				   "first",
				   where);
	*ret_fd = sysroot_open(where, O_PATH | O_DIRECTORY, 0);
	if (*ret_fd < 0)
		return reply_errno(errno, "mount point %s", where);
	/* ntfs-3g opens it from a process of its own */
	if (asprintf(ret_path, "/proc/%d/fd/%d", getpid(), *ret_fd) < 0)
		return reply_errno(ENOMEM, "%s", where);
	return 0;
}

static int mount_it(const char *options, const char *type,
		    const struct mountable *m, const char *where)
{
	cleanup_close int fd = -1;
	cleanup_free char *target = NULL;

	if (open_target(where, &fd, &target) < 0)
		return -1;
	if (fsmount_device(m, type, options, target, where) < 0)
		return -1;
	if (sysroot_refresh() < 0)
		return reply_errno(errno, "%s", where);
	return 0;
}

int do_mount(const struct mountable *m, const char *mountpoint)
{
	return mount_it("", NULL, m, mountpoint);
}

int do_mount_ro(const struct mountable *m, const char *mountpoint)
{
	return mount_it("ro", NULL, m, mountpoint);
}

int do_mount_options(const char *options, const struct mountable *m,
		     const char *mountpoint)
{
	return mount_it(options, NULL, m, mountpoint);
}

int do_mount_vfs(const char *options, const char *vfstype,
		 const struct mountable *m, const char *mountpoint)
{
	return mount_it(options, vfstype, m, mountpoint);
}

/* The mounted file system that a device or a path means, as a guest path */
static char *find_mounted(const char *what)
{
	cleanup_free char *path = NULL, *name = NULL;
	struct mount_list l;
	char *found = NULL;

	if (strncmp(what, "/dev/", 5))
		path = sysroot_realpath(what);
	else
		name = devname_sysfs(what);
	if (mounts_read(&l) < 0)
		return NULL;
	for (size_t i = 0; i < l.n; i++) {
		cleanup_free char *other = NULL;

		if (name)
			other = devname_sysfs(l.v[i].device);
		if (path ? strcmp(path, l.v[i].path)
			 : !other || !name || strcmp(other, name))
			continue;
		free(found);
		found = strdup(l.v[i].path);
	}
	mounts_finish(&l);
	return found;
}

int do_umount(const char *pathordevice, int force, int lazyunmount)
{
	cleanup_free char *path = find_mounted(pathordevice), *target = NULL;
	uint64_t given = reply_optargs_bitmask();
	int flags = UMOUNT_NOFOLLOW, r;

	if (!path)
		return reply_error(EINVAL, "%s: nothing is mounted there",
				   pathordevice);
	if (given & GUESTFS_UMOUNT_OPTS_FORCE_BITMASK && force)
		flags |= MNT_FORCE;
	if (given & GUESTFS_UMOUNT_OPTS_LAZYUNMOUNT_BITMASK && lazyunmount)
		flags |= MNT_DETACH;
	if (asprintf(&target, SYSROOT "%s", strcmp(path, "/") ? path : "") < 0)
		return reply_errno(ENOMEM, "%s", path);
	session_drop_caches();
	if (!strcmp(path, "/"))
		helper_stop_all();
	sysroot_close();
	r = umount2(target, flags);
	if (r < 0)
		reply_errno(errno, "%s", pathordevice);
	sysroot_refresh();
	return r;
}

int do_umount_all(void)
{
	session_drop_caches();
	helper_stop_all();
	if (mounts_umount_all(false) < 0)
		return reply_errno(errno, "unmounting all file systems");
	return 0;
}

static char *mountable_of(const struct mount_entry *e)
{
	char *s;

	if (!e->volume)
		return strdup(e->device);
	return asprintf(&s, "btrfsvol:%s/%s", e->device, e->volume) < 0 ? NULL
									: s;
}

static char **list_mounts(bool with_paths)
{
	cleanup_strv_finish struct strv sv = { 0 };
	struct mount_list l;

	if (mounts_read(&l) < 0) {
		reply_errno(errno, "mounts");
		return NULL;
	}
	for (size_t i = 0; i < l.n; i++) {
		strv_take(&sv, mountable_of(&l.v[i]));
		if (with_paths)
			strv_add(&sv, l.v[i].path);
	}
	mounts_finish(&l);
	return strv_steal(&sv);
}

char **do_mounts(void)
{
	return list_mounts(false);
}

char **do_mountpoints(void)
{
	return list_mounts(true);
}

static int change_mountpoint(const char *path, bool make)
{
	cleanup_close int dir = -1;
	cleanup_free char *copy = NULL;
	const char *base;
	int r;

	if (path[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path", path);
	copy = strdup(path);
	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0)
		return reply_errno(errno, "%s", path);
	r = make ? mkdirat(dir, base, 0777) : unlinkat(dir, base, AT_REMOVEDIR);
	if (r < 0)
		return reply_errno(errno, "%s", path);
	sysroot_count_mountpoints(make ? 1 : -1);
	return 0;
}

int do_mkmountpoint(const char *exemptpath)
{
	return change_mountpoint(exemptpath, true);
}

int do_rmmountpoint(const char *exemptpath)
{
	return change_mountpoint(exemptpath, false);
}

/* sync(2) writes everything to the disks, but tells raw disks nothing of
 * their write caches.
 */
int do_sync(void)
{
	cleanup_strv char **disks = devname_disks();

	sync();
	for (size_t i = 0; disks && disks[i]; i++) {
		cleanup_close int fd = open(disks[i], O_RDONLY | O_CLOEXEC);
		cleanup_free char *user = devname_to_user(disks[i]);

		if (fd < 0 || fsync(fd) < 0)
			return reply_errno(errno, "%s", user);
	}
	return 0;
}

guestfs_int_internal_mountable *
do_internal_parse_mountable(const struct mountable *m)
{
	guestfs_int_internal_mountable *r = calloc(1, sizeof(*r));

	if (!r) {
		reply_errno(ENOMEM, "mountable");
		return NULL;
	}
	r->im_type = m->type;
	r->im_device = devname_to_user(m->device);
	r->im_volume = strdup(m->volume ? m->volume : "");
	return r;
}
