// SPDX-License-Identifier: GPL-2.0-or-later
#include "crash.h"

#include <execinfo.h>
#include <signal.h>
#include <unistd.h>

static void crashed(int sig)
{
	static const char head[] = "guestfsd: crashed at:\n";
	void *frames[64];
	int n = backtrace(frames, 64);

	if (write(STDERR_FILENO, head, sizeof(head) - 1) > 0)
		backtrace_symbols_fd(frames, n, STDERR_FILENO);
	raise(sig);
}

void crash_init(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL,
				       SIGABRT };
	struct sigaction sa = { .sa_handler = crashed,
				.sa_flags = SA_RESETHAND | SA_NODEFER };
	void *frame;

	/* The first call loads a library; not in the handler */
	backtrace(&frame, 1);
	for (unsigned int i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &sa, NULL);
}
