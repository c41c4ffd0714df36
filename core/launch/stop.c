/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "stop.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "cleanup.h"
#include "console.h"
#include "flush.h"
#include "guard.h"
#include "qmp.h"
#include "slots.h"

/* After "quit" qemu writes back what it caches, to disks that may be slow. */
#define QUIT_MS 60000
#define TERM_MS 5000

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void free_launch(struct launch *l)
{
	slots_unmap(l);
	for (int i = 0; i < LAUNCH_PORTS; i++)
		close_fd(&l->ports[i]);
	close_fd(&l->ram);
	for (size_t i = 0; i < l->n_images; i++)
		close_fd(&l->images[i].fd);
	free(l->images);
	free(l->log);
	free(l->err_log);
	free(l);
}

static bool wait_exit(struct launch *l, int timeout_ms)
{
	struct pollfd p = { .fd = l->pidfd, .events = POLLIN };
	int r;

	do
		r = poll(&p, 1, timeout_ms);
	while (r < 0 && errno == EINTR);
	return r > 0;
}

static void send_signal(struct launch *l, int sig)
{
	syscall(SYS_pidfd_send_signal, l->pidfd, sig, NULL, 0);
}

/* Make sure that qemu is gone and reaped, then free everything.
 * Return: its wait status, or -1 when it was no child of ours
 */
static int discard(guestfs_h *g)
{
	struct launch *l = g->launch;
	int status = -1, r = -1;

	if (l->pidfd >= 0 && !wait_exit(l, 0)) {
		send_signal(l, SIGKILL);
		wait_exit(l, -1);
	}
	if (l->pid > 0)
		while ((r = waitpid(l->pid, &status, 0)) < 0 && errno == EINTR)
			;
	guard_stop(l);
	for (int i = 0; i < LAUNCH_PORTS; i++)
		if (l->ports[i] >= 0)
			shutdown(l->ports[i], SHUT_RDWR);
	close_fd(&l->pidfd);
	close_fd(&l->qmp);
	close_fd(&l->channel);
	close_fd(&l->watch);
	close_fd(&l->console);
	close_fd(&l->err);
	g->launch = NULL;
	free_launch(l);
	return r > 0 ? status : -1;
}

/**
 * stop_kill() - End a failed launch: no questions, no events
 * @g:		Handle with g->launch
 *
 * Return:	qemu's wait status, or -1
 */
int stop_kill(guestfs_h *g)
{
	return discard(g);
}

static void gone(guestfs_h *g)
{
	g->state = STATE_CONFIG;
	event_void(g, GUESTFS_EVENT_SUBPROCESS_QUIT);
}

int launch_stop(guestfs_h *g, bool force)
{
	struct launch *l = g->launch;
	int r = 0;

	if (!l)
		return 0;
	if (!force) {
		r = flush_check(g);
		if (qmp_command(l->qmp, "quit", NULL, QMP_TIMEOUT_MS, NULL) ==
		    0)
			wait_exit(l, QUIT_MS);
	}
	if (!wait_exit(l, 0)) {
		send_signal(l, SIGTERM);
		wait_exit(l, TERM_MS);
	}
	discard(g);
	gone(g);
	return r;
}

static char *how_it_ended(guestfs_h *g, int status)
{
	if (status >= 0 && WIFSIGNALED(status))
		return handle_asprintf(g, "qemu was killed by signal %d (%s)",
				       WTERMSIG(status),
				       strsignal(WTERMSIG(status)));
	if (status > 0 && WIFEXITED(status))
		return handle_asprintf(g, "qemu ended with exit status %d",
				       WEXITSTATUS(status));
	return handle_strdup(g, "it powered off or crashed");
}

int launch_lost(guestfs_h *g)
{
	cleanup_free char *line = NULL, *how = NULL;
	int status;

	if (!g->launch) {
		errno = ECONNRESET;
		return -1;
	}
	/* impl_launch() sees to it, and explains. */
	if (g->state == STATE_LAUNCHING) {
		errno = ECONNRESET;
		return -1;
	}
	wait_exit(g->launch, 2000);
	launch_console_read(g);
	line = console_last_line(g, g->launch);
	status = discard(g);
	how = how_it_ended(g, status);
	guestfs_fail_msg(g, ECONNRESET,
			 "the appliance stopped unexpectedly: "
			 "%s%s%s",
			 how, line ? "; last line of its console: " : "",
			 line ? line : "");
	gone(g);
	return -1;
}
