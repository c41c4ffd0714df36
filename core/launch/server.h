/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The server strings of add_drive. */
#ifndef CORE_LAUNCH_SERVER_H
#define CORE_LAUNCH_SERVER_H

#include "handle/handle.h"

/**
 * struct server - A parsed server
 * @path:	Unix socket, else NULL
 * @host:	Name or address without brackets
 * @port:	Number, or NULL where none was given
 */
struct server {
	char *path;
	char *host;
	char *port;
};

int server_parse(guestfs_h *g, const char *s, struct server *ret_server);
void server_finish(struct server *s);

#endif
