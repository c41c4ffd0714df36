/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "console.h"

#include <string.h>
#include <sys/socket.h>

#include "cleanup.h"

#define MAX_LOG	   16384
#define MAX_ROUNDS 64 /* a guest that never stops printing must not hold us */

static void append(guestfs_h *g, char **log, size_t *len, const char *buf,
		   size_t n, bool keep_last)
{
	size_t room = MAX_LOG - *len;

	if (n > MAX_LOG)
		n = MAX_LOG;
	if (n > room && !keep_last)
		n = room;
	if (n > room) {
		memmove(*log, *log + (n - room), *len - (n - room));
		*len -= n - room;
	}
	if (!*log)
		*log = handle_malloc(g, MAX_LOG + 1);
	memcpy(*log + *len, buf, n);
	*len += n;
	(*log)[*len] = '\0';
}

static bool read_once(guestfs_h *g, struct launch *l)
{
	char buf[4096];
	ssize_t n = recv(l->console, buf, sizeof(buf), MSG_DONTWAIT);

	if (n > 0) {
		l->console_total += n;
		append(g, &l->log, &l->log_len, buf, n, true);
		event_message(g, GUESTFS_EVENT_APPLIANCE, buf, n);
	}
	return n > 0;
}

/* qemu's messages: the first ones matter most. The pipe does not block. */
static bool read_err(guestfs_h *g, struct launch *l)
{
	char buf[4096];
	ssize_t n = read(l->err, buf, sizeof(buf));

	if (n > 0) {
		append(g, &l->err_log, &l->err_log_len, buf, n, false);
		event_message(g, GUESTFS_EVENT_APPLIANCE, buf, n);
	}
	return n > 0;
}

void launch_console_read(guestfs_h *g)
{
	struct launch *l = g->launch;

	if (!l)
		return;
	for (int i = 0; i < MAX_ROUNDS && read_once(g, l); i++)
		;
	for (int i = 0; i < MAX_ROUNDS && read_err(g, l); i++)
		;
}

static void make_printable(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s > '~')
			*s = '?';
}

/* Kernel panics are followed by a dump; the line that says why comes first. */
static const char *find_panic(const char *log)
{
	static const char *const signs[] = {
		"Kernel panic",
		"Out of memory",
		"guestfs: ",
	};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		const char *at = strstr(log, signs[i]);

		if (at)
			return at;
	}
	return NULL;
}

/**
 * console_last_line() - The line of the console that best explains an end
 * @g:		Handle
 * @l:		Appliance
 *
 * Return:	The line in printable characters, the caller frees; NULL when
 *		there is none
 */
char *console_last_line(guestfs_h *g, const struct launch *l)
{
	const char *start, *end;
	char *line;

	if (!l->log_len)
		return NULL;
	start = find_panic(l->log);
	if (start) {
		end = start + strcspn(start, "\r\n");
	} else {
		end = l->log + l->log_len;
		while (end > l->log && (end[-1] == '\n' || end[-1] == '\r'))
			end--;
		start = end;
		while (start > l->log && start[-1] != '\n')
			start--;
	}
	if (start == end)
		return NULL;
	line = handle_strndup(g, start, end - start);
	make_printable(line);
	return line;
}
