/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "local.h"

#include <errno.h>

#include "cleanup.h"
#include "impl.h"
#include "launch/guard.h"
#include "launch/launch.h"
#include "mount.h"

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
		return guestfs_fail_msg(g, EEXIST, "%s: this handle is mounted "
					"already on %s", localmountpoint,
					g->mount_local->m->mountpoint);
	if (g->mount_local && g->mount_local->running)
		return guestfs_fail_msg(g, EBUSY, "%s: mount_local_run has not "
					"returned yet", localmountpoint);
	if (!g->launch)
		return guestfs_fail_msg(g, EINVAL, "mount_local: call launch "
					"first");
	drop(g);
	fill_config(g, &cfg, optargs);
	if (cfg.n_ports == 0)
		return guestfs_fail_msg(g, ENOTSUP, "mount_local: the "
					"appliance has no session ports");
	m = mount_new(&cfg, &msg);
	if (!m)
		return msg ? guestfs_fail_msg(g, errno, "%s", msg) :
			     guestfs_fail(g, errno, "%s", localmountpoint);
	if (guard_register_mount(g, m->mountpoint) < 0)
		handle_debug(g, "%s: not registered with the guard",
			     m->mountpoint);
	g->mount_local = handle_calloc(g, 1, sizeof(*g->mount_local));
	g->mount_local->m = m;
	return 0;
}

/* The lock is recursive and the wrapper holds it once. */
int impl_mount_local_run(guestfs_h *g)
{
	struct mount_local *ml = g->mount_local;
	int r;

	if (!ml)
		return guestfs_fail_msg(g, EINVAL, "mount_local_run: call "
					"mount_local first");
	if (ml->running)
		return guestfs_fail_msg(g, EBUSY, "mount_local_run: another "
					"thread serves the mount");
	ml->running = true;
	pthread_mutex_unlock(&g->lock);
	r = mount_run(ml->m);
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
		return guestfs_fail_msg(g, EINVAL, "umount_local: nothing is "
					"mounted by this handle");
	if (mount_umount(ml->m, retry, &msg) < 0)
		return guestfs_fail_msg(g, errno, "%s", msg ? msg :
					"umount_local");
	/* mount_local_run frees it, also if it comes only now. */
	ml->unmounted = true;
	return 0;
}

void mount_local_invalidate(guestfs_h *g)
{
	if (g->mount_local && g->mount_local->running)
		keeper_invalidate(g->mount_local->m);
}

void mount_local_close(guestfs_h *g)
{
	drop(g);
}
