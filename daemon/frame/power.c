// SPDX-License-Identifier: GPL-2.0-or-later
#include "power.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "mounts.h"
#include "session/session.h"

/* The kernel runs without ACPI: it cannot power off, but it can reset, and
 * qemu runs with -no-reboot.
 */
static void turn_off(void)
{
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

#define SESSIONS_WAIT 3 /* seconds */

static void *stop_sessions(void *arg)
{
	(void)arg;
	session_stop_all();
	return NULL;
}

/* A session that is writing to a host that is gone never ends. */
static void stop_sessions_soon(void)
{
	struct timespec until;
	pthread_t thread;

	if (pthread_create(&thread, NULL, stop_sessions, NULL) != 0)
		return;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += SESSIONS_WAIT;
	if (pthread_timedjoin_np(thread, NULL, &until) != 0)
		log_line("sessions do not end");
}

void power_off(void)
{
	static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;

	/* Never unlocked: a second caller waits for the end here. */
	pthread_mutex_lock(&once);
	stop_sessions_soon();
	sync();
	mounts_umount_all(true);
	turn_off();
	__builtin_unreachable();
}

/* Nothing below may allocate or take locks that the child could have left
 * behind, hence a process of its own.
 */
static void supervise(pid_t child)
{
	for (;;) {
		int status;
		pid_t pid = wait(&status);

		if (pid < 0 && errno == EINTR)
			continue;
		if (pid >= 0 && pid != child)
			continue;
		if (pid == child && WIFSIGNALED(status))
			log_line("killed by signal %d (%s)", WTERMSIG(status),
				 strsignal(WTERMSIG(status)));
		else
			log_line("ended with status %d", WEXITSTATUS(status));
		sync();
		mounts_umount_all(true);
		turn_off();
	}
}

void power_supervise(void)
{
	pid_t child;

	if (getpid() != 1)
		return;
	child = fork();
	if (child < 0) {
		log_line("fork: %s", strerror(errno));
		turn_off();
	}
	if (child > 0)
		supervise(child);
}
