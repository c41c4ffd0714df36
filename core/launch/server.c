/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "server.h"

#include <string.h>

#include "cleanup.h"

static bool is_port(const char *s)
{
	return *s && strlen(s) <= 5 && s[strspn(s, "0123456789")] == '\0' &&
	       atoi(s) > 0 && atoi(s) < 65536;
}

static int parse_port(guestfs_h *g, const char *all, const char *colon,
		      struct server *s)
{
	if (!*colon)
		return 0;
	if (*colon != ':' || !is_port(colon + 1))
		return guestfs_fail(g, EINVAL, "server \"%s\": not HOST:PORT",
				    all);
	s->port = handle_strdup(g, colon + 1);
	return 0;
}

/**
 * server_parse() - Take a server string apart
 * @g:		Handle
 * @str:	HOST, HOST:PORT, tcp:HOST[:PORT], unix:PATH; an IPv6 address in
 *		brackets
 * @ret_server:	Receives the parts; server_finish() frees, also on failure
 *
 * Return:	0, or -1 with the error set
 */
int server_parse(guestfs_h *g, const char *str, struct server *ret_server)
{
	const char *host = str, *end;

	memset(ret_server, 0, sizeof(*ret_server));
	if (!strncmp(str, "unix:", 5)) {
		if (!str[5])
			return guestfs_fail(g, EINVAL,
					    "server \"%s\": no "
					    "socket path",
					    str);
		ret_server->path = handle_strdup(g, str + 5);
		return 0;
	}
	if (!strncmp(str, "tcp:", 4))
		host += 4;
	if (*host == '[') {
		end = strchr(++host, ']');
		if (!end)
			return guestfs_fail(g, EINVAL,
					    "server \"%s\": no "
					    "closing bracket",
					    str);
		ret_server->host = handle_strndup(g, host, end - host);
		return parse_port(g, str, end + 1, ret_server);
	}
	end = strchrnul(host, ':');
	if (end == host)
		return guestfs_fail(g, EINVAL, "server \"%s\": no host name",
				    str);
	ret_server->host = handle_strndup(g, host, end - host);
	return parse_port(g, str, end, ret_server);
}

/** server_finish() - Free what @s holds */
void server_finish(struct server *s)
{
	free(s->path);
	free(s->host);
	free(s->port);
	memset(s, 0, sizeof(*s));
}
