/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attach.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "busy.h"
#include "cleanup.h"
#include "mount.h"
#include "ops/ops.h"
#include "run.h"

/* As many requests of the largest size under way at once as there are ports */
#define READ_AHEAD_KB  8192
#define RETRIES	       50
#define RETRY_SLEEP_MS 200

int attach_fail(char **ret_msg, int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(ret_msg, fmt, ap) < 0)
		*ret_msg = NULL;
	va_end(ap);
	errno = err;
	return -1;
}

static bool is_empty(const char *dir)
{
	cleanup_closedir DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			return false;
	}
	return true;
}

int attach_check(const char *mp, bool nonempty, char **ret_msg)
{
	struct stat st;

	if (stat(mp, &st) < 0) {
		int err = errno;

		if (err == ENOTCONN)
			return attach_fail(ret_msg, err,
					   "%s: a dead mount is "
					   "there: remove it with "
					   "\"fusermount3 -u %s\"",
					   mp, mp);
		return attach_fail(ret_msg, err, "%s: %s", mp, strerror(err));
	}
	if (!S_ISDIR(st.st_mode))
		return attach_fail(ret_msg, ENOTDIR,
				   "%s: the mount point is not a directory",
				   mp);
	if (!nonempty && !is_empty(mp))
		return attach_fail(ret_msg, ENOTEMPTY,
				   "%s: the mount point is "
				   "not empty (-o nonempty mounts over it)",
				   mp);
	return 0;
}

static bool in_path(const char *program)
{
	const char *path = getenv("PATH");
	cleanup_strv char **dirs =
		strv_split(path ? path : "/bin:/usr/bin", ":");

	for (char **d = dirs; d && *d; d++) {
		cleanup_free char *s = NULL;

		if (asprintf(&s, "%s/%s", *d, program) < 0)
			return true;
		if (access(s, X_OK) == 0)
			return true;
	}
	return access("/usr/bin/fusermount3", X_OK) == 0;
}

static int check_fuse(const char *mp, char **ret_msg)
{
	cleanup_close int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENODEV || errno == ENXIO))
		return attach_fail(ret_msg, errno,
				   "%s: cannot mount: no "
				   "/dev/fuse here: load the kernel module "
				   "(modprobe fuse), or give the container "
				   "the device",
				   mp);
	if (fd < 0)
		return attach_fail(ret_msg, errno,
				   "%s: cannot mount: /dev/fuse: %s", mp,
				   strerror(errno));
	if (geteuid() != 0 && !in_path("fusermount3"))
		return attach_fail(ret_msg, ENOENT,
				   "%s: cannot mount: no "
				   "fusermount3 here: install the package "
				   "fuse3",
				   mp);
	return 0;
}

/* libfuse says what went wrong only in its log, whose function is one for the
 * whole process: lines of a thread that is mounting are kept for its message.
 */
static __thread char log_line[256];
static __thread bool log_keep;

static void keep_log(enum fuse_log_level level, const char *fmt, va_list ap)
{
	(void)level;
	if (!log_keep) {
		vfprintf(stderr, fmt, ap);
		return;
	}
	vsnprintf(log_line, sizeof(log_line), fmt, ap);
	log_line[strcspn(log_line, "\n")] = '\0';
}

static int add_words(struct mount *m, struct fuse_args *args)
{
	const struct opts *o = &m->opts;
	bool named = false;
	int r = fuse_opt_add_arg(args, "guestmount");

	for (char **w = o->pass.v; w && *w; w++) {
		r |= fuse_opt_add_arg(args, "-o") | fuse_opt_add_arg(args, *w);
		named |= !strncmp(*w, "fsname=", 7);
	}
	if (!named)
		r |= fuse_opt_add_arg(args, "-ofsname=guestmount");
	if (o->allow_other)
		r |= fuse_opt_add_arg(args, "-oallow_other");
	if (o->default_permissions)
		r |= fuse_opt_add_arg(args, "-odefault_permissions");
	if (m->readonly)
		r |= fuse_opt_add_arg(args, "-oro");
	if (o->debug)
		r |= fuse_opt_add_arg(args, "-odebug");
	return r;
}

int attach_mount(struct mount *m, char **ret_msg)
{
	struct fuse_args args = FUSE_ARGS_INIT(0, NULL);
	int err = 0;

	if (check_fuse(m->mountpoint, ret_msg) < 0)
		return -1;
	fuse_set_log_func(keep_log);
	log_keep = true;
	log_line[0] = '\0';
	errno = 0;
	if (add_words(m, &args) == 0)
		m->se = fuse_session_new(&args, &ops_table, sizeof(ops_table),
					 m);
	if (!m->se || fuse_session_mount(m->se, m->mountpoint) != 0)
		err = errno ? errno : EPERM;
	log_keep = false;
	fuse_opt_free_args(&args);
	if (err)
		return attach_fail(ret_msg, err, "%s: cannot mount: %s",
				   m->mountpoint,
				   log_line[0] ? log_line : strerror(err));
	return 0;
}

/* The device number of what is mounted on top here, without touching it */
static bool find_device(const char *mp, unsigned int *ret_major,
			unsigned int *ret_minor)
{
	cleanup_fclose FILE *fp = fopen("/proc/self/mountinfo", "re");
	cleanup_free char *line = NULL;
	bool found = false;
	size_t cap = 0;

	while (fp && getline(&line, &cap, fp) > 0) {
		unsigned int ma, mi;
		int at = 0;

		if (sscanf(line, "%*d %*d %u:%u %*s %n", &ma, &mi, &at) != 2 ||
		    strncmp(line + at, mp, strlen(mp)) ||
		    line[at + strlen(mp)] != ' ')
			continue;
		*ret_major = ma;
		*ret_minor = mi;
		found = strstr(line, " - fuse") != NULL;
	}
	return found;
}

void attach_tune(const struct mount *m)
{
	char path[64];
	unsigned int major, minor;
	cleanup_close int fd = -1;

	if (!find_device(m->mountpoint, &major, &minor))
		return;
	snprintf(path, sizeof(path), "/sys/class/bdi/%u:%u/read_ahead_kb",
		 major, minor);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && dprintf(fd, "%u", READ_AHEAD_KB) < 0)
		return;
}

/* Plain users may only ask fusermount3. */
static int ask_fusermount(const char *mp)
{
	cleanup_run struct run r = {
		.argv = ARGV("fusermount3", "-u", "--", mp),
	};

	if (run(&r) < 0)
		return errno;
	if (r.status == 0)
		return 0;
	if (r.err && strstr(r.err, "usy"))
		return EBUSY;
	return r.err && strstr(r.err, "not found") ? EINVAL : EPERM;
}

static int try_umount(const char *mp)
{
	if (umount2(mp, UMOUNT_NOFOLLOW) == 0)
		return 0;
	return errno == EPERM ? ask_fusermount(mp) : errno;
}

int attach_umount(struct mount *m, bool retry, char **ret_msg)
{
	cleanup_free char *who = NULL;
	int err;

	for (int i = 0;; i++) {
		err = try_umount(m->mountpoint);
		/* EINVAL, ENOENT: somebody else unmounted it */
		if (err == 0 || err == EINVAL || err == ENOENT)
			return 0;
		if (err != EBUSY || !retry || i == RETRIES)
			break;
		nanosleep(&(struct timespec){ .tv_nsec = RETRY_SLEEP_MS *
							 1000000L },
			  NULL);
	}
	if (err == EBUSY)
		who = busy_holders(m->mountpoint);
	return attach_fail(ret_msg, err, "%s: cannot unmount: %s%s%s",
			   m->mountpoint, strerror(err),
			   who ? ": in use by " : "", who ? who : "");
}
