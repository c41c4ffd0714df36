/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "holders.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "io.h"

#define MAX_NAMED 4

/* What the kernel knows of it: a server of files that hangs is not asked. */
static bool same(int dir, const char *name, const struct statx *file)
{
	struct statx st;

	return statx(dir, name, AT_STATX_DONT_SYNC, STATX_INO, &st) == 0 &&
	       st.stx_dev_major == file->stx_dev_major &&
	       st.stx_dev_minor == file->stx_dev_minor &&
	       st.stx_ino == file->stx_ino;
}

static bool holds(int proc, const char *pid, const struct statx *file)
{
	cleanup_closedir DIR *dir = NULL;
	char name[300];
	struct dirent *e;
	int fd;

	snprintf(name, sizeof(name), "%s/fd", pid);
	fd = openat(proc, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return false;
	}
	while ((e = readdir(dir)))
		if (isdigit(e->d_name[0]) && same(dirfd(dir), e->d_name, file))
			return true;
	return false;
}

static char *with_name(guestfs_h *g, char *list, const char *pid)
{
	char path[300];
	cleanup_free char *comm = NULL;
	char *longer;

	snprintf(path, sizeof(path), "/proc/%s/comm", pid);
	comm = io_read_file(path, 256, NULL);
	if (comm)
		comm[strcspn(comm, "\n")] = '\0';
	longer = handle_asprintf(g, "%s%sPID %s, %s", list ? list : "",
				 list ? "; " : "", pid, comm ? comm : "?");
	free(list);
	return longer;
}

/**
 * holders_find() - Name the other processes that have a file open
 * @g:		Handle
 * @path:	File
 *
 * Return:	"PID 123, qemu-system-x86; PID ...", the caller frees; NULL when
 *		none can be seen, as those of other users cannot
 */
char *holders_find(guestfs_h *g, const char *path)
{
	cleanup_closedir DIR *proc = opendir("/proc");
	char *list = NULL;
	struct dirent *e;
	struct statx file;
	int n = 0;

	if (!proc || statx(AT_FDCWD, path, 0, STATX_INO, &file) < 0)
		return NULL;
	while ((e = readdir(proc)) && n < MAX_NAMED) {
		if (!isdigit(e->d_name[0]) || atoi(e->d_name) == getpid() ||
		    !holds(dirfd(proc), e->d_name, &file))
			continue;
		list = with_name(g, list, e->d_name);
		n++;
	}
	return list;
}
