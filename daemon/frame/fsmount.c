// SPDX-License-Identifier: GPL-2.0-or-later
#include "fsmount.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

#include "cleanup.h"
#include "errtext.h"
#include "kmsg.h"
#include "log.h"
#include "probe.h"
#include "reply.h"
#include "run.h"
#include "session/covered.h"
#include "session/place.h"
#include "strv.h"

/**
 * struct job - One mount under way
 * @device:	Kernel path
 * @user:	The same as the user knows it
 */
struct job {
	const struct mountable *m;
	const char *device;
	char *user;
	const char *target;
	const char *where;
	struct fsmount_opts opts;
};

static const struct {
	const char *name;
	unsigned long set;
	unsigned long clear;
} flag_names[] = {
	{ "ro", MS_RDONLY, 0 },
	{ "rw", 0, MS_RDONLY },
	{ "nosuid", MS_NOSUID, 0 },
	{ "suid", 0, MS_NOSUID },
	{ "nodev", MS_NODEV, 0 },
	{ "dev", 0, MS_NODEV },
	{ "noexec", MS_NOEXEC, 0 },
	{ "exec", 0, MS_NOEXEC },
	{ "sync", MS_SYNCHRONOUS, 0 },
	{ "async", 0, MS_SYNCHRONOUS },
	{ "noatime", MS_NOATIME, 0 },
	{ "atime", 0, MS_NOATIME },
	{ "nodiratime", MS_NODIRATIME, 0 },
	{ "diratime", 0, MS_NODIRATIME },
	{ "relatime", MS_RELATIME, 0 },
	{ "norelatime", 0, MS_RELATIME },
	{ "strictatime", MS_STRICTATIME, 0 },
	{ "lazytime", MS_LAZYTIME, 0 },
	{ "nolazytime", 0, MS_LAZYTIME },
	{ "dirsync", MS_DIRSYNC, 0 },
	{ "remount", MS_REMOUNT, 0 },
	/* fstab's words that mean nothing here */
	{ "defaults", 0, 0 },
	{ "auto", 0, 0 },
	{ "noauto", 0, 0 },
	{ "user", 0, 0 },
	{ "nouser", 0, 0 },
	{ "users", 0, 0 },
	{ "owner", 0, 0 },
	{ "group", 0, 0 },
	{ "nofail", 0, 0 },
	{ "_netdev", 0, 0 },
	{ "loop", 0, 0 },
};

static bool take_flag(const char *word, struct fsmount_opts *o)
{
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (!strcmp(word, flag_names[i].name)) {
			o->flags |= flag_names[i].set;
			o->flags &= ~flag_names[i].clear;
			return true;
		}
	return !strncmp(word, "x-", 2) || !strncmp(word, "comment=", 8);
}

static int add_data(struct fsmount_opts *o, const char *word)
{
	char *s;

	if (asprintf(&s, "%s%s%s", o->data, *o->data ? "," : "", word) < 0)
		return -1;
	free(o->data);
	o->data = s;
	return 0;
}

int fsmount_parse(const char *options, struct fsmount_opts *o)
{
	cleanup_strv char **words = strv_split(options, ",");

	/* A guest's device nodes are names of our devices, not of its own */
	*o = (struct fsmount_opts){ MS_NODEV, strdup("") };
	for (size_t i = 0; words && words[i]; i++)
		if (!take_flag(words[i], o) && add_data(o, words[i]) < 0)
			return -1;
	return words && o->data ? 0 : -1;
}

void fsmount_finish(struct fsmount_opts *o)
{
	free(o->data);
	o->data = NULL;
}

static bool has_option(const struct job *j, const char *name)
{
	cleanup_strv char **words = strv_split(j->opts.data, ",");
	size_t len = strlen(name);

	for (size_t i = 0; words && words[i]; i++)
		if (!strncmp(words[i], name, len) &&
		    (!words[i][len] || words[i][len] == '='))
			return true;
	return false;
}

static int fail(const struct job *j, int err, const char *said)
{
	cleanup_free char *more = said ? devname_text_to_user(said) : NULL;

	return reply_error(err, "%s on %s: %s%s%s%s", j->user, j->where,
			   strerror(err), more && *more ? " (" : "",
			   more ? more : "", more && *more ? ")" : "");
}

/* mount(2), and where writing is refused once more for reading only, as
 * mount(8) does.
 */
static int try_mount(struct job *j, const char *type, const char *data)
{
	if (mount(j->device, j->target, type, j->opts.flags, data) == 0)
		return 0;
	if ((errno != EROFS && errno != EACCES) || j->opts.flags & MS_RDONLY)
		return -1;
	return mount(j->device, j->target, type, j->opts.flags | MS_RDONLY,
		     data);
}

static int kernel_mount(struct job *j, const char *type)
{
	cleanup_close int mark = kmsg_mark();
	cleanup_free char *said = NULL;
	int err;

	if (try_mount(j, type, j->opts.data) == 0)
		return 0;
	err = errno;
	said = kmsg_since(mark);
	if (err == ENODEV)
		return reply_error(err,
				   "%s on %s: the appliance has no "
				   "support for '%s' file systems",
				   j->user, j->where, type);
	return fail(j, err, said);
}

/* The other devices of a btrfs over several, as mount options: there is no
 * udev that would have told the kernel.
 */
static int add_btrfs_devices(struct job *j)
{
	cleanup_free char *uuid = probe_value(j->device, "UUID");
	cleanup_strv char **all = devname_all();

	for (size_t i = 0; uuid && all && all[i]; i++) {
		cleanup_free char *other = NULL, *word = NULL;

		if (!strcmp(all[i], j->device) || !probe_is(all[i], "btrfs"))
			continue;
		other = probe_value(all[i], "UUID");
		if (!other || strcmp(other, uuid))
			continue;
		if (asprintf(&word, "device=%s", all[i]) < 0 ||
		    add_data(&j->opts, word) < 0)
			return -1;
	}
	return 0;
}

static int mount_btrfs(struct job *j)
{
	cleanup_free char *word = NULL;

	if (j->m->type == MOUNTABLE_BTRFSVOL &&
	    (asprintf(&word, "subvol=/%s", j->m->volume) < 0 ||
	     add_data(&j->opts, word) < 0))
		return reply_errno(ENOMEM, "%s", j->user);
	if (try_mount(j, "btrfs", j->opts.data) == 0)
		return 0;
	if (add_btrfs_devices(j) < 0)
		return reply_errno(ENOMEM, "%s", j->user);
	return kernel_mount(j, "btrfs");
}

/* The kernel does not guess which UFS it is. */
static int mount_ufs(struct job *j)
{
	static const char *const types[] = { "ufs2", "44bsd", "sunx86", "sun",
					     "old" };
	cleanup_close int mark = kmsg_mark();
	cleanup_free char *said = NULL;
	int err = EINVAL;

	if (has_option(j, "ufstype"))
		return kernel_mount(j, "ufs");
	/* Writing needs a kernel built for it, and is not to be trusted */
	j->opts.flags |= MS_RDONLY;
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		cleanup_free char *data = NULL;

		if (asprintf(&data, "ufstype=%s%s%s", types[i],
			     *j->opts.data ? "," : "", j->opts.data) < 0)
			return reply_errno(ENOMEM, "%s", j->user);
		if (mount(j->device, j->target, "ufs", j->opts.flags, data) ==
		    0)
			return 0;
		err = errno;
	}
	said = kmsg_since(mark);
	return fail(j, err, said);
}

static char *ntfs_options(const struct job *j)
{
	bool ro = j->opts.flags & MS_RDONLY;
	char *s;

	if (asprintf(&s, "%s,big_writes,noatime%s%s", ro ? "ro" : "rw",
		     *j->opts.data ? "," : "", j->opts.data) < 0)
		return NULL;
	return s;
}

/* ntfs-3g mounts a hibernated volume for reading where it was asked for
 * writing; who asked must know instead.
 */
static int check_ntfs_writable(const struct job *j, const char *said)
{
	struct statvfs st;

	if (j->opts.flags & MS_RDONLY || statvfs(j->target, &st) < 0 ||
	    !(st.f_flag & ST_RDONLY))
		return 0;
	umount2(j->target, UMOUNT_NOFOLLOW);
	return reply_error(EROFS,
			   "%s on %s: Windows is hibernated or was not "
			   "shut down; it can only be mounted "
			   "read-only (%s)",
			   j->user, j->where, said);
}

static int mount_ntfs(struct job *j)
{
	cleanup_free char *options = ntfs_options(j);
	cleanup_run struct run r = { 0 };

	if (!options)
		return reply_errno(ENOMEM, "%s", j->user);
	r.argv = ARGV("ntfs-3g", "-o", options, j->device, j->target);
	if (run(&r) < 0)
		return reply_errno(errno, "%s: ntfs-3g", j->user);
	for (char *p = r.err; *p; p++)
		if (*p == '\n')
			*p = ' ';
	if (r.status != 0)
		return reply_program(&r, j->user,
				     r.status == 14 || r.status == 15
					     ? EROFS
					     : errtext_to_errno(r.err));
	return check_ntfs_writable(j, r.err);
}

/* What is no file system, and what one does with it */
static const struct {
	const char *type;
	const char *hint;
} not_mountable[] = {
	{ "crypto_LUKS", "it is encrypted (LUKS), open it first" },
	{ "BitLocker", "it is encrypted (BitLocker), open it first" },
	{ "LVM2_member", "it is a physical volume of LVM, mount one of the "
			 "logical volumes" },
	{ "linux_raid_member", "it is a part of a RAID array, mount the "
			       "array" },
	{ "swap", "it is swap space" },
	{ "", "no file system is recognised on it" },
};

static int check_type(const struct job *j, const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(not_mountable); i++)
		if (!strcmp(type, not_mountable[i].type))
			return reply_error(EINVAL, "%s on %s: %s", j->user,
					   j->where, not_mountable[i].hint);
	return 0;
}

static void tune_ext(struct job *j)
{
	/* A cold tree walk waits for one inode table block at a time */
	if (!has_option(j, "inode_readahead_blks"))
		add_data(&j->opts, "inode_readahead_blks=1024");
	/* What mke2fs(8) has put off is for a machine that runs longer, and
	 * would fill a sparse image.
	 */
	if (!has_option(j, "init_itable") && !has_option(j, "noinit_itable"))
		add_data(&j->opts, "noinit_itable");
}

/* Its log holds metadata alone, and a part of it is written anew at each mount,
 * also for reading.
 */
static int mount_xfs(struct job *j)
{
	struct found *before;
	int r;

	if (!(j->opts.flags & MS_RDONLY))
		return kernel_mount(j, "xfs");
	before = places_before(j->device);
	r = kernel_mount(j, "xfs");
	places_forgive(j->device, before);
	return r;
}

static int mount_typed(struct job *j, const char *type)
{
	if (j->opts.flags & MS_REMOUNT)
		return kernel_mount(j, type);
	if (!strcmp(type, "ntfs") || !strcmp(type, "ntfs-3g"))
		return mount_ntfs(j);
	if (!strcmp(type, "btrfs"))
		return mount_btrfs(j);
	if (!strcmp(type, "ufs"))
		return mount_ufs(j);
	if (!strcmp(type, "xfs"))
		return mount_xfs(j);
	/* UTF-8 names, not question marks */
	if (!strcmp(type, "vfat") && !has_option(j, "iocharset") &&
	    !has_option(j, "utf8"))
		add_data(&j->opts, "utf8");
	if (!strncmp(type, "ext", 3))
		tune_ext(j);
	return kernel_mount(j, type);
}

/* What most disks hold, and what is no file system however much it looks like
 * one.
 */
static const char *const usual[] = { "ext4",
				     "xfs",
				     "ntfs",
				     "vfat",
				     "ext3",
				     "btrfs",
				     "ext2",
				     "linux_raid_member",
				     "isw_raid_member",
				     "LVM2_member",
				     "crypto_LUKS",
				     NULL };

/* Return: "" for none, the caller frees; NULL with errno */
static char *type_of(const char *device)
{
	const char *type = probe_which(device, usual);

	return type ? strdup(type) : probe_value(device, "TYPE");
}

int fsmount_device(const struct mountable *m, const char *type,
		   const char *options, const char *target, const char *where)
{
	cleanup_free char *found = NULL, *user = devname_to_user(m->device);
	struct job j = { .m = m,
			 .device = m->device,
			 .user = user,
			 .target = target,
			 .where = where };
	int r;

	if (!user || fsmount_parse(options, &j.opts) < 0)
		return reply_errno(ENOMEM, "%s", m->device);
	if (!type || !*type) {
		found = type_of(m->device);
		type = found;
	}
	if (!type)
		r = reply_errno(errno, "%s", user);
	else
		r = check_type(&j, type);
	if (r == 0) {
		covered_add(target);
		r = mount_typed(&j, type);
	}
	fsmount_finish(&j.opts);
	return r;
}
