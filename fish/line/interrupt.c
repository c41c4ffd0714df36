/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

/* Read by the signal handler; @appliance is what a third Ctrl-C kills. */
static _Atomic(guestfs_h *) handle;
static atomic_int appliance;
static atomic_int presses;

static void tell(const char *text)
{
	ssize_t n = write(STDERR_FILENO, text, strlen(text));

	(void)n;
}

void interrupt_raise(void)
{
	int n = ++presses;

	if (!handle)
		return;
	guestfs_user_cancel(handle);
	if (n == 2)
		tell("\nguestfish: this command cannot be cancelled; "
		     "Ctrl-C again kills the appliance\n");
	if (n == 3 && appliance > 0)
		kill(appliance, SIGKILL);
}

static void on_sigint(int sig)
{
	int saved = errno;

	interrupt_raise();
	errno = saved;
}

void interrupt_setup(void)
{
	struct sigaction sa = { .sa_handler = on_sigint };

	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_RESTART;
	sigaction(SIGINT, &sa, NULL);
}

void interrupt_begin(guestfs_h *g)
{
	presses = 0;
	handle = g;
}

void interrupt_appliance(int pid)
{
	appliance = pid;
}

guestfs_h *interrupt_pause(void)
{
	guestfs_h *g = handle;

	handle = NULL;
	return g;
}

void interrupt_resume(guestfs_h *g)
{
	presses = 0;
	handle = g;
}

void interrupt_end(void)
{
	handle = NULL;
}

int interrupt_pending(void)
{
	return presses;
}
