/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "caller.h"

#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "cache.h"
#include "cleanup.h"
#include "io.h"

#define PAGE 4096ul

/* A path from another process; not beyond the page where it ends. */
static bool read_path(pid_t tid, unsigned long addr, char *path)
{
	size_t have = 0;

	while (have < PATH_MAX) {
		size_t n = PAGE - addr % PAGE;
		struct iovec to = { path + have, n };
		struct iovec from = { (void *)addr, n };

		if (n > PATH_MAX - have)
			to.iov_len = from.iov_len = n = PATH_MAX - have;
		if (process_vm_readv(tid, &to, 1, &from, 1, 0) != (ssize_t)n)
			return false;
		if (memchr(path + have, '\0', n))
			return true;
		have += n;
		addr += n;
	}
	return false;
}

static const char *last_part(char *path)
{
	size_t n = strlen(path);
	char *slash;

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Where the two paths of the system call are. */
static bool rename_paths(pid_t tid, unsigned long *ret_from,
			 unsigned long *ret_to)
{
	cleanup_free char *text = NULL;
	unsigned long a[4];
	char path[64];
	int nr;

	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)tid);
	text = io_read_file(path, 1024, NULL);
	if (!text || sscanf(text, "%d %lx %lx %lx %lx", &nr, &a[0], &a[1],
			    &a[2], &a[3]) != 5)
		return false;
	if (nr == SYS_rename) {
		*ret_from = a[0];
		*ret_to = a[1];
		return true;
	}
	*ret_from = a[1];
	*ret_to = a[3];
	return nr == SYS_renameat || nr == SYS_renameat2;
}

bool caller_changes_case(pid_t tid, const char *name)
{
	char from_path[PATH_MAX], to_path[PATH_MAX];
	unsigned long from, to;
	const char *old;

	if (tid <= 0 || !rename_paths(tid, &from, &to) ||
	    !read_path(tid, from, from_path) || !read_path(tid, to, to_path))
		return false;
	old = last_part(from_path);
	return !strcmp(last_part(to_path), name) && strcmp(old, name) &&
	       strlen(old) <= 255 && cache_same_name(old, name);
}
