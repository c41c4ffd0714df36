/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tmplcache.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "cachedir.h"
#include "cleanup.h"
#include "spawn.h"
#include "tmplfile.h"
#include "tmplkey.h"
#include "tmplprune.h"

#define LOCK	"template.lock"
#define LOCK_MS 30000 /* for another process that makes it */
#define STEP_MS 20
/* A template that was bad when it was new, or could not be saved */
#define BAD_SECONDS 3600

/**
 * tmplcache_open() - Find out where the template is kept
 * @g:		Handle
 * @b:		What would be booted
 * @c:		Receives it; tmplcache_close() frees, also on failure
 *
 * Return:	0, or -1 when there is no place for it
 */
int tmplcache_open(guestfs_h *g, const struct boot *b, struct tmplcache *c)
{
	struct tmplkey k;

	*c = (struct tmplcache){ .lock = -1 };
	c->dir = cachedir_get(g, true);
	if (!c->dir)
		return -1;
	tmplkey_make(g, b, &k);
	c->key = k.text;
	c->name = handle_asprintf(
		g, TMPL_PREFIX "%016" PRIx64 "-%016" PRIx64 "-%016" PRIx64,
		k.place, k.base, k.variant);
	return 0;
}

/** tmplcache_close() - Free what @c holds, and the lock */
void tmplcache_close(struct tmplcache *c)
{
	free(c->dir);
	free(c->name);
	free(c->key);
	if (c->lock >= 0)
		close(c->lock);
}

static int open_dir(const struct tmplcache *c)
{
	return open(c->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool ours(int fd, struct stat *st)
{
	return fstat(fd, st) == 0 && S_ISREG(st->st_mode) &&
	       st->st_uid == geteuid() && !(st->st_mode & 077);
}

/**
 * tmplcache_find() - Open the template
 * @g:		Handle
 * @c:		Where it is
 * @ret_bad:	Receives whether it is known not to work here
 *
 * Return:	Descriptor at the devices' state, or -1
 */
int tmplcache_find(guestfs_h *g, const struct tmplcache *c, bool *ret_bad)
{
	cleanup_close int dir = open_dir(c), fd = -1;
	struct stat st;

	*ret_bad = false;
	fd = spawn_high_fd(
		openat(dir, c->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
	if (fd < 0 || !ours(fd, &st))
		return -1;
	if (!st.st_size && time(NULL) - st.st_mtime < BAD_SECONDS) {
		*ret_bad = true;
		return -1;
	}
	if (!tmplfile_check(fd, c->key, (uint64_t)g->memsize << 20)) {
		handle_debug(g, "template %s/%s is damaged: removing it",
			     c->dir, c->name);
		tmplcache_remove(c);
		return -1;
	}
	/* When it was used last, for tmplprune.c */
	futimens(fd, NULL);
	return steal_fd(&fd);
}

/**
 * tmplcache_lock() - Become the one that makes the template
 * @g:		Handle
 * @c:		Where it will be
 *
 * Return:	0, or -1 when it cannot be written, or another process has
 *		taken too long
 */
int tmplcache_lock(guestfs_h *g, struct tmplcache *c)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
	cleanup_close int dir = open_dir(c), fd = -1;

	fd = spawn_high_fd(openat(
		dir, LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
	if (fd < 0)
		return -1;
	for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) < 0;
	     waited += STEP_MS) {
		if (errno != EWOULDBLOCK || waited >= LOCK_MS || g->user_cancel)
			return -1;
		nanosleep(&step, NULL);
	}
	c->lock = steal_fd(&fd);
	return 0;
}

static char *new_name(guestfs_h *g, const struct tmplcache *c)
{
	return handle_asprintf(g, "%s.new", c->name);
}

/**
 * tmplcache_new() - A file for a new template
 * @g:		Handle
 * @c:		Where it is to be, locked
 *
 * Without a name, where the file system can do that.
 *
 * Return:	Descriptor, or -1 with errno
 */
int tmplcache_new(guestfs_h *g, const struct tmplcache *c)
{
	cleanup_free char *tmp = new_name(g, c);
	cleanup_close int dir = open_dir(c);
	int fd = openat(dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		fd = openat(dir, tmp,
			    O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
			    0600);
	return spawn_high_fd(fd);
}

/* Under the lock: what has this name was left by one that was killed between
 * the two steps.
 */
static int link_new(guestfs_h *g, int dir, const char *tmp, int fd)
{
	cleanup_free char *from = handle_asprintf(g, "/proc/self/fd/%d", fd);
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -1;
	if (st.st_nlink)
		return 0;
	unlinkat(dir, tmp, 0);
	return linkat(AT_FDCWD, from, dir, tmp, AT_SYMLINK_FOLLOW);
}

/**
 * tmplcache_publish() - Give a finished template its name
 * @g:		Handle
 * @c:		Where it is to be, locked
 * @fd:		From tmplcache_new()
 *
 * Return:	0, or -1 with errno
 */
int tmplcache_publish(guestfs_h *g, const struct tmplcache *c, int fd)
{
	cleanup_free char *tmp = new_name(g, c);
	cleanup_close int dir = open_dir(c);

	if (link_new(g, dir, tmp, fd) < 0)
		return -1;
	if (renameat(dir, tmp, dir, c->name) < 0) {
		unlinkat(dir, tmp, 0);
		return -1;
	}
	tmplprune(dir, c->name);
	return 0;
}

/** tmplcache_remove() - Remove the template */
void tmplcache_remove(const struct tmplcache *c)
{
	cleanup_close int dir = open_dir(c);

	unlinkat(dir, c->name, 0);
}

/** tmplcache_mark_bad() - The template cannot be used here: an empty file in
 * its place says so for an hour */
void tmplcache_mark_bad(guestfs_h *g, const struct tmplcache *c)
{
	cleanup_free char *tmp = new_name(g, c);
	cleanup_close int dir = open_dir(c), fd = -1;

	unlinkat(dir, tmp, 0);
	unlinkat(dir, c->name, 0);
	fd = openat(dir, c->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    0600);
}
