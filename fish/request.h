/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --remote and --listen say to each other. */
#ifndef FISH_REQUEST_H
#define FISH_REQUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/un.h>

#define REQUEST_FDS 3 /* standard input, output, error */

/** struct request - A command, and whether its failure ends the server */
struct request {
	char **argv;
	bool exit_on_error;
	int fds[REQUEST_FDS];
};

/** struct reply - What became of it */
struct reply {
	uint32_t failed;
	uint32_t quit;
};

/**
 * request_address() - Where the process of this number listens
 * @pid:	It
 * @make:	Make the directory where it is missing
 * @ret_addr:	Receives the address
 *
 * Must: the directory is ours alone, and no symbolic link.
 *
 * Return:	0, or -1 with errno
 */
int request_address(int pid, bool make, struct sockaddr_un *ret_addr);

/* All return 0, or -1 with errno; EPROTO: not what was expected */

/** request_send() - Send a command with our own descriptors 0, 1, 2 */
int request_send(int sock, char *const *argv, bool exit_on_error);
/** request_recv() - Receive one; free with request_finish() */
int request_recv(int sock, struct request *ret_req);
/** request_finish() - Free it, close its descriptors */
void request_finish(struct request *req);

#endif
