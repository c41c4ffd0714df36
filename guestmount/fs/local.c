/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "local.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "impl.h"
#include "launch/guard.h"
#include "launch/launch.h"
#include "mount.h"
#include "ops/ops.h"

/**
 * struct mount_local - A handle's mount; guarded by the handle's lock
 * @m:		The mount
 * @running:	A thread is in mount_local_run
 * @unmounted:	umount_local succeeded
 */
struct mount_local {
	struct mount *m;
	bool running;
	bool unmounted;
};

static void warn(void *opaque, const char *msg)
{
	handle_warn(opaque, "%s", msg);
}

static void drop(guestfs_h *g)
{
	struct mount_local *ml = steal_ptr(&g->mount_local);

	if (!ml)
		return;
	if (g->launch)
		guard_unregister_mount(g, ml->m->mountpoint);
	mount_free(ml->m);
	free(ml);
}

/* The image may be another file by now. */
static bool is_still(const struct drive *d, int fd)
{
	struct stat mine, now;

	return fstat(fd, &mine) == 0 && stat(d->path, &now) == 0 &&
	       mine.st_dev == now.st_dev && mine.st_ino == now.st_ino;
}

static void fill_images(guestfs_h *g, struct mount_local_config *cfg)
{
	const struct launch *l = g->launch;

	for (size_t i = 0; i < l->n_images && i < MOUNT_IMAGES; i++) {
		const struct image *from = &l->images[i];
		struct fs_image *to = &cfg->images[cfg->n_images++];

		to->fd = -1;
		to->size = from->size;
		if (from->fd >= 0 && i < g->n_drives &&
		    is_still(&g->drives[i], from->fd))
			to->fd = from->fd;
	}
}

static void fill_config(guestfs_h *g, struct mount_local_config *cfg,
			const struct guestfs_mount_local_argv *o)
{
	const struct launch *l = g->launch;

	cfg->pidfd = l->pidfd;
	cfg->qemu = l->pid;
	cfg->warn = warn;
	cfg->opaque = g;
	for (unsigned int i = 0; i < l->n_ports && i < MOUNT_PORTS; i++) {
		if (l->ports[i] < 0)
			break;
		cfg->ports[i] = l->ports[i];
		cfg->slots[i].base = l->slots[i].base;
		cfg->slots[i].size = l->slots[i].size;
		cfg->n_ports++;
	}
	fill_images(g, cfg);
	if (o->bitmask & GUESTFS_MOUNT_LOCAL_READONLY_BITMASK)
		cfg->readonly = o->readonly;
	if (o->bitmask & GUESTFS_MOUNT_LOCAL_OPTIONS_BITMASK)
		cfg->options = o->options;
	if (o->bitmask & GUESTFS_MOUNT_LOCAL_DEBUGCALLS_BITMASK)
		cfg->debug = o->debugcalls;
}

/* cachetimeout is accepted and has no effect: what is cached is exact. */
int impl_mount_local(guestfs_h *g, const char *localmountpoint,
		     const struct guestfs_mount_local_argv *optargs)
{
	struct mount_local_config cfg = { .mountpoint = localmountpoint };
	cleanup_free char *msg = NULL;
	struct mount *m;

	if (g->mount_local && !g->mount_local->unmounted)
		return guestfs_fail_msg(g, EEXIST,
					"%s: this handle is mounted "
					"already on %s",
					localmountpoint,
					g->mount_local->m->mountpoint);
	if (g->mount_local && g->mount_local->running)
		return guestfs_fail_msg(g, EBUSY,
					"%s: mount_local_run has not "
					"returned yet",
					localmountpoint);
	if (!g->launch)
		return guestfs_fail_msg(g, EINVAL,
					"mount_local: call launch "
					"first");
	drop(g);
	fill_config(g, &cfg, optargs);
	if (cfg.n_ports == 0)
		return guestfs_fail_msg(g, ENOTSUP,
					"mount_local: the "
					"appliance has no session ports");
	m = mount_new(&cfg, &msg);
	if (!m)
		return msg ? guestfs_fail_msg(g, errno, "%s", msg)
			   : guestfs_fail(g, errno, "%s", localmountpoint);
	if (guard_register_mount(g, m->mountpoint) < 0)
		handle_debug(g, "%s: not registered with the guard",
			     m->mountpoint);
	g->mount_local = handle_calloc(g, 1, sizeof(*g->mount_local));
	g->mount_local->m = m;
	return 0;
}

/* The lock is recursive and the wrapper holds it once. */
/**
 * struct drain - The console's reader during a mount
 * @g:		Handle
 * @console:	Console of the appliance
 * @stop:	Readable when the mount has ended
 * @started:	The thread runs
 *
 * A console that nobody reads stops the whole appliance once some hundred
 * bytes wait in it, which a disk with errors writes at once.
 */
struct drain {
	guestfs_h *g;
	int console;
	int stop;
	bool started;
	pthread_t thread;
};

static void *drain_thread(void *arg)
{
	struct drain *d = arg;
	struct pollfd p[2] = {
		{ .fd = d->console, .events = POLLIN },
		{ .fd = d->stop, .events = POLLIN },
	};

	for (;;) {
		if (poll(p, 2, -1) < 0)
			continue;
		if (p[1].revents || p[0].revents & (POLLHUP | POLLERR))
			return NULL;
		pthread_mutex_lock(&d->g->lock);
		launch_console_read(d->g);
		pthread_mutex_unlock(&d->g->lock);
	}
}

static void drain_start(struct drain *d, guestfs_h *g)
{
	d->g = g;
	d->started = false;
	d->console =
		g->launch ? fcntl(g->launch->console, F_DUPFD_CLOEXEC, 3) : -1;
	d->stop = eventfd(0, EFD_CLOEXEC);
	if (d->console >= 0 && d->stop >= 0)
		d->started =
			pthread_create(&d->thread, NULL, drain_thread, d) == 0;
}

static void drain_stop(struct drain *d)
{
	if (d->started) {
		eventfd_write(d->stop, 1);
		pthread_join(d->thread, NULL);
	}
	if (d->console >= 0)
		close(d->console);
	if (d->stop >= 0)
		close(d->stop);
}

int impl_mount_local_run(guestfs_h *g)
{
	struct mount_local *ml = g->mount_local;
	struct drain drain;
	int r;

	if (!ml)
		return guestfs_fail_msg(g, EINVAL,
					"mount_local_run: call "
					"mount_local first");
	if (ml->running)
		return guestfs_fail_msg(g, EBUSY,
					"mount_local_run: another "
					"thread serves the mount");
	ml->running = true;
	drain_start(&drain, g);
	pthread_mutex_unlock(&g->lock);
	r = mount_run(ml->m);
	drain_stop(&drain);
	pthread_mutex_lock(&g->lock);
	ml->running = false;
	if (r < 0)
		guestfs_fail(g, errno, "%s: cannot start threads",
			     ml->m->mountpoint);
	drop(g);
	return r;
}

int impl_umount_local(guestfs_h *g,
		      const struct guestfs_umount_local_argv *optargs)
{
	struct mount_local *ml = g->mount_local;
	cleanup_free char *msg = NULL;
	bool retry = (optargs->bitmask & GUESTFS_UMOUNT_LOCAL_RETRY_BITMASK) &&
		     optargs->retry;

	if (!ml || ml->unmounted)
		return guestfs_fail_msg(g, EINVAL,
					"umount_local: nothing is "
					"mounted by this handle");
	if (mount_umount(ml->m, retry, &msg) < 0)
		return guestfs_fail_msg(g, errno, "%s",
					msg ? msg : "umount_local");
	/* mount_local_run frees it, also if it comes only now. */
	ml->unmounted = true;
	return 0;
}

void mount_local_invalidate(guestfs_h *g)
{
	if (!g->mount_local)
		return;
	/* It may have written to a drive. */
	g->mount_local->m->images.off = true;
	if (g->mount_local->running)
		keeper_invalidate(g->mount_local->m);
}

void mount_local_settle(guestfs_h *g)
{
	struct mount *m;

	if (!g->mount_local || !g->mount_local->running)
		return;
	m = g->mount_local->m;
	later_drain(m);
	spare_drop(m, true);
	files_drop(m);
}

void mount_local_close(guestfs_h *g)
{
	drop(g);
}
