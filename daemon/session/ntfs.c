// SPDX-License-Identifier: GPL-2.0-or-later
#include "ntfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <search.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "covered.h"
#include "dev.h"
#include "dirent.h"
#include "frame/ntfshelper.h"
#include "io.h"
#include "sample.h"

#define N_VOLUMES   4
#define ALIGN	    4096u
#define DIRENT_HEAD 24 /* of FUSE's entries, as ntfs-3g packs them */
#define WAIT_SEC    20 /* a helper that loops is none */

/**
 * struct volume - A helper; or the memory that there can be none
 * @dev:	Its file system
 * @used:	It is one
 * @pid:	Process, 0 after it has ended
 * @sock:	Where it is asked
 * @disk:	The disk, for O_DIRECT reads, or -1
 * @like:	A file and a directory as ntfs-3g shows them: owner and mode are
 *		those of all; by enum ntfs_kind
 * @known:	There was one
 * @odd:	It has shown one otherwise than was expected
 * @n_asked:	How many files and directories were asked for
 * @n_listed:	How many directories were
 */
struct volume {
	const struct dev *dev;
	bool used;
	pid_t pid;
	int sock;
	int disk;
	struct statx like[NTFS_DIR + 1];
	bool known[NTFS_DIR + 1];
	bool odd;
	unsigned int n_asked;
	unsigned int n_listed;
};

/**
 * struct ntfs_file - Where a file lies
 * @disk:	Descriptor of the disk, its own
 * @size:	Bytes in it
 * @written:	Beyond these it reads as zeros
 * @n:		Pieces
 * @runs:	They, in their order
 */
struct ntfs_file {
	int disk;
	uint64_t size;
	uint64_t written;
	size_t n;
	struct ntfs_run runs[];
};

/**
 * struct ntfs_dir - What is in a directory
 * @volume:	Where it is
 * @tree:	Entries by name, tsearch(3)
 * @buf:	They
 * @len:	Bytes of them
 * @whole:	They are all
 */
struct ntfs_dir {
	struct volume *volume;
	void *tree;
	char *buf;
	size_t len;
	bool whole;
};

/* Guarded by @lock, which is held while a helper is asked, too. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct volume volumes[N_VOLUMES];
static bool exists, enabled;

void ntfs_exists(void)
{
	exists = enabled = true;
}

static int spawn(struct volume *v, const char *device)
{
	char *argv[] = { (char *)"guestfsd", (char *)NTFSHELPER, (char *)device,
			 NULL };
	const struct timeval tv = { .tv_sec = WAIT_SEC };
	cleanup_close int ours = -1, theirs = -1;
	posix_spawn_file_actions_t actions;
	int fds[2], err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return -1;
	ours = fds[0];
	theirs = fds[1];
	setsockopt(ours, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
	err = posix_spawn(&v->pid, "/proc/self/exe", &actions, NULL, argv,
			  environ);
	posix_spawn_file_actions_destroy(&actions);
	if (err) {
		v->pid = 0;
		return -1;
	}
	v->sock = steal_fd(&ours);
	return 0;
}

static void start(struct volume *v, const struct dev *dev)
{
	char device[DEV_PATH_MAX];

	*v = (struct volume){
		.dev = dev, .used = true, .sock = -1, .disk = -1
	};
	if (!dev_path(dev, device) || spawn(v, device) < 0)
		return;
	v->disk = open(device, O_RDONLY | O_DIRECT | O_CLOEXEC);
}

static void stop(struct volume *v)
{
	if (v->sock >= 0)
		close(v->sock);
	v->sock = -1;
	if (!v->pid)
		return;
	kill(v->pid, SIGKILL);
	while (waitpid(v->pid, NULL, 0) < 0 && errno == EINTR)
		;
	v->pid = 0;
}

void ntfs_stop(bool again)
{
	LOCK_SCOPE(&lock);
	enabled = exists && again;
	for (int i = 0; i < N_VOLUMES; i++) {
		struct volume *v = &volumes[i];

		if (!v->used)
			continue;
		stop(v);
		if (v->disk >= 0)
			close(v->disk);
		v->used = false;
	}
}

static struct volume *find(const struct dev *dev)
{
	struct volume *unused = NULL;

	if (!enabled || !dev || !dev->ntfs)
		return NULL;
	for (int i = 0; i < N_VOLUMES; i++) {
		struct volume *v = &volumes[i];

		if (v->used && v->dev == dev)
			return v->sock < 0 ? NULL : v;
		if (!v->used && !unused)
			unused = v;
	}
	if (!unused)
		return NULL;
	start(unused, dev);
	return unused->sock < 0 ? NULL : unused;
}

/* Ask for @size bytes in units of @unit, behind @before bytes of ours. NULL
 * with nothing to be said. One that has died of what is on the disk, or says
 * what makes no sense, is not started again.
 */
static void *ask(struct volume *v, enum ntfs_what what, uint64_t ino,
		 size_t before, size_t unit, size_t max,
		 struct ntfs_answer *ret_head)
{
	const struct ntfs_ask q = { .what = what, .ino = ino };
	size_t bytes;
	char *p;

	if (io_write_full(v->sock, &q, sizeof(q)) < 0 ||
	    io_read_full(v->sock, ret_head, sizeof(*ret_head)) !=
		    sizeof(*ret_head) ||
	    ret_head->n > max) {
		stop(v);
		return NULL;
	}
	bytes = ret_head->n * unit;
	p = malloc(before + bytes + 1);
	if (!p || io_read_full(v->sock, p + before, bytes) != (ssize_t)bytes) {
		stop(v);
		free(p);
		return NULL;
	}
	if (!ret_head->err)
		return p;
	free(p);
	return NULL;
}

static bool runs_ok(const struct ntfs_file *f)
{
	uint64_t at = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct ntfs_run *r = &f->runs[i];

		if (r->at != at || r->len > INT64_MAX - at ||
		    r->disk > (int64_t)(INT64_MAX - r->len))
			return false;
		at += r->len;
	}
	return at >= f->written;
}

void ntfs_file_free(struct ntfs_file *f)
{
	if (f && f->disk >= 0)
		close(f->disk);
	free(f);
}

struct ntfs_file *ntfs_file(const struct dev *dev, uint64_t ino)
{
	struct ntfs_answer head;
	struct ntfs_file *f;
	struct volume *v;

	LOCK_SCOPE(&lock);
	v = find(dev);
	if (!v || v->disk < 0)
		return NULL;
	f = ask(v, NTFS_RUNS, ino, sizeof(*f), sizeof(f->runs[0]),
		NTFS_RUNS_MAX, &head);
	if (!f)
		return NULL;
	f->disk = fcntl(v->disk, F_DUPFD_CLOEXEC, 3);
	f->size = head.size;
	f->written = head.written < head.size ? head.written : head.size;
	f->n = head.n;
	if (f->disk >= 0 && runs_ok(f))
		return f;
	ntfs_file_free(f);
	return NULL;
}

/* The piece that holds @at, which is in one */
static const struct ntfs_run *run_at(const struct ntfs_file *f, uint64_t at)
{
	size_t lo = 0, hi = f->n;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (f->runs[mid].at <= at)
			lo = mid;
		else
			hi = mid;
	}
	return &f->runs[lo];
}

/* Return: bytes that were read, 0 where they cannot be */
static size_t read_run(const struct ntfs_file *f, char *buf, size_t size,
		       uint64_t at)
{
	const struct ntfs_run *r = f->n ? run_at(f, at) : NULL;
	size_t n = size;
	ssize_t got;

	if (at >= f->written || !r) {
		memset(buf, 0, n);
		return n;
	}
	if (n > r->at + r->len - at)
		n = r->at + r->len - at;
	if (r->disk < 0) {
		memset(buf, 0, n);
	} else {
		do
			got = pread(f->disk, buf, n, r->disk + (at - r->at));
		while (got < 0 && errno == EINTR);
		n = got < 0 ? 0 : got;
	}
	if (at + n > f->written)
		memset(buf + (f->written - at), 0, at + n - f->written);
	return n;
}

size_t ntfs_file_read(struct ntfs_file *f, char *buf, size_t size,
		      uint64_t offset)
{
	size_t done = 0, n;

	if (offset >= f->size)
		return 0;
	if (size > f->size - offset)
		size = (f->size - offset) & ~(uint64_t)(ALIGN - 1);
	while (done < size) {
		n = read_run(f, buf + done, size - done, offset + done);
		if (!n)
			break;
		done += n;
	}
	return done & ~(size_t)(ALIGN - 1);
}

static int by_name(const void *a, const void *b)
{
	const struct ntfs_entry *x = a, *y = b;
	int r = memcmp(x->name, y->name, x->len < y->len ? x->len : y->len);

	return r ? r : (int)x->len - (int)y->len;
}

static bool is_name(const char *name, size_t len)
{
	return len && len <= NAME_MAX && !memchr(name, 0, len) &&
	       !memchr(name, '/', len);
}

static bool index_all(struct ntfs_dir *d)
{
	for (size_t at = 0; at < d->len;) {
		struct ntfs_entry *e = (void *)(d->buf + at);

		if (d->len - at < sizeof(*e) || e->bytes % 8 ||
		    e->bytes > d->len - at || e->bytes < sizeof(*e) + e->len ||
		    e->kind > NTFS_DIR || !is_name(e->name, e->len))
			return false;
		tsearch(e, &d->tree, by_name);
		at += e->bytes;
	}
	return true;
}

struct ntfs_dir *ntfs_dir(const struct dev *dev, uint64_t ino)
{
	struct ntfs_answer head;
	struct ntfs_dir *d;
	struct volume *v;
	char *buf;

	pthread_mutex_lock(&lock);
	v = dev && dev->ntfs_alike ? find(dev) : NULL;
	buf = v && !v->odd ? ask(v, NTFS_LIST, ino, 0, 1, NTFS_LIST_MAX, &head)
			   : NULL;
	pthread_mutex_unlock(&lock);
	if (!buf)
		return NULL;
	d = calloc(1, sizeof(*d));
	if (!d) {
		free(buf);
		return NULL;
	}
	d->volume = v;
	d->buf = buf;
	d->len = head.n;
	d->whole = head.size == 1;
	if (index_all(d))
		return d;
	ntfs_dir_free(d);
	return NULL;
}

static void nothing(void *p)
{
	(void)p;
}

void ntfs_dir_free(struct ntfs_dir *d)
{
	if (!d)
		return;
	tdestroy(d->tree, nothing);
	free(d->buf);
	free(d);
}

static const struct ntfs_entry *find_entry(struct ntfs_dir *d, const char *name)
{
	size_t len = strlen(name);
	cleanup_free struct ntfs_entry *key = malloc(sizeof(*key) + len);
	struct ntfs_entry **e;

	if (!key || len > NAME_MAX)
		return NULL;
	key->len = len;
	memcpy(key->name, name, len);
	e = tfind(key, &d->tree, by_name);
	return e ? *e : NULL;
}

static struct statx_timestamp time_of(const struct ntfs_entry *e, int i)
{
	return (struct statx_timestamp){ .tv_sec = e->sec[i],
					 .tv_nsec = e->nsec[i] };
}

static void fill(struct statx *stx, const struct ntfs_entry *e)
{
	stx->stx_ino = e->ino;
	stx->stx_size = e->size;
	stx->stx_blocks = e->blocks;
	stx->stx_nlink = e->nlink;
	stx->stx_atime = time_of(e, 0);
	stx->stx_mtime = time_of(e, 1);
	stx->stx_ctime = time_of(e, 2);
}

static bool same_time(struct statx_timestamp a, struct statx_timestamp b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same(const struct statx *a, const struct statx *b)
{
	return a->stx_ino == b->stx_ino && a->stx_mode == b->stx_mode &&
	       a->stx_size == b->stx_size && a->stx_blocks == b->stx_blocks &&
	       a->stx_nlink == b->stx_nlink && a->stx_uid == b->stx_uid &&
	       a->stx_gid == b->stx_gid && a->stx_blksize == b->stx_blksize &&
	       same_time(a->stx_atime, b->stx_atime) &&
	       same_time(a->stx_mtime, b->stx_mtime) &&
	       same_time(a->stx_ctime, b->stx_ctime);
}

bool ntfs_dir_stat(struct ntfs_dir *d, const char *name, struct statx *ret)
{
	const struct ntfs_entry *e = find_entry(d, name);
	struct volume *v = d->volume;

	if (!e || e->kind == NTFS_OTHER ||
	    (e->kind == NTFS_DIR && covered_is(v->dev, e->ino)))
		return false;
	LOCK_SCOPE(&lock);
	if (!v->known[e->kind] || v->odd || is_sample(v->n_asked++))
		return false;
	*ret = v->like[e->kind];
	fill(ret, e);
	return true;
}

void ntfs_dir_compare(struct ntfs_dir *d, const char *name,
		      const struct statx *stx)
{
	const struct ntfs_entry *e = find_entry(d, name);
	struct volume *v = d->volume;
	struct statx expected;

	/* Another file system is mounted there */
	if (!e || e->kind == NTFS_OTHER ||
	    v->dev->major != stx->stx_dev_major ||
	    v->dev->minor != stx->stx_dev_minor)
		return;
	LOCK_SCOPE(&lock);
	if (!v->known[e->kind])
		v->like[e->kind] = *stx;
	v->known[e->kind] = true;
	expected = v->like[e->kind];
	fill(&expected, e);
	if (!same(&expected, stx))
		v->odd = true;
}

/* The type is only said where it is certain. */
static uint8_t type_of(const struct ntfs_entry *e)
{
	return e->kind == NTFS_DIR    ? S_IFDIR >> 12
	       : e->kind == NTFS_FILE ? S_IFREG >> 12
				      : 0;
}

static size_t put_all(const struct ntfs_dir *d, char *buf)
{
	const struct ntfs_entry *e;
	size_t used = 0, n;
	uint64_t off = 0;

	for (size_t at = 0; at < d->len; at += e->bytes) {
		e = (const void *)(d->buf + at);
		off += (DIRENT_HEAD + e->len + 7) & ~(size_t)7;
		n = dirent_put(buf + used, DIRENT_BUF - used,
			       &(struct dirent_raw){ .ino = e->ino,
						     .off = off,
						     .type = type_of(e) },
			       e->name, e->len);
		if (!n)
			return 0;
		used += n;
	}
	return used;
}

size_t ntfs_dir_list(struct ntfs_dir *d, char *buf)
{
	struct volume *v = d->volume;

	if (!d->whole)
		return 0;
	pthread_mutex_lock(&lock);
	if (v->odd || is_sample(v->n_listed++)) {
		pthread_mutex_unlock(&lock);
		return 0;
	}
	pthread_mutex_unlock(&lock);
	return put_all(d, buf);
}

void ntfs_dir_compare_list(struct ntfs_dir *d, const char *buf, size_t len)
{
	cleanup_free char *ours = malloc(DIRENT_BUF);
	size_t n = d->whole && ours ? put_all(d, ours) : 0;

	if (!n || dirent_begins(ours, n, buf, len, false))
		return;
	LOCK_SCOPE(&lock);
	d->volume->odd = true;
}
