/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfish's prompt, progress bar, events, and the wire of --remote. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "builtins/events.h"
#include "cleanup.h"
#include "line/progress.h"
#include "line/prompt.h"
#include "test.h"
#include "request.h"

static const char *prompt(const char *text)
{
	static char out[128];
	cleanup_free char *s = prompt_decode(text, "ready", 1, "{", "}");

	snprintf(out, sizeof(out), "%s", s);
	return out;
}

TEST(escapes_of_the_prompt)
{
	ok_str(prompt("><fs> "), "><fs> ");
	ok_str(prompt("\\[\\e[1m\\]x\\[\\e[0m\\]"), "{\033[1m}x{\033[0m}");
	ok_str(prompt("\\a\\n\\r\\\\"), "\a\n\r\\");
	ok_str(prompt("\\x41\\101\\x4"), "AA\\x4");
	ok_str(prompt("[\\s \\?]"), "[ready 1]");
	ok_str(prompt("\\q\\"), "\\q\\");
}

static const char *bar(uint64_t done, uint64_t total, double elapsed)
{
	static char out[512];

	progress_format(out, sizeof(out), 38, 0, done, total, elapsed);
	return out;
}

TEST(the_bar_has_its_share_filled)
{
	ok_str(bar(0, 100, 2), "|   0% [--------------------] --:--");
	ok_str(bar(50, 100, 30), "|  50% [##########----------] 00:30");
	ok_str(bar(100, 100, 30), "| 100% [####################] 00:00");
	ok_str(bar(200, 100, 30), "| 100% [####################] 00:00");
	ok_str(bar(1, 100, 60), "|   1% [--------------------] 99:00");
	ok_str(bar(1, 1000, 60), "|   0% [--------------------] --:--");
}

TEST(the_bar_does_not_pretend_to_know)
{
	ok_str(bar(0, 1, 5), "|  ?\?% [###-----------------] --:--");
	ok_str(bar(7, 0, 5), "|  ?\?% [###-----------------] --:--");
}

TEST(the_bar_fits_any_terminal)
{
	char out[512];

	for (int width = 30; width < 1000; width += 7) {
		progress_format(out, sizeof(out), width, width, UINT64_MAX / 2,
				UINT64_MAX, 1e9);
		ok((int)strlen(out) < width);
		progress_format(out, sizeof(out), width, width, 0, 0, 0);
		ok((int)strlen(out) < width);
	}
}

TEST(sets_of_events)
{
	cleanup_free char *bad = NULL, *none = NULL;
	uint64_t mask;

	ok(events_parse("close,Trace", &mask, &none) == 0);
	ok_int(mask, GUESTFS_EVENT_CLOSE | GUESTFS_EVENT_TRACE);
	ok(events_parse("*", &mask, &none) == 0);
	ok_int(mask, GUESTFS_EVENT_ALL);
	ok(events_parse("close,nosuch", &mask, &bad) < 0);
	ok_str(bad, "nosuch");
}

static int ends[2];

static void connected(void)
{
	ok(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
}

TEST(a_command_arrives_with_its_descriptors)
{
	char *argv[] = { "write", "/x", "", "a b", NULL };
	struct request req;
	struct stat theirs, ours;

	connected();
	ok(request_send(ends[0], argv, true) == 0);
	ok(request_recv(ends[1], &req) == 0);
	for (int i = 0; argv[i]; i++)
		ok_str(req.argv[i], argv[i]);
	ok(!req.argv[4]);
	ok(req.exit_on_error);
	ok(req.fds[1] > 2);
	ok(fstat(req.fds[1], &theirs) == 0 && fstat(1, &ours) == 0);
	ok_int(theirs.st_ino, ours.st_ino);
	ok(fcntl(req.fds[1], F_GETFD) & FD_CLOEXEC);
	request_finish(&req);
	ok(req.fds[1] == -1);
}

/* What a head of this size with a body of that size is taken for */
static int received(const void *bytes, size_t n)
{
	struct request req;
	int r;

	connected();
	ok(write(ends[0], bytes, n) == (ssize_t)n);
	close(ends[0]);
	r = request_recv(ends[1], &req);
	request_finish(&req);
	close(ends[1]);
	return r;
}

TEST(what_is_no_command_is_refused)
{
	char zeros[64] = { 0 }, ones[64];

	memset(ones, 0xff, sizeof(ones));
	ok_int(received("", 0), -1);
	ok_int(received("GET / HTTP/1.0\r\n\r\n", 18), -1);
	ok_int(received(zeros, sizeof(zeros)), -1);
	ok_int(received(ones, sizeof(ones)), -1);
	/* The right head, but no descriptors with it */
	ok_int(received("gfish-1\0\0\0\0\0\1\0\0\0\2\0\0\0x", 22), -1);
}
