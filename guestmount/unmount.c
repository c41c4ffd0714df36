/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestunmount: unmount, and wait until the image is written and free. */
#include <getopt.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mount.h>
#include <time.h>

#include "fs/busy.h"
#include "fs/registry.h"
#include "io.h"
#include "run.h"
#include "strv.h"

enum { STATUS_ERROR = 1, STATUS_BUSY = 2, STATUS_NOT_MOUNTED = 3 };
enum { OPT_FD = 256, OPT_RETRY, OPT_NO_RETRY, OPT_NO_WAIT, OPT_HELP };

/* What ends a mount may have to write: as long as a slow disk takes, but not
 * for ever.
 */
#define WAIT_SECONDS 600

static bool quiet;

static const struct option longs[] = {
	{ "fd", required_argument, NULL, OPT_FD },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "long-options", no_argument, NULL, 0 },
	{ "no-retry", no_argument, NULL, OPT_NO_RETRY },
	{ "no-wait", no_argument, NULL, OPT_NO_WAIT },
	{ "quiet", no_argument, NULL, 'q' },
	{ "retry", optional_argument, NULL, OPT_RETRY },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
	"guestunmount: unmount what guestmount mounted, and wait until it is "
	"written\n"
	"\n"
	"Usage: guestunmount [OPTIONS] DIRECTORY\n"
	"\n"
	"  --fd=FD        first wait until this pipe or event descriptor is "
	"closed\n"
	"  -q, --quiet    no message when unmounting fails\n"
	"  --retry[=N]    try N more times while it is busy (default 5)\n"
	"  --no-retry     try once\n"
	"  --no-wait      do not wait until the image is flushed and free\n"
	"  -V, --version  show the version\n"
	"  --help         this text\n"
	"\n"
	"Exit status: 0 unmounted; 1 an error; 2 could not unmount; 3 not "
	"mounted.\n";

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	fputs("guestunmount: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* The mount point as the kernel knows it: links of the directory's parents are
 * resolved, but the directory itself is not touched, since a dead mount
 * answers every question about itself with an error.
 */
static char *mount_path(const char *dir)
{
	cleanup_free char *copy = strdup(dir), *parent = NULL, *path = NULL;
	size_t len = strlen(copy);
	char *base;

	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	base = strrchr(copy, '/');
	if (!strcmp(copy, ".") || !strcmp(copy, "..") ||
	    (base && (!strcmp(base, "/.") || !strcmp(base, "/.."))))
		return realpath(copy, NULL);
	if (base) {
		*base++ = '\0';
		parent = realpath(*copy ? copy : "/", NULL);
	} else {
		base = copy;
		parent = realpath(".", NULL);
	}
	if (!parent || asprintf(&path, "%s/%s",
				strcmp(parent, "/") ? parent : "", base) < 0)
		return NULL;
	/* A link to the mount point */
	if (!registry_is_mounted(path)) {
		char *real = realpath(path, NULL);

		if (real) {
			free(path);
			path = real;
		}
	}
	return steal_ptr(&path);
}

static void wait_for_fd(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (poll(&p, 1, -1) < 0 && errno == EINTR)
		;
}

/* Return: 0 unmounted, or -1 with @ret_why */
static int try_unmount(const char *path, char **ret_why)
{
	cleanup_run struct run r = { .argv = ARGV("fusermount3", "-u", "--",
						  path) };

	if (geteuid() == 0) {
		if (umount2(path, UMOUNT_NOFOLLOW) == 0)
			return 0;
		*ret_why = strdup(strerror(errno));
		return -1;
	}
	if (run(&r) < 0) {
		if (asprintf(ret_why,
			     "fusermount3: %s; install the package "
			     "fuse3",
			     strerror(errno)) < 0)
			*ret_why = NULL;
		return -1;
	}
	if (r.status == 0)
		return 0;
	*ret_why = strdup(r.err);
	return -1;
}

static int unmount(const char *path, int retries)
{
	struct timespec pause = { 0, 100000000 };
	cleanup_free char *who = NULL;

	for (int i = 0;; i++) {
		cleanup_free char *why = NULL;

		if (try_unmount(path, &why) == 0)
			return 0;
		if (!registry_is_mounted(path))
			return 0;
		if (i < retries) {
			nanosleep(&pause, NULL);
			pause.tv_nsec = pause.tv_sec ? 0 : pause.tv_nsec * 2;
			if (pause.tv_nsec >= 1000000000 || !pause.tv_nsec) {
				pause.tv_nsec = 0;
				pause.tv_sec =
					pause.tv_sec ? pause.tv_sec * 2 : 1;
			}
			continue;
		}
		who = busy_holders(path);
		say("%s: %s%s%s", path, why ? why : "cannot unmount",
		    who ? "; held by " : "", who ? who : "");
		return -1;
	}
}

/* The image is free when both processes have ended. */
static int wait_until_free(const struct registry_entry *e, const char *path)
{
	struct pollfd p[2] = { { e->pidfd, POLLIN, 0 },
			       { e->qemu_pidfd, POLLIN, 0 } };
	time_t end = time(NULL) + WAIT_SECONDS;

	while (p[0].fd >= 0 || p[1].fd >= 0) {
		int n = poll(p, 2, 1000);

		if (n < 0 && errno != EINTR)
			return -1;
		for (int i = 0; n > 0 && i < 2; i++)
			if (p[i].revents)
				p[i].fd = -1;
		if (time(NULL) > end) {
			say("%s: unmounted, but process %d has not finished "
			    "writing after %d seconds",
			    path, (int)e->pid, WAIT_SECONDS);
			return -1;
		}
	}
	return 0;
}

struct args {
	int fd;
	int retries;
	bool no_wait;
};

/* Return: -1 to go on, or the exit status */
static int parse(struct args *a, int argc, char *argv[])
{
	int opt;

	while ((opt = getopt_long(argc, argv, "qV", longs, NULL)) != -1) {
		switch (opt) {
		case 0:
			for (const struct option *l = longs; l->name; l++)
				printf("--%s\n", l->name);
			return 0;
		case 'q':
			quiet = true;
			break;
		case 'V':
			printf("guestunmount %s\n", GUESTFS_VERSION);
			return 0;
		case OPT_HELP:
			fputs(usage, stdout);
			return 0;
		case OPT_FD:
			a->fd = atoi(optarg);
			break;
		case OPT_RETRY:
			a->retries = optarg ? atoi(optarg) : 5;
			break;
		case OPT_NO_RETRY:
			a->retries = 0;
			break;
		case OPT_NO_WAIT:
			a->no_wait = true;
			break;
		default:
			fputs("Try \"guestunmount --help\".\n", stderr);
			return STATUS_ERROR;
		}
	}
	if (argc - optind == 1)
		return -1;
	say(argc == optind ? "which directory?" : "one directory at a time");
	return STATUS_ERROR;
}

int main(int argc, char *argv[])
{
	struct args a = { .fd = -1, .retries = 5 };
	struct registry_entry e = { .pidfd = -1, .qemu_pidfd = -1 };
	cleanup_free char *path = NULL;
	int status = parse(&a, argc, argv);

	if (status >= 0)
		return status;
	if (a.fd >= 0)
		wait_for_fd(a.fd);
	path = mount_path(argv[optind]);
	if (!path) {
		say("%s: %s", argv[optind], strerror(errno));
		return STATUS_ERROR;
	}
	if (!registry_is_mounted(path)) {
		say("%s: nothing is mounted there", path);
		return STATUS_NOT_MOUNTED;
	}
	/* Found before unmounting: the mount's id is gone with it */
	registry_find(path, &e);
	if (unmount(path, a.retries) < 0)
		status = STATUS_BUSY;
	else if (!a.no_wait && wait_until_free(&e, path) < 0)
		status = STATUS_ERROR;
	else
		status = 0;
	registry_entry_finish(&e);
	return status;
}
