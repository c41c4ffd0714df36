/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --remote and --listen say to each other. */
#ifndef FISH_WIRE_H
#define FISH_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/un.h>

#define WIRE_FDS 3 /* standard input, output, error */

/** struct wire_request - A command, and whether its failure ends the server */
struct wire_request {
	char **argv;
	bool exit_on_error;
	int fds[WIRE_FDS];
};

/** struct wire_reply - What became of it */
struct wire_reply {
	uint32_t failed;
	uint32_t quit;
};

/**
 * wire_address() - Where the process of this number listens
 * @pid:	It
 * @make:	Make the directory where it is missing
 * @ret_addr:	Receives the address
 *
 * Must: the directory is ours alone, and no symbolic link.
 *
 * Return:	0, or -1 with errno
 */
int wire_address(int pid, bool make, struct sockaddr_un *ret_addr);

/* All return 0, or -1 with errno; EPROTO: not what was expected */

/** wire_send_request() - Send a command with our own descriptors 0, 1, 2 */
int wire_send_request(int sock, char *const *argv, bool exit_on_error);
/** wire_recv_request() - Receive one; free with wire_finish() */
int wire_recv_request(int sock, struct wire_request *ret_req);
/** wire_finish() - Free it, close its descriptors */
void wire_finish(struct wire_request *req);

#endif
