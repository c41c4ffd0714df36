// SPDX-License-Identifier: GPL-2.0-or-later
#include "reply.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "devname.h"
#include "errtext.h"
#include "port.h"
#include "run.h"
#include "standby.h"

/* The first error is the cause; what fails after it is a consequence. */
static int queue(int err, char *message)
{
	struct call *c = call_current();

	if (c->failed) {
		free(message);
		return -1;
	}
	if (message && strlen(message) >= GUESTFS_ERROR_LEN)
		message[GUESTFS_ERROR_LEN - 1] = '\0';
	c->failed = true;
	c->err = err;
	c->message = message;
	errno = err;
	return -1;
}

int reply_errno(int err, const char *fmt, ...)
{
	char *what = NULL, *message = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		what = NULL;
	va_end(ap);
	if (asprintf(&message, "%s: %s", what ? what : "?", strerror(err)) < 0)
		message = NULL;
	free(what);
	return queue(err, message);
}

int reply_error(int err, const char *fmt, ...)
{
	char *message = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		message = NULL;
	va_end(ap);
	return queue(err, message);
}

int reply_unavailable(const char *group)
{
	return reply_error(ENOTSUP, "this appliance has no support for '%s'",
			   group);
}

uint64_t reply_optargs_bitmask(void)
{
	return call_current()->head.optargs_bitmask;
}

static bool due(struct call *c)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec < c->progress_at.tv_sec ||
	    (now.tv_sec == c->progress_at.tv_sec &&
	     now.tv_nsec < c->progress_at.tv_nsec))
		return false;
	c->progress_at = now;
	c->progress_at.tv_nsec += 333333333;
	if (c->progress_at.tv_nsec >= 1000000000) {
		c->progress_at.tv_nsec -= 1000000000;
		c->progress_at.tv_sec++;
	}
	return true;
}

void reply_progress(uint64_t position, uint64_t total)
{
	struct call *c = call_current();
	struct guestfs_progress p = {
		.proc = c->head.proc,
		.serial = c->head.serial,
		.position = position,
		.total = total,
	};
	uint32_t word = htonl(GUESTFS_PROGRESS_FLAG);
	char buf[64];
	size_t len = 0;
	XDR xdr;

	/* Who saw a first one is promised a last one. */
	if (!due(c) && !(c->progress_sent && position == total))
		return;
	c->progress_sent = true;
	xdrmem_create(&xdr, buf + 4, sizeof(buf) - 4, XDR_ENCODE);
	if (xdr_guestfs_progress(&xdr, &p))
		len = xdr_getpos(&xdr);
	xdr_destroy(&xdr);
	memcpy(buf, &word, 4);
	port_write(buf, len + 4);
}

/* "/proc/88/fd/9/name" is toolpath.h's; the guest knows the name alone. */
static void cut_toolpaths(char *text)
{
	char *p = text;

	while ((p = strstr(p, "/proc/"))) {
		int n = 0;

		if (sscanf(p, "/proc/%*u/fd/%*u%n", &n) < 0 || !n) {
			p++;
			continue;
		}
		memmove(p, p + n, strlen(p + n) + 1);
	}
}

/* What a program said, as a message has it: names of disks are the user's,
 * and a list of all options after the complaint helps nobody.
 */
static char *words_of(const struct run *r)
{
	const char *text = r->err && *r->err ? r->err : r->out;
	char *out = devname_text_to_user(text ? text : "");
	char *usage;
	size_t len;

	if (!out)
		return NULL;
	cut_toolpaths(out);
	usage = strcasestr(out, "\nusage:");
	if (usage)
		*usage = '\0';
	len = strlen(out);
	while (len && (out[len - 1] == '\n' || out[len - 1] == ' '))
		out[--len] = '\0';
	return out;
}

int reply_program(const struct run *r, const char *what, int err)
{
	char *text = words_of(r);
	int ret;

	if (text && *text)
		ret = reply_error(err, "%s: %s", what, text);
	else
		ret = reply_error(err, "%s: %s ended with status %d", what,
				  r->argv[0], r->status);
	free(text);
	return ret;
}

int reply_failed(const struct run *r, const char *what, int err)
{
	int named = errtext_to_errno(r->err && *r->err ? r->err : r->out);

	return reply_program(r, what, named ? named : err);
}

int reply_run_or(struct run *r, const char *what, int err)
{
	if (standby_run(r) < 0)
		return reply_error(errno, "%s: %s: %s", what, r->argv[0],
				   strerror(errno));
	if (r->status == 0)
		return 0;
	return reply_failed(r, what, err);
}

int reply_run(struct run *r, const char *what)
{
	return reply_run_or(r, what, 0);
}

int reply_cmd(const char *what, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	return reply_run(&r, what);
}
