/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The calls launch, wait_ready, shutdown, kill_subprocess. */
#include "launch/launch.h"

#include <string.h>

#include "accel.h"
#include "boot.h"
#include "cleanup.h"
#include "guard.h"
#include "guestfs_protocol.h"
#include "hv.h"
#include "impl.h"
#include "qmp.h"
#include "rpc/rpc.h"
#include "template.h"

DEFINE_CLEANUP(struct appliance, appliance_cleanup, appliance_finish(p))

static int check_backend(guestfs_h *g)
{
	if (!strcmp(g->backend, "direct") || !strcmp(g->backend, "appliance"))
		return 0;
	return guestfs_fail(g, ENOTSUP,
			    "backend \"%s\" is not supported: set "
			    "LIBGUESTFS_BACKEND=direct or unset it",
			    g->backend);
}

static int attempt(guestfs_h *g, struct boot *b)
{
	int r;

	boot_forget(b);
	boot_progress(g, 1);
	r = template_launch(g, b);
	if (r <= 0)
		return r;
	boot_forget(b);
	b->how = BOOT_COLD;
	return boot_start(g, b) < 0 ? -1 : boot_wait(g, b);
}

static int try_accels(guestfs_h *g, struct boot *b)
{
	struct accel_plan plan;

	if (accel_choose(g, b->hv, &plan) < 0)
		return -1;
	b->accel = plan.first;
	if (attempt(g, b) == 0) {
		if (plan.first == ACCEL_KVM)
			accel_remember(g, b->hv, true);
		return 0;
	}
	if (!plan.fallback || b->final)
		return -1;
	handle_debug(g,
		     "KVM does not work here (%s): using TCG, software "
		     "emulation",
		     b->why);
	b->accel = ACCEL_TCG;
	if (attempt(g, b) < 0)
		return -1;
	/* Only now is it KVM that was to blame, and not qemu or the drives. */
	accel_remember(g, b->hv, false);
	return 0;
}

/* @ret_ran: whether there was a qemu that is gone now */
static int launch(guestfs_h *g, bool *ret_ran)
{
	__attribute__((
		cleanup(appliance_cleanup))) struct appliance app = { 0 };
	cleanup_free char *hv = NULL, *why = NULL;
	struct boot b = { .app = &app };
	int r;

	if (check_backend(g) < 0)
		return -1;
	hv = hv_find(g);
	if (!hv || appliance_find(g, &app) < 0)
		return -1;
	b.hv = hv;
	r = try_accels(g, &b);
	*ret_ran = b.ran;
	why = b.why;
	if (r < 0 && why)
		guestfs_fail_msg(g, b.err, "%s", why);
	return r;
}

static int settle(guestfs_h *g)
{
	guard_set_ready(g->launch);
	if (g->launch->qmp_greeted ||
	    qmp_open(g->launch->qmp, QMP_TIMEOUT_MS) == 0)
		return 0;
	guestfs_fail(g, errno, "qemu's monitor does not answer");
	launch_stop(g, true);
	return -1;
}

static void launch_failed(guestfs_h *g, bool ran)
{
	g->state = STATE_CONFIG;
	if (ran)
		event_void(g, GUESTFS_EVENT_SUBPROCESS_QUIT);
}

int impl_launch(guestfs_h *g)
{
	bool ran = false;

	if (g->state != STATE_CONFIG)
		return guestfs_fail(g, EINVAL,
				    "launch: the appliance is "
				    "running already");
	g->user_cancel = 0;
	g->state = STATE_LAUNCHING;
	if (launch(g, &ran) < 0) {
		launch_failed(g, ran);
		return -1;
	}
	if (settle(g) < 0)
		return -1;
	g->state = STATE_READY;
	boot_progress(g, 12);
	event_void(g, GUESTFS_EVENT_LAUNCH_DONE);
	return 0;
}

/* launch() waits itself; this is from when it did not. */
int impl_wait_ready(guestfs_h *g)
{
	if (g->state != STATE_READY)
		return guestfs_fail(g, EINVAL,
				    "wait_ready: launch was not "
				    "called");
	return 0;
}

int impl_shutdown(guestfs_h *g)
{
	int r = 0;

	if (g->state == STATE_READY && g->autosync)
		r = rpc_roundtrip(g, GUESTFS_PROC_INTERNAL_AUTOSYNC,
				  "internal_autosync", 0, NULL, NULL, NULL,
				  NULL, NULL, NULL);
	if (launch_stop(g, false) < 0)
		r = -1;
	return r;
}

int impl_kill_subprocess(guestfs_h *g)
{
	return impl_shutdown(g);
}
