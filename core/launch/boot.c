/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Start qemu: guard, memory, channels, command line, process. */
#include "boot.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

#include "argv.h"
#include "cleanup.h"
#include "guard.h"
#include "qemuenv.h"
#include "ram.h"
#include "spawn.h"
#include "stop.h"

DEFINE_CLEANUP(struct args, args_cleanup, args_finish(p))

static struct launch *new_launch(guestfs_h *g)
{
	struct launch *l = handle_calloc(g, 1, sizeof(*l));

	l->pidfd = l->qmp = l->channel = l->watch = l->console = -1;
	l->guard = l->ram = l->err = -1;
	for (int i = 0; i < LAUNCH_PORTS; i++)
		l->ports[i] = -1;
	return l;
}

static int make_channels(guestfs_h *g, struct launch *l, struct channels *c)
{
	int r = 0;

	l->ram_size = (uint64_t)g->memsize << 20;
	l->ram = ram_create(g, l->ram_size);
	if (l->ram < 0)
		return -1;
	c->ram = fcntl(l->ram, F_DUPFD_CLOEXEC, 3);
	r |= c->ram < 0;
	r |= spawn_socketpair(&l->qmp, &c->qmp);
	r |= spawn_socketpair(&l->channel, &c->channel);
	r |= spawn_socketpair(&l->watch, &c->watch);
	r |= spawn_socketpair(&l->console, &c->console);
	for (int i = 0; i < LAUNCH_PORTS; i++)
		r |= spawn_socketpair(&l->ports[i], &c->ports[i]);
	l->n_ports = LAUNCH_PORTS;
	return r ? guestfs_fail(g, errno, "sockets for the appliance") : 0;
}

static void no_channels(struct channels *c)
{
	c->qmp = c->channel = c->watch = c->console = c->ram = -1;
	for (int i = 0; i < LAUNCH_PORTS; i++)
		c->ports[i] = -1;
}

static void debug_argv(guestfs_h *g, char *const *argv)
{
	cleanup_free char *all = handle_strdup(g, argv[0]);

	for (size_t i = 1; g->verbose && argv[i]; i++) {
		bool plain = !argv[i][strcspn(argv[i], " '\"{}$\\&|;<>()")];
		char *longer = handle_asprintf(g, plain ? "%s %s" : "%s '%s'",
					       all, argv[i]);

		free(all);
		all = longer;
	}
	handle_debug(g, "%s", all);
}

/* qemu starts only after the guard knows it: the byte on @go. */
static int run_qemu(guestfs_h *g, struct launch *l, const struct args *a)
{
	cleanup_close int go_r = -1, go_w = -1, err_w = -1;
	cleanup_strv_finish struct strv env = { 0 };
	int go[2], err[2];
	struct spawn s;

	if (pipe2(go, O_CLOEXEC) < 0)
		return guestfs_fail(g, errno, "pipe");
	go_r = spawn_high_fd(go[0]);
	go_w = spawn_high_fd(go[1]);
	if (pipe2(err, O_CLOEXEC | O_NONBLOCK) < 0)
		return guestfs_fail(g, errno, "pipe");
	l->err = spawn_high_fd(err[0]);
	err_w = spawn_high_fd(err[1]);

	if (qemuenv_make(a, &env) < 0)
		return -1;
	s = (struct spawn){
		.path = a->v.v[0],
		.argv = a->v.v,
		.env = env.v,
		.fds = a->fds,
		.n_fds = a->n_fds,
		.own_group = g->pgroup,
		.go = { go_r, go_w },
		.err = err_w,
	};
	l->pid = spawn_start(&s);
	if (l->pid < 0)
		return guestfs_fail(g, errno, "fork");
	l->pidfd = syscall(SYS_pidfd_open, l->pid, 0);
	if (l->pidfd < 0 || guard_watch_qemu(l) < 0 || write(go_w, "", 1) != 1)
		return guestfs_fail(g, errno, "%s", s.path);
	return 0;
}

static int start(guestfs_h *g, struct boot *b)
{
	__attribute__((cleanup(args_cleanup))) struct args a = { .g = g };
	struct launch *l = g->launch;
	struct channels c;

	no_channels(&c);
	if (guard_start(g, l) < 0)
		return -1;
	if (make_channels(g, l, &c) < 0) {
		args_fd(&a, c.ram);
		return -1;
	}
	if (argv_build(&a, b, &c) < 0)
		return -1;
	b->incoming = a.incoming;
	/* Made by now if an overlay or a scratch disk is in it */
	if (g->tmpdir && guard_register_dir(l, g->tmpdir) < 0)
		return guestfs_fail(g, errno, "%s", g->tmpdir);
	debug_argv(g, a.v.v);
	return run_qemu(g, l, &a);
}

/**
 * boot_start() - Start qemu
 * @g:		Handle; receives g->launch
 * @b:		What to boot
 *
 * Return:	0, or -1 with the handle's error set and nothing left behind
 */
int boot_start(guestfs_h *g, struct boot *b)
{
	g->launch = new_launch(g);
	if (start(g, b) == 0) {
		b->ran = true;
		return 0;
	}
	b->final = true;
	stop_kill(g);
	return -1;
}

/** boot_forget() - Forget why an earlier attempt failed */
void boot_forget(struct boot *b)
{
	free(b->why);
	b->why = NULL;
	b->err = 0;
	b->final = false;
}
