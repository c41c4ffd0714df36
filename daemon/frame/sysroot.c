// SPDX-License-Identifier: GPL-2.0-or-later
#include "sysroot.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"

#define OWN_OPTIONS "size=1m,mode=755"

static int root = -1;
static bool mounted;
static int n_mountpoints;

int sysroot_init(void)
{
	if (mkdir(SYSROOT, 0755) < 0 && errno != EEXIST)
		return -1;
	return mount("sysroot", SYSROOT, "tmpfs",
		     MS_NODEV | MS_NOSUID | MS_RDONLY, OWN_OPTIONS);
}

/* Files written into our own root would be lost: it is writable only while a
 * mount point is made.
 */
int sysroot_own_writable(bool writable)
{
	if (mounted)
		return 0;
	return mount("sysroot", SYSROOT, NULL,
		     MS_REMOUNT | MS_NODEV | MS_NOSUID |
			     (writable ? 0 : MS_RDONLY),
		     OWN_OPTIONS);
}

int sysroot_fd(void)
{
	return root;
}

void sysroot_close(void)
{
	if (root >= 0)
		close(root);
	root = -1;
}

/* Whether the guest's root lies over our own empty one. */
static bool guest_is_mounted(void)
{
	cleanup_fclose FILE *f = fopen("/proc/self/mountinfo", "re");
	cleanup_free char *line = NULL;
	size_t cap = 0;

	while (f && getline(&line, &cap, f) > 0)
		if (strstr(line, " " SYSROOT " ") &&
		    !strstr(line, " - tmpfs sysroot "))
			return true;
	return false;
}

int sysroot_refresh(void)
{
	sysroot_close();
	mounted = guest_is_mounted();
	root = open(SYSROOT, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root < 0 ? -1 : 0;
}

void sysroot_use(int fd)
{
	sysroot_close();
	root = fd;
	mounted = fd >= 0;
}

void sysroot_count_mountpoints(int change)
{
	n_mountpoints += change;
	if (n_mountpoints < 0)
		n_mountpoints = 0;
}

bool sysroot_is_mounted(void)
{
	return mounted || n_mountpoints > 0;
}

/* Links of the guest, absolute ones and .. too, must stay below @dirfd, and
 * those of /proc must not be followed at all.
 */
static int resolve(int dirfd, const char *path, uint64_t flags, mode_t mode)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.mode = flags & (O_CREAT | O_TMPFILE) ? mode & 07777 : 0,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};

	if (dirfd < 0) {
		errno = ENOENT;
		return -1;
	}
	if (!*path)
		path = "/";
	/* EAGAIN: something was renamed meanwhile, by a session perhaps */
	for (int tries = 0; tries < 1000; tries++) {
		long fd = syscall(SYS_openat2, dirfd, path, &how, sizeof(how));

		if (fd >= 0 || errno != EAGAIN)
			return fd;
	}
	return -1;
}

int sysroot_openat(int dirfd, const char *path, int flags, mode_t mode)
{
	if (!(flags & O_PATH))
		flags |= O_NONBLOCK | O_NOCTTY;
	return resolve(dirfd, path, flags, mode);
}

int sysroot_open(const char *path, int flags, mode_t mode)
{
	return sysroot_openat(root, path, flags, mode);
}

int sysroot_open_parent(char *path, const char **ret_base)
{
	size_t len = strlen(path);
	char *slash;
	int fd;

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	slash = strrchr(path, '/');
	if (!slash) {
		errno = EINVAL;
		return -1;
	}
	if (!slash[1]) {
		*ret_base = ".";
		return resolve(root, "/", O_PATH | O_DIRECTORY, 0);
	}
	*slash = '\0';
	fd = resolve(root, path, O_PATH | O_DIRECTORY, 0);
	*slash = '/';
	/* ".." as a last component would lead out of the root directory */
	if (!strcmp(slash + 1, "..")) {
		if (fd >= 0)
			close(fd);
		*ret_base = ".";
		return resolve(root, path, O_PATH | O_DIRECTORY, 0);
	}
	*ret_base = slash + 1;
	return fd;
}

static int stat_flags(const char *path, int flags, struct stat *st)
{
	cleanup_close int fd = resolve(root, path, O_PATH | flags, 0);

	return fd < 0 ? -1 : fstat(fd, st);
}

int sysroot_stat(const char *path, struct stat *st)
{
	return stat_flags(path, 0, st);
}

int sysroot_lstat(const char *path, struct stat *st)
{
	return stat_flags(path, O_NOFOLLOW, st);
}

/* The kernel's name of an open descriptor, without SYSROOT. */
static char *guest_path_of(int fd)
{
	char link[64], name[PATH_MAX + 1];
	size_t len = strlen(SYSROOT);
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, name, sizeof(name) - 1);
	if (n < 0)
		return NULL;
	name[n] = '\0';
	if (strncmp(name, SYSROOT, len) || (name[len] && name[len] != '/')) {
		errno = EXDEV;
		return NULL;
	}
	return strdup(name[len] ? name + len : "/");
}

char *sysroot_realpath(const char *path)
{
	cleanup_close int fd = resolve(root, path, O_PATH, 0);

	return fd < 0 ? NULL : guest_path_of(fd);
}

char *sysroot_read_file(const char *path, size_t max, size_t *ret_len)
{
	cleanup_close int fd = sysroot_open(path, O_RDONLY, 0);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return NULL;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return NULL;
	}
	return io_read_fd(fd, max, ret_len);
}

char *sysroot_host_path(const char *path)
{
	char *s;

	return asprintf(&s, SYSROOT "%s", strcmp(path, "/") ? path : "") < 0
		       ? NULL
		       : s;
}
