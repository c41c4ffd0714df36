/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "registry.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "cleanup.h"
#include "io.h"

/**
 * struct found - A line of /proc/self/mountinfo
 * @dev:	"MAJOR:MINOR"
 * @uid:	Who mounted it (user_id=)
 */
struct found {
	char dev[32];
	uid_t uid;
};

/* mountinfo writes space, tab, newline and backslash as \ooo. */
static void decode(char *s)
{
	char *out = s;

	while (*s) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] &&
		    s[3]) {
			*out++ = (s[1] - '0') << 6 | (s[2] - '0') << 3 |
				 (s[3] - '0');
			s += 4;
		} else {
			*out++ = *s++;
		}
	}
	*out = '\0';
}

/* The last mount on @path wins: it covers the others. */
static bool find_mount(const char *path, struct found *ret)
{
	cleanup_fclose FILE *f = fopen("/proc/self/mountinfo", "re");
	cleanup_free char *line = NULL;
	size_t cap = 0;
	bool found = false;

	while (f && getline(&line, &cap, f) > 0) {
		char dev[32], *type, *save = NULL, *dir, *uid;

		if (sscanf(line, "%*d %*d %31s", dev) != 1)
			continue;
		type = strstr(line, " - ");
		if (!type)
			continue;
		uid = strstr(type, "user_id=");
		strtok_r(line, " ", &save);
		for (int i = 0; i < 3; i++)
			strtok_r(NULL, " ", &save);
		dir = strtok_r(NULL, " ", &save);
		if (!dir)
			continue;
		decode(dir);
		if (strcmp(dir, path))
			continue;
		found = !strncmp(type + 3, "fuse", 4);
		strcpy(ret->dev, dev);
		ret->uid = uid ? strtoul(uid + 8, NULL, 10) : 0;
	}
	return found;
}

bool registry_is_mounted(const char *path)
{
	struct found found;

	return find_mount(path, &found);
}

/* Candidates for a user's directory; the last always exists as a possibility.
 * XDG_RUNTIME_DIR is our own and says nothing about another user's.
 */
static char *directory(int i, uid_t uid)
{
	const char *xdg = getenv("XDG_RUNTIME_DIR");
	char *s = NULL;
	int r = -1;

	if (i == 0 && xdg && *xdg == '/' && uid == geteuid())
		r = asprintf(&s, "%s/guestmount", xdg);
	else if (i == 1)
		r = asprintf(&s, "/run/user/%u/guestmount", uid);
	else if (i == 2)
		r = asprintf(&s, "/tmp/.guestmount-%u", uid);
	return r < 0 ? NULL : s;
}

#define N_DIRECTORIES 3

/* Others must not be able to plant entries: the directory is the user's, and
 * nobody else may write in it.
 */
static int open_directory(const char *path, uid_t uid)
{
	cleanup_close int fd =
		open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	if (st.st_uid != uid || (st.st_mode & 022)) {
		errno = EPERM;
		return -1;
	}
	return steal_fd(&fd);
}

int registry_add(const char *path, pid_t qemu, char **ret_file)
{
	struct found found;

	if (!find_mount(path, &found)) {
		errno = ENOENT;
		return -1;
	}
	for (int i = 0; i < N_DIRECTORIES; i++) {
		cleanup_free char *dir = directory(i, geteuid());
		cleanup_close int dirfd = -1, fd = -1;

		if (!dir || (mkdir(dir, 0700) < 0 && errno != EEXIST))
			continue;
		dirfd = open_directory(dir, geteuid());
		if (dirfd < 0)
			continue;
		fd = openat(dirfd, found.dev,
			    O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
			    0600);
		if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0 ||
		    dprintf(fd, "%d %d\n%s\n", (int)getpid(), (int)qemu, path) <
			    0 ||
		    asprintf(ret_file, "%s/%s", dir, found.dev) < 0)
			continue;
		return steal_fd(&fd);
	}
	return -1;
}

void registry_remove(int fd, char *file)
{
	if (file)
		unlink(file);
	if (fd >= 0)
		close(fd);
	free(file);
}

static int pidfd_of(int pid)
{
	return pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
}

/* The lock is held by the living server only, so a process number read while
 * it is held, and still held after pidfd_open, is not somebody else's.
 */
static int read_entry(int fd, struct registry_entry *ret)
{
	int pid, qemu;
	cleanup_free char *text = io_read_fd(fd, 8192, NULL);

	if (!text || sscanf(text, "%d %d", &pid, &qemu) != 2 ||
	    flock(fd, LOCK_SH | LOCK_NB) == 0)
		return -1;
	*ret = (struct registry_entry){ .pid = pid,
					.pidfd = pidfd_of(pid),
					.qemu_pidfd = pidfd_of(qemu) };
	if (flock(fd, LOCK_SH | LOCK_NB) == 0) {
		registry_entry_finish(ret);
		return -1;
	}
	return 0;
}

int registry_find(const char *path, struct registry_entry *ret_entry)
{
	struct found found;

	*ret_entry = (struct registry_entry){ .pidfd = -1, .qemu_pidfd = -1 };
	if (!find_mount(path, &found))
		return -1;
	for (int i = 0; i < N_DIRECTORIES; i++) {
		cleanup_free char *dir = directory(i, found.uid);
		cleanup_close int dirfd = -1, fd = -1;

		if (!dir)
			continue;
		dirfd = open_directory(dir, found.uid);
		if (dirfd < 0)
			continue;
		fd = openat(dirfd, found.dev,
			    O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0 && read_entry(fd, ret_entry) == 0)
			return 0;
	}
	return -1;
}

void registry_entry_finish(struct registry_entry *e)
{
	if (e->pidfd >= 0)
		close(e->pidfd);
	if (e->qemu_pidfd >= 0)
		close(e->qemu_pidfd);
	*e = (struct registry_entry){ .pidfd = -1, .qemu_pidfd = -1 };
}
