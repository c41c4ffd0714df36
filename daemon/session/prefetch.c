// SPDX-License-Identifier: GPL-2.0-or-later
#include "prefetch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "crawl.h"
#include "dev.h"
#include "dirent.h"
#include "extdir.h"
#include "gate.h"
#include "nodefd.h"

#define N_THREADS   3
#define N_QUEUE	    512 /* a power of 2 */
#define MAX_BUFFERS 8	/* of one directory's entries */

/* A few, where it may be no walk */
#define CAUTIOUS 16

/* What a file system reads at once holds about so many inodes */
#define INODES_TOGETHER 64

/* @queue is a stack, what was found last on top: a walk goes down first. It
 * is a ring, so that the oldest fall off. All guarded by @lock.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wanted = PTHREAD_COND_INITIALIZER;
static pthread_cond_t idle = PTHREAD_COND_INITIALIZER;
static uint64_t queue[N_QUEUE];
static unsigned int top;
static unsigned int n_queue;
static unsigned int n_busy;
static bool started;

/* One inode of each group brings the others along. */
static void read_inodes(int fd, const char *buf, size_t len)
{
	const struct dirent_raw *d;
	uint64_t last = UINT64_MAX;
	struct statx stx;

	for (size_t pos = 0; (d = dirent_at(buf, len, pos)); pos += d->reclen) {
		if (d->ino / INODES_TOGETHER == last)
			continue;
		last = d->ino / INODES_TOGETHER;
		statx(fd, d->name, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &stx);
	}
}

static void read_dir(struct node *n, char *buf)
{
	cleanup_close int fd = -1;

	/* Before, or meanwhile: by the host, or by one of us */
	if (node_mark_listed(n))
		return;
	fd = node_open_file(n, O_RDONLY | O_DIRECTORY);
	for (int i = 0; fd >= 0 && i < MAX_BUFFERS; i++) {
		long len = dirent_read(fd, buf);

		if (len <= 0)
			return;
		read_inodes(fd, buf, len);
	}
}

static void read_id(uint64_t id, char *buf)
{
	struct node *n;

	gate_enter();
	n = node_get(id);
	if (n)
		read_dir(n, buf);
	node_put(n);
	gate_leave();
}

static void *helper(void *buf)
{
	/* Requests go first */
	setpriority(PRIO_PROCESS, gettid(), 10);

	pthread_mutex_lock(&lock);
	for (;;) {
		uint64_t id;

		while (!n_queue)
			pthread_cond_wait(&wanted, &lock);
		id = queue[--top % N_QUEUE];
		n_queue--;
		n_busy++;
		pthread_mutex_unlock(&lock);
		read_id(id, buf);
		pthread_mutex_lock(&lock);
		if (!--n_busy)
			pthread_cond_broadcast(&idle);
	}
	return NULL;
}

static void start_helpers(void)
{
	started = true;
	for (int i = 0; i < N_THREADS; i++) {
		char *buf = malloc(DIRENT_BUF);
		pthread_t t;

		if (!buf || pthread_create(&t, NULL, helper, buf)) {
			free(buf);
			return;
		}
		pthread_detach(t);
	}
}

void prefetch_begin(struct prefetch *p, struct node *dir)
{
	const struct dev *dev = dev_get(dir->dev);

	p->n = 0;
	p->max = 0;
	p->dev = dev;
	/* ntfs-3g serves one at a time; see ntfs.h for what is done there. */
	if (dev && dev->direct && !dev->ntfs_alike)
		p->max = node_parent_listed(dir) ? PREFETCH_BATCH : CAUTIOUS;
	node_mark_listed(dir);
}

void prefetch_end(const struct prefetch *p)
{
	if (!p->n)
		return;
	if (p->max == PREFETCH_BATCH && crawl_walk(p->dev, p->inos, p->n))
		return;
	if (p->max == CAUTIOUS && extdir_walk(p->dev, p->inos, p->n))
		return;

	LOCK_SCOPE(&lock);
	if (!started)
		start_helpers();
	for (unsigned int i = p->n; i; i--) {
		queue[top++ % N_QUEUE] = p->ids[i - 1];
		if (n_queue < N_QUEUE)
			n_queue++;
	}
	pthread_cond_broadcast(&wanted);
}

void prefetch_stop(void)
{
	LOCK_SCOPE(&lock);
	n_queue = 0;
	while (n_busy)
		pthread_cond_wait(&idle, &lock);
}
