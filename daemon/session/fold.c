// SPDX-License-Identifier: GPL-2.0-or-later
#include "fold.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "foldset.h"
#include "xdr.h"

#define N_CHAINS  256
#define MAX_DIRS  1024
#define MAX_NAMES (1u << 20)

/**
 * struct stamp - When a directory changed last
 */
struct stamp {
	struct statx_timestamp mtime;
	struct statx_timestamp ctime;
};

/**
 * struct fold_dir - The names of one directory
 * @node:	Id of its node; constant
 * @next:	Chain of the table; guarded by the table's lock
 * @newer:	Used after this one; by the table's lock
 * @older:	Used before; by the table's lock
 * @users:	Requests that use it; by the table's lock
 * @dropped:	Not in the table any more; by the table's lock
 * @n_names:	Last known number of names; by the table's lock
 * @lock:	Guards what follows; taken without the table's
 * @known:	Whether @names is right, as long as @stamp is
 * @stamp:	Of the directory when @names was right
 * @names:	All of its names
 */
struct fold_dir {
	uint64_t node;
	struct fold_dir *next;
	struct fold_dir *newer;
	struct fold_dir *older;
	unsigned int users;
	bool dropped;
	size_t n_names;
	pthread_mutex_t lock;
	bool known;
	struct stamp stamp;
	struct foldset names;
};

/* The table, guarded by @lock; @n_dirs may be read without. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fold_dir *chains[N_CHAINS];
static struct fold_dir *newest;
static struct fold_dir *oldest;
static atomic_uint n_dirs;
static size_t n_names;

enum dev_case fold_kind(const struct session *s, const struct dev *dev)
{
	if (dev->fold == DEV_CASE_KERNEL)
		return DEV_CASE_KERNEL;
	switch (s->case_mode) {
	case FS_CASE_INSENSITIVE:
		return DEV_CASE_NTFS;
	case FS_CASE_SENSITIVE:
		return DEV_CASE_EXACT;
	default:
		return dev->fold;
	}
}

static void free_dir(struct fold_dir *d)
{
	foldset_finish(&d->names);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

static void push_newest(struct fold_dir *d)
{
	d->newer = NULL;
	d->older = newest;
	*(newest ? &newest->newer : &oldest) = d;
	newest = d;
}

static void take_from_list(struct fold_dir *d)
{
	*(d->newer ? &d->newer->older : &newest) = d->older;
	*(d->older ? &d->older->newer : &oldest) = d->newer;
}

static void drop_dir(struct fold_dir *d)
{
	struct fold_dir **p = &chains[d->node % N_CHAINS];

	while (*p != d)
		p = &(*p)->next;
	*p = d->next;
	take_from_list(d);
	n_dirs--;
	n_names -= d->n_names;
	d->dropped = true;
	if (!d->users)
		free_dir(d);
}

static struct fold_dir *find_dir(uint64_t node)
{
	struct fold_dir *d = chains[node % N_CHAINS];

	while (d && d->node != node)
		d = d->next;
	return d;
}

static struct fold_dir *new_dir(uint64_t node)
{
	struct fold_dir *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->node = node;
	pthread_mutex_init(&d->lock, NULL);
	d->next = chains[node % N_CHAINS];
	chains[node % N_CHAINS] = d;
	push_newest(d);
	n_dirs++;
	return d;
}

/* With @make a new one where there is none, else NULL. */
static struct fold_dir *dir_get(uint64_t node, bool make)
{
	LOCK_SCOPE(&lock);
	struct fold_dir *d = find_dir(node);

	if (!d && make)
		d = new_dir(node);
	if (!d)
		return NULL;
	take_from_list(d);
	push_newest(d);
	d->users++;
	return d;
}

static void dir_put(struct fold_dir *d, size_t n)
{
	LOCK_SCOPE(&lock);
	d->users--;
	if (d->dropped) {
		if (!d->users)
			free_dir(d);
		return;
	}
	n_names += n - d->n_names;
	d->n_names = n;
	while (oldest != newest && (n_dirs > MAX_DIRS || n_names > MAX_NAMES))
		drop_dir(oldest);
}

static bool get_stamp(int fd, struct stamp *ret)
{
	struct statx stx;

	if (statx(fd, "", AT_EMPTY_PATH, STATX_MTIME | STATX_CTIME, &stx) < 0)
		return false;
	memset(ret, 0, sizeof(*ret));
	ret->mtime.tv_sec = stx.stx_mtime.tv_sec;
	ret->mtime.tv_nsec = stx.stx_mtime.tv_nsec;
	ret->ctime.tv_sec = stx.stx_ctime.tv_sec;
	ret->ctime.tv_nsec = stx.stx_ctime.tv_nsec;
	return true;
}

static int scan(struct fold_dir *d, int dirfd)
{
	cleanup_closedir DIR *dir = NULL;
	const struct dirent *e;
	int fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -1;
	}
	foldset_finish(&d->names);
	while (errno = 0, (e = readdir(dir)))
		if (strlen(e->d_name) <= FOLD_NAME_MAX &&
		    foldset_add(&d->names, e->d_name) < 0)
			return -1;
	return errno ? -1 : 0;
}

static bool is_right(struct fold_dir *d, int dirfd)
{
	struct stamp now;

	if (!get_stamp(dirfd, &now))
		return false;
	if (d->known && !memcmp(&now, &d->stamp, sizeof(now)))
		return true;
	d->stamp = now;
	d->known = scan(d, dirfd) == 0;
	return d->known;
}

/* Where the names cannot be had, only exact ones are found. */
static void find_stored(const struct node_use *dir, const char *name,
			char ret[FOLD_NAME_MAX + 1])
{
	struct fold_dir *d = dir_get(dir->n->id, true);
	const char *stored;
	size_t n;

	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	if (is_right(d, dir->fd)) {
		stored = foldset_find(&d->names, name);
		if (stored)
			strcpy(ret, stored);
	}
	n = d->names.n;
	pthread_mutex_unlock(&d->lock);
	dir_put(d, n);
}

int fold_find(const struct session *s, const struct node_use *dir,
	      const char *name, char ret[FOLD_NAME_MAX + 1])
{
	const struct dev *dev = dev_get(dir->n->dev);
	enum dev_case kind = dev ? fold_kind(s, dev) : DEV_CASE_EXACT;
	struct statx stx;
	bool there;

	strcpy(ret, name);
	if (kind == DEV_CASE_EXACT)
		return 0;
	there = statx(dir->fd, name, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &stx) ==
		0;
	if (!there && errno != ENOENT)
		return -1;
	/* What the kernel finds whatever its case may be stored otherwise;
	 * what it does not find there is not.
	 */
	if (there == (kind == DEV_CASE_KERNEL))
		find_stored(dir, name, ret);
	return 0;
}

static void changed(const struct node_use *dir, const char *name, bool added)
{
	struct fold_dir *d = n_dirs ? dir_get(dir->n->id, false) : NULL;
	size_t n;

	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	if (added && foldset_add(&d->names, name) < 0)
		d->known = false;
	if (!added)
		foldset_remove(&d->names, name);
	if (!get_stamp(dir->fd, &d->stamp))
		d->known = false;
	n = d->names.n;
	pthread_mutex_unlock(&d->lock);
	dir_put(d, n);
}

void fold_added(const struct node_use *dir, const char *name)
{
	changed(dir, name, true);
}

void fold_removed(const struct node_use *dir, const char *name)
{
	changed(dir, name, false);
}

void fold_reset(void)
{
	LOCK_SCOPE(&lock);
	while (newest)
		drop_dir(newest);
}
