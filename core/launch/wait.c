/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wait until the appliance says hello, or explain why it does not. */
#include "boot.h"

#include <poll.h>
#include <time.h>

#include "cleanup.h"
#include "console.h"
#include "hello.h"
#include "qerror.h"
#include "rpc/rpc.h"
#include "stop.h"

#define SLICE_MS 250
/* Limits in seconds: without any sign of life, and altogether */
#define SILENCE_KVM 10
#define SILENCE_TCG 120
#define TOTAL_KVM   60
#define TOTAL_TCG   600
#define STEPS	    12

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/**
 * boot_progress() - Tell how far the launch is
 * @g:		Handle
 * @position:	Twelfths
 */
void boot_progress(guestfs_h *g, unsigned int position)
{
	/* No call has the number 0. */
	const uint64_t v[] = { 0, 0, position, STEPS };

	event_array(g, GUESTFS_EVENT_PROGRESS, v, 4);
}

/** boot_cancelled() - The caller wants no more; returns -1 */
int boot_cancelled(guestfs_h *g, struct boot *b)
{
	b->final = true;
	b->err = EINTR;
	b->why = handle_strdup(g, "launch: cancelled");
	return -1;
}

static int timed_out(guestfs_h *g, struct boot *b, double seconds)
{
	cleanup_free char *line = console_last_line(g, g->launch);

	b->err = ETIMEDOUT;
	b->why = handle_asprintf(g,
				 "the appliance did not start within %.0f "
				 "seconds (%s)%s%s",
				 seconds, b->accel == ACCEL_KVM ? "KVM" : "TCG",
				 line ? "; last line of its console: " : "",
				 line ? line : "");
	return -1;
}

/**
 * boot_exited() - qemu is gone, or about to go
 * @g:		Handle with g->launch
 * @b:		Receives why: its messages first, then the console's
 *
 * Return:	-1
 */
int boot_exited(guestfs_h *g, struct boot *b)
{
	struct pollfd p = { .fd = g->launch->pidfd, .events = POLLIN };
	cleanup_free char *line = NULL;
	struct qerror e = { 0 };

	poll(&p, 1, 5000);
	launch_console_read(g);
	b->err = 0;
	if (qerror_explain(g, g->launch->err_log, &e)) {
		b->final = e.is_drive;
		b->why =
			e.is_drive
				? e.text
				: handle_asprintf(g, "qemu could not start: %s",
						  e.text);
		if (!e.is_drive)
			free(e.text);
		return -1;
	}
	line = console_last_line(g, g->launch);
	b->why = handle_asprintf(g,
				 "%s ended while the appliance was starting"
				 "%s%s",
				 b->hv,
				 line ? "; last line of its console: " : "",
				 line ? line : " without any message");
	return -1;
}

/**
 * boot_wait_flag() - Wait for the started appliance's first word
 * @g:		Handle with g->launch
 * @b:		What was booted; receives why it failed
 *
 * Return:	0, or -1
 */
int boot_wait_flag(guestfs_h *g, struct boot *b)
{
	bool kvm = b->accel == ACCEL_KVM;
	double start = now(), alive = start, t;
	uint64_t seen = 0;

	while (rpc_wait_launch_flag(g, SLICE_MS) < 0) {
		if (errno == EINTR || g->user_cancel)
			return boot_cancelled(g, b);
		if (errno != ETIMEDOUT)
			return boot_exited(g, b);
		t = now();
		if (g->launch->console_total != seen) {
			seen = g->launch->console_total;
			alive = t;
		}
		if (t - alive > (kvm ? SILENCE_KVM : SILENCE_TCG) ||
		    t - start > (kvm ? TOTAL_KVM : TOTAL_TCG))
			return timed_out(g, b, t - start);
		boot_progress(g, 2 + (t - start > 7 ? 7 : t - start));
	}
	return 0;
}

/**
 * boot_hello() - Say hello
 * @g:		Handle with g->launch
 * @b:		What was booted; receives why it failed
 *
 * Return:	0, or -1
 */
int boot_hello(guestfs_h *g, struct boot *b)
{
	int r;

	boot_progress(g, STEPS - 2);
	r = hello_exchange(g, &b->why, &b->err);
	if (r < 0 && b->err == EINTR)
		b->final = true;
	if (r < 0 && b->err == ECONNRESET) {
		free(b->why);
		r = boot_exited(g, b);
	}
	return r;
}

/**
 * boot_wait() - Wait for the started appliance's hello
 * @g:		Handle with g->launch
 * @b:		What was booted; receives why it failed
 *
 * Return:	0, or -1 with the appliance gone; the handle's error is not set
 *		when b->why is
 */
int boot_wait(guestfs_h *g, struct boot *b)
{
	int r = boot_wait_flag(g, b);

	if (r == 0)
		r = boot_hello(g, b);
	if (r < 0)
		stop_kill(g);
	return r;
}
