// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/fsmount.h"
#include "frame/helper.h"
#include "frame/loop.h"
#include "frame/mounts.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "io.h"
#include "run.h"
#include "session/covered.h"
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

int do_mount_loop(const char *file, const char *mountpoint)
{
	cleanup_close int fd = sysroot_open(file, O_RDWR, 0), dev = -1;
	struct mountable m = { .type = MOUNTABLE_DEVICE };
	cleanup_free char *device = NULL;
	bool ro = false;

	if (fd < 0 && (errno == EROFS || errno == EACCES)) {
		fd = sysroot_open(file, O_RDONLY, 0);
		ro = true;
	}
	if (fd < 0)
		return reply_errno(errno, "%s", file);
	dev = loop_attach(fd, ro, &device);
	if (dev < 0)
		return reply_errno(errno, "%s: loop device", file);
	m.device = device;
	return mount_it(ro ? "ro" : "", NULL, &m, mountpoint);
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

/* The flags that a mount has, but for MS_RDONLY */
static unsigned long flags_of(const struct statvfs *st)
{
	static const struct {
		unsigned long st;
		unsigned long ms;
	} flags[] = {
		{ ST_NOSUID, MS_NOSUID },
		{ ST_NODEV, MS_NODEV },
		{ ST_NOEXEC, MS_NOEXEC },
		{ ST_SYNCHRONOUS, MS_SYNCHRONOUS },
		{ ST_NOATIME, MS_NOATIME },
		{ ST_NODIRATIME, MS_NODIRATIME },
		{ ST_RELATIME, MS_RELATIME },
	};
	unsigned long ms = 0;

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (st->f_flag & flags[i].st)
			ms |= flags[i].ms;
	return ms;
}

int do_remount(const char *mountpoint, int rw)
{
	cleanup_free char *path = find_mounted(mountpoint), *target = NULL;
	unsigned long flags = MS_REMOUNT | (rw ? 0 : MS_RDONLY);
	struct statvfs st;

	if (!(reply_optargs_bitmask() & GUESTFS_REMOUNT_RW_BITMASK))
		return reply_error(EINVAL, "%s: 'rw' must be given",
				   mountpoint);
	if (!path)
		return reply_error(EINVAL, "%s: nothing is mounted there",
				   mountpoint);
	target = sysroot_host_path(path);
	if (!target || statvfs(target, &st) < 0 ||
	    mount(NULL, target, NULL, flags | flags_of(&st), NULL) < 0)
		return reply_errno(errno, "%s", mountpoint);
	return 0;
}

/* The driver's devices; it is not there before something asks for it. */
char **do_list_9p(void)
{
	static const char pattern[] =
		"/sys/bus/virtio/drivers/9pnet_virtio/virtio*/mount_tag";
	cleanup_run struct run r = { .argv = ARGV("modprobe", "9pnet_virtio") };
	cleanup_strv_finish struct strv sv = { 0 };
	glob_t found = { 0 };

	if (run(&r) == 0 && glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			strv_take(&sv,
				  io_read_file(found.gl_pathv[i], 4096, NULL));
	globfree(&found);
	strv_sort(sv.v);
	return strv_steal(&sv);
}

int do_mount_9p(const char *mounttag, const char *mountpoint,
		const char *options)
{
	cleanup_free char *target = NULL, *data = NULL;
	cleanup_strv char **tags = do_list_9p();
	struct fsmount_opts o = { 0 };
	cleanup_close int fd = -1;
	int r = -1;

	if (!tags || !strv_has(tags, mounttag))
		return reply_error(ENOENT, "%s: the host offers no such 9p",
				   mounttag);
	if (open_target(mountpoint, &fd, &target) < 0)
		return -1;
	covered_add(target);
	if (fsmount_parse(options ? options : "", &o) == 0 &&
	    asprintf(&data, "%s%s%s",
		     strstr(o.data, "trans=") ? "" : "trans=virtio",
		     *o.data ? "," : "", o.data) > 0)
		r = mount(mounttag, target, "9p", o.flags,
			  data + strspn(data, ","));
	if (r < 0)
		reply_errno(errno, "%s on %s", mounttag, mountpoint);
	fsmount_finish(&o);
	return r < 0 || sysroot_refresh() < 0 ? -1 : 0;
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
	int r, err;

	if (path[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path", path);
	copy = strdup(path);
	dir = copy ? sysroot_open_parent(copy, &base) : -1;
	if (dir < 0 || sysroot_own_writable(true) < 0)
		return reply_errno(errno, "%s", path);
	r = make ? mkdirat(dir, base, 0777) : unlinkat(dir, base, AT_REMOVEDIR);
	err = errno;
	if (sysroot_own_writable(false) < 0)
		return reply_errno(errno, "/: read-only again");
	if (r < 0)
		return reply_errno(err, "%s", path);
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
