/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* copy_in: files of the host, packed by its own tar, into the guest. */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "run.h"

#define TAR_CHANGED 1 /* its exit status when a file changed meanwhile */

/**
 * struct packer - tar(1) while it runs in a thread
 * @out:	Its standard output, closed when it has ended
 * @ret:	run()'s result, and @err the errno
 */
struct packer {
	struct run run;
	int out;
	int ret;
	int err;
};

static void *pack(void *arg)
{
	struct packer *p = arg;

	p->run.out_fd = p->out;
	p->ret = run(&p->run);
	p->err = errno;
	close(p->out);
	return NULL;
}

static int packer_outcome(guestfs_h *g, const struct packer *p,
			  const char *what)
{
	if (p->ret < 0)
		return guestfs_fail(g, p->err, "%s: tar", what);
	if (p->run.status > TAR_CHANGED)
		return guestfs_fail(g, 0, "%s: %s", what, p->run.err);
	return 0;
}

/* Where it lies, and its name there; the caller frees both. "." and ".." and
 * "/" have a name only when the links are gone.
 */
static int split(guestfs_h *g, const char *path, char **ret_dir,
		 char **ret_base)
{
	cleanup_free char *p = handle_strdup(g, path);
	size_t len = strlen(p);
	char *slash;

	while (len > 1 && p[len - 1] == '/')
		p[--len] = '\0';
	slash = strrchr(p, '/');
	if (!strcmp(slash ? slash + 1 : p, ".") ||
	    !strcmp(slash ? slash + 1 : p, "..")) {
		char *real = realpath(path, NULL);

		if (!real)
			return guestfs_fail(g, errno, "%s", path);
		free(p);
		p = real;
		slash = strrchr(p, '/');
	}
	*ret_base = handle_strdup(g, slash ? slash + 1 : p);
	if (slash)
		slash[slash == p] = '\0';
	if (!**ret_base) {
		free(*ret_base);
		*ret_base = handle_strdup(g, ".");
	}
	/* run() starts programs in "/" */
	*ret_dir = realpath(slash ? p : ".", NULL);
	if (!*ret_dir)
		return guestfs_fail(g, errno, "%s", path);
	return 0;
}

static int send_all(guestfs_h *g, struct packer *p, int in,
		    const char *localpath, const char *remotedir)
{
	char name[32];
	pthread_t thread;
	int r, err;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", in);
	err = pthread_create(&thread, NULL, pack, p);
	if (err) {
		close(p->out);
		close(in);
		return guestfs_fail(g, err, "thread");
	}
	r = guestfs_tar_in(g, name, remotedir);
	/* Nobody reads any more, if it is not at its end: tar ends, too. */
	close(in);
	pthread_join(thread, NULL);
	if (r == 0)
		r = packer_outcome(g, p, localpath);
	run_finish(&p->run);
	return r;
}

int impl_copy_in(guestfs_h *g, const char *localpath, const char *remotedir)
{
	cleanup_free char *dir = NULL, *base = NULL;
	struct packer p = { 0 };
	struct stat st;
	int fds[2], r;

	if (lstat(localpath, &st) < 0)
		return guestfs_fail(g, errno, "%s", localpath);
	r = guestfs_is_dir(g, remotedir);
	if (r < 0)
		return -1;
	if (!r)
		return guestfs_fail(g, ENOTDIR, "%s", remotedir);
	if (split(g, localpath, &dir, &base) < 0)
		return -1;
	if (pipe2(fds, O_CLOEXEC) < 0)
		return guestfs_fail(g, errno, "pipe");
	p.run.argv = ARGV("tar", "-C", dir, "--numeric-owner", "-cf", "-", "--",
			  base);
	p.out = fds[1];
	return send_all(g, &p, fds[0], localpath, remotedir);
}
