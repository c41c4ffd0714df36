/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pump.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "io.h"
#include "mem.h"

/* Input ends early when the library reads no more; that is no error. */
static void *carry(void *arg)
{
	struct pump *p = arg;
	int from = p->in ? STDIN_FILENO : p->ours;
	int to = p->in ? p->ours : STDOUT_FILENO;
	char buf[65536];
	ssize_t n;

	while ((n = read(from, buf, sizeof(buf))) > 0) {
		if (io_write_full(to, buf, n) < 0) {
			p->error = p->in ? 0 : errno;
			break;
		}
	}
	close(p->ours);
	p->ours = -1;
	return NULL;
}

char *pump_start(struct pump *p, bool in)
{
	struct stat st;
	int fds[2];

	if (fstat(in ? STDIN_FILENO : STDOUT_FILENO, &st) < 0)
		return NULL;
	if (!S_ISREG(st.st_mode) && !S_ISSOCK(st.st_mode))
		return xstrdup(in ? "/dev/stdin" : "/dev/stdout");
	if (pipe2(fds, O_CLOEXEC) < 0)
		return NULL;
	p->in = in;
	p->ours = fds[in];
	p->theirs = fds[!in];
	errno = pthread_create(&p->thread, NULL, carry, p);
	if (errno) {
		close(fds[0]);
		close(fds[1]);
		return NULL;
	}
	p->running = true;
	return xasprintf("/dev/fd/%d", p->theirs);
}

int pump_finish(struct pump *p)
{
	if (!p->running)
		return 0;
	close(p->theirs);
	if (p->in) /* it may wait for input that nobody wants */
		pthread_cancel(p->thread);
	pthread_join(p->thread, NULL);
	if (p->ours >= 0)
		close(p->ours);
	p->running = false;
	return p->error;
}
