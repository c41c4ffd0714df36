// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "argcheck.h"
#include "call.h"
#include "callinfo.h"
#include "cleanup.h"
#include "crash.h"
#include "dispatch.h"
#include "io.h"
#include "log.h"
#include "port.h"
#include "reply.h"
#include "session/session.h"
#include "sysroot.h"

#define WORD	 "--helper"
#define CALL_CPU 600 /* seconds of processor time that a call may take */

/**
 * struct helper - One kind of process
 * @open:	Call that makes the handle, and the process with it
 * @close:	Call that ends both
 * @opener:	Name of @open, for messages
 * @pid:	The process, 0 while there is none
 * @fd:		Our end of the socket
 */
struct helper {
	unsigned int open, close;
	const char *opener;
	pid_t pid;
	int fd;
};

static struct helper helpers[HELPER_COUNT] = {
	[HELPER_AUGEAS] = { GUESTFS_PROC_AUG_INIT, GUESTFS_PROC_AUG_CLOSE,
			    "aug_init", 0, -1 },
	[HELPER_HIVEX] = { GUESTFS_PROC_HIVEX_OPEN, GUESTFS_PROC_HIVEX_CLOSE,
			   "hivex_open", 0, -1 },
	[HELPER_JOURNAL] = { GUESTFS_PROC_JOURNAL_OPEN,
			     GUESTFS_PROC_JOURNAL_CLOSE, "journal_open", 0,
			     -1 },
};

bool helper_serves(unsigned int proc)
{
	const struct callinfo *ci = dispatch_find(proc);

	return ci && ci->helper != HELPER_NONE;
}

/* The process ends; the wait status tells how. */
static int stop(struct helper *h)
{
	int status = 0;

	if (!h->pid)
		return 0;
	close(h->fd);
	kill(h->pid, SIGKILL);
	while (waitpid(h->pid, &status, 0) < 0 && errno == EINTR)
		;
	h->pid = 0;
	h->fd = -1;
	return status;
}

void helper_stop_all(void)
{
	for (size_t i = 0; i < HELPER_COUNT; i++)
		stop(&helpers[i]);
}

/* Between fork and exec: only what is safe there */
static void __attribute__((noreturn)) become_helper(int fd)
{
	static char *const argv[] = { (char *)"guestfsd", (char *)WORD, NULL };

	signal(SIGPIPE, SIG_DFL);
	dup2(fd, STDIN_FILENO);
	execv("/proc/self/exe", argv);
	_exit(127);
}

static int start(struct helper *h)
{
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return reply_errno(errno, "%s", h->opener);
	pid = fork();
	if (pid == 0)
		become_helper(fds[1]);
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return reply_errno(errno, "%s", h->opener);
	}
	h->pid = pid;
	h->fd = fds[0];
	return 0;
}

/* The rest of what happened to a process that no longer answers */
static int died(struct helper *h, const char *call)
{
	int status = stop(h), sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	return reply_error(
		EIO,
		"%s: the process that reads the guest's files for it ended "
		"(%s); the handle is closed: call %s again",
		call,
		sig == SIGXCPU ? "it took too much time"
		: sig	       ? strsignal(sig)
			       : "without a reason",
		h->opener);
}

static int exchange(struct helper *h, const char *message, uint32_t len)
{
	uint32_t word = htonl(len);
	size_t room;
	char *reply = call_buffer(&room);

	if (io_write_full(h->fd, &word, 4) < 0 ||
	    io_write_full(h->fd, message, len) < 0 ||
	    io_read_full(h->fd, &word, 4) != 4)
		return -1;
	memcpy(reply, &word, 4);
	len = ntohl(word);
	if (len > room - 4 ||
	    io_read_full(h->fd, reply + 4, len) != (ssize_t)len)
		return -1;
	port_write(reply, len + 4);
	call_current()->replied = true;
	return 0;
}

static int hand_on(const struct callinfo *ci, const char *message, uint32_t len)
{
	struct helper *h = &helpers[ci->helper];

	if (ci->available && !ci->available())
		return reply_unavailable(ci->group);
	if (argcheck_root(ci) < 0)
		return -1;
	if (ci->proc == h->open) {
		stop(h);
		if (start(h) < 0)
			return -1;
	}
	if (!h->pid)
		return reply_error(EINVAL, "%s: call %s first", ci->name,
				   h->opener);
	if (exchange(h, message, len) < 0)
		return died(h, ci->name);
	if (ci->proc == h->close)
		stop(h);
	return 0;
}

void helper_call(const struct guestfs_message_header *head, const char *message,
		 uint32_t len)
{
	const struct callinfo *ci = dispatch_find(head->proc);

	call_begin(head, false);
	hand_on(ci, message, len);
	if (dispatch_changes_tree(ci))
		session_drop_caches();
	call_finish(NULL, NULL);
}

/* What follows runs in the process. */

static bool rooted;

bool helper_is(const char *arg)
{
	return !strcmp(arg, WORD);
}

int helper_chroot(void)
{
	if (rooted)
		return 0;
	if (chroot(SYSROOT) < 0)
		return -1;
	sysroot_close();
	rooted = true;
	return 0;
}

/* A hostile file may send a parser round in circles, or make it want all
 * memory: this process shall be the one that ends.
 */
static void limit_next_call(void)
{
	struct rusage used;
	struct rlimit cpu;

	getrusage(RUSAGE_SELF, &used);
	getrlimit(RLIMIT_CPU, &cpu);
	cpu.rlim_cur = used.ru_utime.tv_sec + used.ru_stime.tv_sec + CALL_CPU;
	setrlimit(RLIMIT_CPU, &cpu);
}

/* The root may have been mounted anew since the last call, and must not be
 * kept busy until the next.
 */
static void serve_one(char *buf, uint32_t len)
{
	struct guestfs_message_header head;
	XDR xdr;

	if (!rooted)
		sysroot_use(open(SYSROOT, O_PATH | O_DIRECTORY | O_CLOEXEC));
	limit_next_call();
	xdrmem_create(&xdr, buf, len, XDR_DECODE);
	if (!xdr_guestfs_message_header(&xdr, &head))
		abort();
	dispatch_call(&head, &xdr);
	xdr_destroy(&xdr);
	if (!rooted)
		sysroot_close();
}

int helper_main(void)
{
	static char buf[GUESTFS_MESSAGE_MAX];
	uint32_t word;

	crash_init();
	signal(SIGPIPE, SIG_IGN);
	if (io_write_file("/proc/self/oom_score_adj", "1000") < 0)
		log_line("oom_score_adj: %s", strerror(errno));
	port_control_set(STDIN_FILENO);
	while (io_read_full(STDIN_FILENO, &word, 4) == 4) {
		word = ntohl(word);
		if (word > sizeof(buf) ||
		    io_read_full(STDIN_FILENO, buf, word) != (ssize_t)word)
			break;
		serve_one(buf, word);
	}
	return EXIT_SUCCESS;
}
