// SPDX-License-Identifier: GPL-2.0-or-later
#include "gate.h"

#include <fcntl.h>

#include "cleanup.h"
#include "dev.h"
#include "crawl.h"
#include "fold.h"
#include "handle.h"
#include "node.h"
#include "ntfs.h"
#include "place.h"
#include "serve.h"
#include "session.h"
#include "walk.h"

/* Held for reading by each request, for writing by who empties the tables.
 * Writers go first, else busy ports would keep them out for ever.
 */
static pthread_rwlock_t gate =
	PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

/* Number of the mount that is going on; guarded by @gate. 0 is no mount. */
static unsigned int generation;

static int (*root_fd)(void);
static int fixed_root = -1;

static int fixed_root_fd(void)
{
	return fixed_root;
}

void gate_set_root(int (*fn)(void))
{
	root_fd = fn;
}

void session_set_root(int fd)
{
	fixed_root = fd;
	gate_set_root(fixed_root_fd);
}

void gate_enter(void)
{
	pthread_rwlock_rdlock(&gate);
}

void gate_leave(void)
{
	pthread_rwlock_unlock(&gate);
}

static void empty_tables(void)
{
	handle_reset();
	ntfs_stop(true);
	fold_reset();
	walk_reset();
	node_reset();
	dev_reset();
	places_reset();
}

void gate_reset(void)
{
	crawl_stop();
	pthread_rwlock_wrlock(&gate);
	empty_tables();
	pthread_rwlock_unlock(&gate);
}

static int current_root(void)
{
	int fd = root_fd ? root_fd() : -1;

	if (fd < 0)
		errno = ENXIO;
	return fd;
}

static int open_root(int root)
{
	cleanup_close int fd =
		openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || node_set_root(fd) < 0)
		return -1;
	steal_fd(&fd);
	return 0;
}

static int join_locked(struct session *s)
{
	int root = current_root();

	if (root < 0)
		return -1;
	if (s->generation != generation && node_has_root(root)) {
		s->generation = generation;
		return 0;
	}
	empty_tables();
	if (open_root(root) < 0)
		return -1;
	s->generation = ++generation;
	return 0;
}

int gate_join(struct session *s)
{
	int r;

	pthread_rwlock_wrlock(&gate);
	r = join_locked(s);
	pthread_rwlock_unlock(&gate);
	if (r == 0)
		gate_enter();
	return r;
}
