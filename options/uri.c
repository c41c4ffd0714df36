/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uri.h"

#include <ctype.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "strv.h"

static bool looks_like_uri(const char *arg)
{
	const char *p = arg;

	while (isalnum((unsigned char)*p) || *p == '+')
		p++;
	return p > arg && !strncmp(p, "://", 3);
}

static char *query_value(GUri *u, const char *key)
{
	const char *query = g_uri_get_query(u);
	g_autoptr(GHashTable) params = NULL;
	const char *v;

	if (!query)
		return NULL;
	params = g_uri_parse_params(query, -1, "&;", G_URI_PARAMS_NONE, NULL);
	v = params ? g_hash_table_lookup(params, key) : NULL;
	return v ? strdup(v) : NULL;
}

/* A host with its port; IPv6 addresses get their brackets back. */
static char *host_port(const char *host, int port)
{
	bool v6 = strchr(host, ':');
	char *s;
	int r;

	if (port > 0)
		r = asprintf(&s, v6 ? "[%s]:%d" : "%s:%d", host, port);
	else
		r = asprintf(&s, v6 ? "[%s]" : "%s", host);
	return r < 0 ? NULL : s;
}

static int fill_server(GUri *u, bool unix_socket, struct strv *servers,
		       char **ret_error)
{
	const char *host = g_uri_get_host(u);

	if (unix_socket) {
		cleanup_free char *sock = query_value(u, "socket");

		if (sock)
			return strv_addf(servers, "unix:%s", sock);
		*ret_error = strdup("a +unix URI needs ?socket=PATH");
		return -1;
	}
	if (host && *host)
		return strv_take(servers, host_port(host, g_uri_get_port(u)));
	return 0;
}

/* The protocol is the scheme without a transport such as "+tcp". */
static char *scheme_protocol(const char *scheme, bool *unix_socket)
{
	size_t len = strcspn(scheme, "+");

	*unix_socket = !strcmp(scheme + len, "+unix");
	return strndup(scheme, len);
}

/* For exports and volumes the slash after the host is no part of the name. */
static char *uri_path(const char *protocol, const char *path)
{
	static const char *const absolute[] = {
		"ssh", "sftp", "file", "http", "https", "ftp", "ftps", "tftp"
	};

	for (size_t i = 0; i < ARRAY_SIZE(absolute); i++)
		if (!strcmp(protocol, absolute[i]))
			return strdup(path);
	return strdup(*path == '/' ? path + 1 : path);
}

int uri_parse(const char *arg, struct uri *ret_uri, char **ret_error)
{
	cleanup_strv_finish struct strv servers = { 0 };
	g_autoptr(GError) err = NULL;
	g_autoptr(GUri) u = NULL;
	const char *user, *password;
	bool unix_socket;

	*ret_uri = (struct uri){ 0 };
	if (!looks_like_uri(arg)) {
		ret_uri->path = strdup(arg);
		ret_uri->protocol = strdup("file");
		return 0;
	}
	u = g_uri_parse(arg, G_URI_FLAGS_HAS_PASSWORD, &err);
	if (!u) {
		*ret_error = strdup(err->message);
		return -1;
	}
	ret_uri->protocol = scheme_protocol(g_uri_get_scheme(u), &unix_socket);
	if (strcmp(ret_uri->protocol, "file") &&
	    fill_server(u, unix_socket, &servers, ret_error) < 0) {
		uri_finish(ret_uri);
		return -1;
	}
	ret_uri->path = uri_path(ret_uri->protocol, g_uri_get_path(u));
	if (servers.n)
		ret_uri->servers = strv_steal(&servers);
	user = g_uri_get_user(u);
	password = g_uri_get_password(u);
	ret_uri->username = user && *user ? strdup(user) : NULL;
	ret_uri->secret = password && *password ? strdup(password) : NULL;
	return 0;
}

void uri_finish(struct uri *u)
{
	if (!u)
		return;
	free(u->path);
	free(u->protocol);
	strv_free(u->servers);
	free(u->username);
	free(u->secret);
	*u = (struct uri){ 0 };
}
