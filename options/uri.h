/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drives named on a command line: files and URIs. */
#ifndef OPTIONS_URI_H
#define OPTIONS_URI_H

/**
 * struct uri - What "-a ARG" names, in add_drive's terms
 * @path:	File, or export / path / volume of a remote protocol
 * @protocol:	"file", "nbd", "ssh", ...
 * @servers:	NULL-terminated "host:port", "unix:/path"; NULL where none
 * @username:	Or NULL
 * @secret:	Or NULL
 */
struct uri {
	char *path;
	char *protocol;
	char **servers;
	char *username;
	char *secret;
};

/**
 * uri_parse() - Take a "-a" argument apart
 * @arg:	A file name, or SCHEME://[USER[:SECRET]@]HOST[:PORT]/PATH,
 *		or SCHEME+unix:///PATH?socket=SOCKET
 * @ret_uri:	Receives it; uri_finish() frees
 * @ret_error:	Receives a message, which the caller frees
 *
 * Something is a URI only when it begins with letters, digits or '+' and
 * "://", so that files with colons in their names need no quoting.
 *
 * Return:	0, or -1 with the message
 */
int uri_parse(const char *arg, struct uri *ret_uri, char **ret_error);
/** uri_finish() - Free what uri_parse() filled in; zeros are fine */
void uri_finish(struct uri *u);

#endif
