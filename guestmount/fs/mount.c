/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mount.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "attach.h"
#include "cleanup.h"
#include "mailbox.h"
#include "ops/ahead.h"
#include "ops/image.h"
#include "ops/ops.h"
#include "ops/small.h"
#include "registry.h"

#define SLOT_STEP (2u << 20)

int mount_bad_reply(struct mount *m, const char *what)
{
	cleanup_free char *msg = NULL;

	if (!atomic_exchange(&m->warned, true) && m->warn &&
	    asprintf(&msg,
		     "%s: the appliance answered with %s; the files "
		     "concerned give I/O errors",
		     m->mountpoint, what) >= 0)
		m->warn(m->opaque, msg);
	return EIO;
}

/* A second mapping of the same pages (mremap(2) with old size 0), so that the
 * appliance's end on the handle takes no memory from a worker. Step by step:
 * the pages need not be neighbours in the file, and then are mappings of
 * their own.
 */
static void dup_slot(const struct fs_slot *from, struct fs_slot *to)
{
	char *base;

	*to = (struct fs_slot){ 0 };
	/* The kernel's largest request must fit. */
	if (!from->base || from->size < FS_INLINE_MAX)
		return;
	base = mmap(NULL, from->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	if (base == MAP_FAILED)
		return;
	for (size_t at = 0; at < from->size; at += SLOT_STEP) {
		size_t len = from->size - at;

		if (len > SLOT_STEP)
			len = SLOT_STEP;
		if (mremap(from->base + at, 0, len,
			   MREMAP_MAYMOVE | MREMAP_FIXED,
			   base + at) == MAP_FAILED) {
			munmap(base, from->size);
			return;
		}
	}
	to->base = base;
	to->size = from->size;
}

static int start_port(struct mount *m, struct conn *c)
{
	fs_init_args args = { .readonly = m->readonly,
			      .case_mode = m->opts.case_mode };
	fs_init_ret ret = { 0 };
	int err;

	args.mailbox = c->slot.base && c->mapped >= MAILBOX_SLOT_MIN;
	err = CALL(c, FS_INIT, fs_init_args, &args, fs_init_ret, &ret);
	if (err)
		return err;
	if (c == &m->conns[0])
		err = node_root(m, &ret.root);
	if (args.mailbox && ret.mailbox)
		conn_mail(c);
	xdr_free(XDR_OF(fs_init_ret), &ret);
	return err;
}

/* Every port is told; the root is the same on all. */
static int start_session(struct mount *m)
{
	int err = 0;

	m->started = true;
	for (unsigned int i = 0; i < m->n_conns && !err; i++)
		err = start_port(m, &m->conns[i]);
	errno = err;
	return err ? -1 : 0;
}

static int prepare(struct mount *m, const struct mount_local_config *cfg)
{
	m->mountpoint = realpath(cfg->mountpoint, NULL);
	if (!m->mountpoint || nodes_init(&m->nodes) < 0 || keeper_init(m) < 0 ||
	    small_init(m) < 0)
		return -1;
	for (unsigned int i = 0; i < cfg->n_ports && i < MOUNT_PORTS; i++) {
		struct fs_slot slot;

		dup_slot(&cfg->slots[i], &slot);
		m->n_conns++;
		if (conn_init(&m->conns[i], m, cfg->ports[i], cfg->pidfd,
			      &slot) < 0)
			return -1;
	}
	return 0;
}

struct mount *mount_new(const struct mount_local_config *cfg, char **ret_msg)
{
	struct mount *m = calloc(1, sizeof(*m));
	int err;

	*ret_msg = NULL;
	if (!m)
		return NULL;
	ahead_init(&m->ahead);
	later_init(m);
	spares_init(m);
	pthread_mutex_init(&m->files.lock, NULL);
	pthread_mutex_init(&m->readers.lock, NULL);
	pthread_mutex_init(&m->idle_lock, NULL);
	m->registry = -1;
	m->qemu = cfg->qemu;
	m->warn = cfg->warn;
	m->opaque = cfg->opaque;
	if (opts_parse(&m->opts, cfg->options, ret_msg) < 0 ||
	    attach_check(cfg->mountpoint, m->opts.nonempty, ret_msg) < 0)
		goto fail;
	m->readonly = cfg->readonly || m->opts.readonly;
	m->opts.debug |= cfg->debug;
	images_init(m, cfg->images, cfg->n_images);
	m->writeback = !m->readonly && !m->opts.direct_io;
	if (prepare(m, cfg) < 0) {
		attach_fail(ret_msg, errno, "%s: %s", cfg->mountpoint,
			    strerror(errno));
		goto fail;
	}
	if (start_session(m) < 0) {
		attach_fail(ret_msg, errno,
			    "%s: the appliance starts no file "
			    "system session: %s",
			    m->mountpoint, strerror(errno));
		goto fail;
	}
	if (attach_mount(m, ret_msg) < 0)
		goto fail;
	return m;
fail:
	err = errno;
	mount_free(m);
	errno = err;
	return NULL;
}

static struct conn *take_conn(struct mount *m)
{
	LOCK_SCOPE(&m->idle_lock);
	return m->idle[--m->n_idle];
}

static void put_conn(struct mount *m, struct conn *c)
{
	LOCK_SCOPE(&m->idle_lock);
	m->idle[m->n_idle++] = c;
}

static void process(struct mount *m, const struct fuse_buf *buf)
{
	struct conn *c = take_conn(m);

	conn_bind(c);
	c->busy++;
	fuse_session_process_buf(m->se, buf);
	c->busy++;
	put_conn(m, c);
}

static void *worker(void *arg)
{
	struct mount *m = arg;
	struct fuse_buf buf = { 0 };

	while (!fuse_session_exited(m->se)) {
		int r = fuse_session_receive_buf(m->se, &buf);

		if (r == -EINTR || r == -EAGAIN)
			continue;
		if (r <= 0)
			break;
		process(m, &buf);
		if (!atomic_exchange(&m->tuned, true))
			attach_tune(m);
	}
	fuse_session_exit(m->se);
	free(buf.mem);
	return NULL;
}

/* Signals are the program's: no thread of ours takes one. */
static unsigned int start_workers(struct mount *m, pthread_t *threads)
{
	sigset_t all, old;
	unsigned int n = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	if (keeper_start(m) == 0) {
		unsigned int max = m->n_conns;

		/* The last port is the fetcher's, if there are others. */
		if (max > 1 && m->conns[max - 1].slot.base &&
		    !m->opts.direct_io &&
		    small_start(m, &m->conns[max - 1]) == 0)
			max--;
		if (max > 2 && m->writeback && m->conns[max - 1].slot.base &&
		    later_start(m, &m->conns[max - 1]) == 0)
			max--;
		for (unsigned int i = max; i; i--)
			put_conn(m, &m->conns[i - 1]);
		while (n < max &&
		       !(errno = pthread_create(&threads[n], NULL, worker, m)))
			n++;
		if (n == 0) {
			small_stop(m);
			later_stop(m);
			keeper_stop(m);
		}
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return n;
}

static void leave_registry(struct mount *m)
{
	if (m->registry >= 0)
		registry_remove(m->registry, steal_ptr(&m->registry_path));
	m->registry = -1;
}

static void call_bare(struct mount *m, enum fs_proc proc)
{
	conn_call(&m->conns[0], proc, (xdrproc_t)(void *)xdr_void, NULL, NULL,
		  NULL);
}

int mount_run(struct mount *m)
{
	pthread_t threads[MOUNT_PORTS];
	unsigned int n;

	m->registry = registry_add(m->mountpoint, m->qemu, &m->registry_path);
	n = start_workers(m, threads);
	if (n == 0) {
		leave_registry(m);
		return -1;
	}
	for (unsigned int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	small_stop(m);
	later_stop(m);
	keeper_stop(m);
	if (!m->readonly)
		call_bare(m, FS_SYNC);
	leave_registry(m);
	return 0;
}

int mount_umount(struct mount *m, bool retry, char **ret_msg)
{
	*ret_msg = NULL;
	return attach_umount(m, retry, ret_msg);
}

void mount_free(struct mount *m)
{
	if (!m)
		return;
	if (m->se) {
		fuse_session_unmount(m->se);
		fuse_session_destroy(m->se);
	}
	files_drop(m);
	/* The guest's file systems are free to be unmounted then. */
	if (m->started)
		call_bare(m, FS_EXIT);
	readers_finish(m);
	ahead_finish(m);
	if (m->small.ring)
		small_finish(m);
	nodes_finish(m);
	later_finish(m);
	spares_finish(m);
	images_finish(m);
	pthread_mutex_destroy(&m->files.lock);
	if (m->keeper.negative)
		keeper_finish(m);
	for (unsigned int i = 0; i < m->n_conns; i++) {
		if (m->conns[i].slot.base)
			munmap(m->conns[i].slot.base, m->conns[i].mapped);
		conn_finish(&m->conns[i]);
	}
	opts_finish(&m->opts);
	free(m->registry_path);
	free(m->mountpoint);
	free(m);
}
