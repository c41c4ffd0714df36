/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/drive.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "strv.h"

enum { SERVER_NONE, SERVER_ONE, SERVER_ANY };

/* What each protocol of qemu's takes; sheepdog is gone from qemu. */
static const struct protocol {
	const char *name;
	int servers;
	bool username, secret;
	bool slash;	   /* the path must begin with one */
	bool may_be_empty; /* so may the path */
	bool unix_socket;
} protocols[] = {
	{ .name = "file" },
	{ "ftp", SERVER_ONE, true, true, true },
	{ "ftps", SERVER_ONE, true, true, true },
	{ "gluster", SERVER_ONE, .unix_socket = true },
	{ "http", SERVER_ONE, true, true, true },
	{ "https", SERVER_ONE, true, true, true },
	{ "iscsi", SERVER_ONE, true, true },
	{ "nbd", SERVER_ONE, .may_be_empty = true, .unix_socket = true },
	{ "rbd", SERVER_ANY, true, true },
	{ "sheepdog", SERVER_ANY },
	{ "ssh", SERVER_ONE, true, false, true },
	{ "tftp", SERVER_ONE, false, false, true },
};

static const struct protocol *protocol_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(protocols[i].name, name))
			return &protocols[i];
	return NULL;
}

static bool is_word(const char *s)
{
	return *s &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")] == '\0';
}

static bool is_label(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n && n <= DRIVE_LABEL_MAX && !s[n];
}

static bool is_one_of(const char *s, const char *const *words)
{
	return strv_has((char *const *)words, s);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static bool is_port(const char *s)
{
	size_t n = strspn(s, "0123456789");
	long port = n && n <= 5 ? strtol(s, NULL, 10) : 0;

	return !s[n] && port >= 1 && port <= 65535;
}

/* A host name, an IPv4 address or an IPv6 address in brackets. */
static bool is_host(const char *s, size_t n)
{
	const char *alphabet = "abcdefghijklmnopqrstuvwxyz"
			       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

	if (n >= 4 && s[0] == '[' && s[n - 1] == ']')
		return strspn(s + 1, "0123456789abcdefABCDEF:.%") == n - 2;
	return n && s[0] != '-' && strspn(s, alphabet) >= n;
}

static bool is_host_port(const char *s)
{
	const char *close = *s == '[' ? strchr(s, ']') : NULL;
	const char *colon = strchr(close ? close : s, ':');

	if (colon && !is_port(colon + 1))
		return false;
	return is_host(s, colon ? (size_t)(colon - s) : strlen(s));
}

static int check_server(guestfs_h *g, const struct protocol *p, const char *s)
{
	if (!strncmp(s, "unix:", 5)) {
		if (!p->unix_socket)
			return guestfs_fail_msg(
				g, EINVAL,
				"server \"%s\": protocol %s has no unix "
				"sockets",
				s, p->name);
		if (s[5] != '/')
			return guestfs_fail_msg(
				g, EINVAL,
				"server \"%s\": give the socket's absolute "
				"path, unix:/PATH",
				s);
		return 0;
	}
	if (!is_host_port(strncmp(s, "tcp:", 4) ? s : s + 4))
		return guestfs_fail_msg(
			g, EINVAL,
			"server \"%s\": write HOST, HOST:PORT, tcp:HOST:PORT "
			"or unix:/PATH",
			s);
	return 0;
}

static int check_remote(guestfs_h *g, const struct protocol *p,
			const struct drive *d)
{
	size_t n = strv_len(d->servers);

	if (p->servers == SERVER_ONE && n != 1)
		return guestfs_fail_msg(
			g, EINVAL,
			"protocol %s takes exactly one server, not %zu",
			p->name, n);
	if (p->servers == SERVER_NONE && n)
		return guestfs_fail_msg(g, EINVAL,
					"protocol %s takes no server", p->name);
	for (size_t i = 0; i < n; i++)
		if (check_server(g, p, d->servers[i]) < 0)
			return -1;
	if (d->username && !p->username)
		return guestfs_fail_msg(
			g, EINVAL, "protocol %s takes no user name", p->name);
	if (d->secret && !p->secret)
		return guestfs_fail_msg(g, EINVAL,
					"protocol %s takes no secret", p->name);
	if (p->servers == SERVER_NONE)
		return 0;
	if (!*d->path && !p->may_be_empty)
		return guestfs_fail_msg(
			g, EINVAL, "protocol %s: the path of the disk is empty",
			p->name);
	if (p->slash && d->path[0] != '/')
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: with protocol %s the path begins with \"/\"",
			d->path, p->name);
	return 0;
}

static int check_label(guestfs_h *g, const char *label)
{
	if (!is_label(label))
		return guestfs_fail_msg(
			g, EINVAL, "label \"%s\": use 1 to %d ASCII letters",
			label, DRIVE_LABEL_MAX);
	for (size_t i = 0; i < g->n_drives; i++)
		if (g->drives[i].label && !strcmp(g->drives[i].label, label))
			return guestfs_fail_msg(
				g, EEXIST, "label \"%s\": another drive has it",
				label);
	return 0;
}

static int check_words(guestfs_h *g, const struct drive *d)
{
	if (d->format && !is_word(d->format) && strncmp(d->format, "qcow2:", 6))
		return guestfs_fail_msg(
			g, EINVAL, "format \"%s\" cannot be a format's name",
			d->format);
	if (d->iface && !is_word(d->iface))
		return guestfs_fail_msg(
			g, EINVAL, "iface \"%s\" cannot be an interface's name",
			d->iface);
	if (d->label && check_label(g, d->label) < 0)
		return -1;
	if (d->cachemode &&
	    !is_one_of(d->cachemode, WORDS("writeback", "unsafe")))
		return guestfs_fail_msg(
			g, EINVAL,
			"cachemode \"%s\": write writeback or unsafe",
			d->cachemode);
	if (d->discard &&
	    !is_one_of(d->discard, WORDS("disable", "enable", "besteffort")))
		return guestfs_fail_msg(
			g, EINVAL,
			"discard \"%s\": write disable, enable or besteffort",
			d->discard);
	if (d->discard && d->readonly && !strcmp(d->discard, "enable"))
		return guestfs_fail_msg(g, EINVAL,
					"%s: a read-only drive cannot discard",
					d->path);
	if (d->blocksize && d->blocksize != 512 && d->blocksize != 4096)
		return guestfs_fail_msg(g, EINVAL,
					"blocksize %d: write 512 or 4096",
					d->blocksize);
	return 0;
}

int drive_check(guestfs_h *g, const struct drive *d)
{
	const struct protocol *p = protocol_of(d->protocol);

	if (!p)
		return guestfs_fail_msg(
			g, EINVAL, "protocol \"%s\" is not known", d->protocol);
	if (check_words(g, d) < 0)
		return -1;
	return check_remote(g, p, d);
}
