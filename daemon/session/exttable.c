// SPDX-License-Identifier: GPL-2.0-or-later
#include "exttable.h"

#include <ext2fs/ext2_fs.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"
#include "dev.h"
#include "extdir.h"

#define N_TABLES    4
#define PIECE	    (256u << 10)
#define N_PIECES    24
#define ALIGN	    4096u /* of any disk's sectors */
#define GROUPS_MAX  (1u << 22)
#define TRIES_EVERY 32 /* until the helper has said where it is */

/**
 * struct extpiece - A piece of the disk
 * @at:		Where it begins, in bytes
 * @len:	How much of it there is
 * @buf:	PIECE bytes, NULL before the first use
 */
struct extpiece {
	uint64_t at;
	size_t len;
	unsigned char *buf;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct exttable *tables[N_TABLES]; /* guarded by @lock */

static void table_free(struct exttable *t)
{
	if (!t)
		return;
	if (t->memfd >= 0)
		close(t->memfd);
	if (t->fd >= 0)
		close(t->fd);
	for (int i = 0; t->pieces && i < N_PIECES; i++)
		free(t->pieces[i].buf);
	free(t->pieces);
	extdirs_free(t->dirs);
	free(t->layout);
	free(t);
}

void exttable_reset(void)
{
	LOCK_SCOPE(&lock);
	for (int i = 0; i < N_TABLES; i++) {
		table_free(tables[i]);
		tables[i] = NULL;
	}
}

static struct exttable *find(const struct dev *dev)
{
	for (int i = 0; i < N_TABLES; i++) {
		if (tables[i] && tables[i]->dev == dev)
			return tables[i];
	}
	return NULL;
}

int exttable_start(const struct dev *dev, const char *device)
{
	struct exttable *t;
	int at = 0, copy;

	if (!dev->fixed || !dev_is_read_only(dev))
		return -1;
	LOCK_SCOPE(&lock);
	while (at < N_TABLES && tables[at])
		at++;
	if (at == N_TABLES || find(dev))
		return -1;
	t = calloc(1, sizeof(*t));
	if (!t)
		return -1;
	t->dev = dev;
	t->fd = open(device, O_RDONLY | O_DIRECT | O_CLOEXEC);
	t->memfd = memfd_create("layout", MFD_CLOEXEC);
	t->pieces = calloc(N_PIECES, sizeof(*t->pieces));
	copy = t->memfd < 0 ? -1 : fcntl(t->memfd, F_DUPFD_CLOEXEC, 3);
	if (t->fd < 0 || copy < 0 || !t->pieces) {
		if (copy >= 0)
			close(copy);
		table_free(t);
		return -1;
	}
	tables[at] = t;
	return copy;
}

static bool is_power_of_2(uint32_t n)
{
	return n && !(n & (n - 1));
}

static bool layout_ok(const struct crawl_layout *l)
{
	return l->inode_size >= EXT2_GOOD_OLD_INODE_SIZE &&
	       l->inode_size <= EXTTABLE_INODE_MAX &&
	       is_power_of_2(l->inode_size) && l->inodes_per_group &&
	       l->n_groups && l->n_groups <= GROUPS_MAX &&
	       l->block_size >= 1024 && l->block_size <= 65536 &&
	       is_power_of_2(l->block_size);
}

/* Its first word is the last that the helper writes. */
static struct crawl_layout *read_layout(int memfd)
{
	cleanup_free struct crawl_layout *l = NULL;
	struct crawl_layout head = { 0 };
	size_t bytes;

	if (pread(memfd, &head, sizeof(head), 0) != sizeof(head) ||
	    !head.ready || !layout_ok(&head))
		return NULL;
	bytes = head.n_groups * sizeof(head.tables[0]);
	l = malloc(sizeof(*l) + bytes);
	if (!l ||
	    pread(memfd, l->tables, bytes, sizeof(head)) != (ssize_t)bytes)
		return NULL;
	memcpy(l, &head, sizeof(head));
	return steal_ptr(&l);
}

struct exttable *exttable_lock(const struct dev *dev)
{
	struct exttable *t;

	pthread_mutex_lock(&lock);
	t = dev && dev->fixed ? find(dev) : NULL;
	if (!t || t->odd)
		return NULL;
	if (!t->layout && t->n_asked++ % TRIES_EVERY == 0) {
		t->layout = read_layout(t->memfd);
		t->n_asked = t->layout ? 0 : t->n_asked;
	}
	return t;
}

void exttable_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

static bool fill(struct exttable *t, struct extpiece *p, uint64_t at)
{
	ssize_t n;

	p->len = 0;
	if (!p->buf && posix_memalign((void **)&p->buf, ALIGN, PIECE)) {
		p->buf = NULL;
		return false;
	}
	n = pread(t->fd, p->buf, PIECE, at);
	if (n <= 0)
		return false;
	p->at = at;
	p->len = n;
	return true;
}

/* The one used last comes first. */
static const struct extpiece *piece_at(struct exttable *t, uint64_t at)
{
	struct extpiece *v = t->pieces, p;
	int i = 0;

	while (i < N_PIECES - 1 && !(v[i].len && v[i].at == at))
		i++;
	p = v[i];
	memmove(v + 1, v, i * sizeof(v[0]));
	v[0] = p;
	return (p.len && p.at == at) || fill(t, &v[0], at) ? &v[0] : NULL;
}

const void *exttable_inode(struct exttable *t, uint64_t ino)
{
	const struct crawl_layout *l = t->layout;
	uint64_t group = (ino - 1) / l->inodes_per_group, at;
	const struct extpiece *p;

	if (!ino || ino > UINT32_MAX || group >= l->n_groups ||
	    l->tables[group] > INT64_MAX / 2)
		return NULL;
	at = l->tables[group] + (ino - 1) % l->inodes_per_group * l->inode_size;
	p = piece_at(t, at / PIECE * PIECE);
	return p && at % PIECE + l->inode_size <= p->len ? p->buf + at % PIECE
							 : NULL;
}
