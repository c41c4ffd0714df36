/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process that is ready to do what a program does, and forks for each
 * command: what programs do before they look at their arguments is most of a
 * short one's time. The server itself never looks at a disk: its children do,
 * each from the same beginning, and what a hostile disk does to one ends with
 * it.
 */
#ifndef DAEMON_FORKSERVER_H
#define DAEMON_FORKSERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Bytes of a command */
#define FORKSERVER_MAX 32768

/* Its three standard descriptors beside it */
union forkserver_fds {
	struct cmsghdr head;
	char room[CMSG_SPACE(3 * sizeof(int))];
};

struct run;
struct run_via;

/**
 * struct forkserver - The daemon's side; used by the main thread only
 * @sock:	Where commands go, or -1
 * @pid:	The process, or 0
 * @unusable:	It has ended before it served
 */
struct forkserver {
	int sock;
	pid_t pid;
	bool unusable;
};

#define FORKSERVER_NONE                                                        \
	{                                                                      \
		.sock = -1                                                     \
	}

/**
 * forkserver_start() - Start it
 * @become:	In the new process, whose standard input is the socket: executes
 *		what will call forkserver_serve(); comes back when it cannot
 * Return:	0, or -1 with errno
 */
int forkserver_start(struct forkserver *s, void (*become)(void));
/** forkserver_stop() - End it, and what it has started */
void forkserver_stop(struct forkserver *s);
/** forkserver_send() - Send a command and its three standard descriptors; 0, or
 * -1 with errno, and the server is stopped */
int forkserver_send(struct forkserver *s, const char *command, size_t len,
		    const int fds[3]);
/** forkserver_wait() - The command's wait status; @give_up: its output is not
 * wanted any more, and it may wait for a reader */
int forkserver_wait(struct forkserver *s, bool give_up);
/** forkserver_run() - run() by @via, which uses the server; where that ends
 * before it serves, run() as always, and from then on the server is unusable */
int forkserver_run(struct forkserver *s, const struct run_via *via,
		   struct run *r);

/**
 * forkserver_serve() - The server's side: fork for each command
 * @command:	Room for a command of FORKSERVER_MAX bytes and a NUL
 *
 * Return:	In a child, with its standard descriptors: bytes of the command
 */
size_t forkserver_serve(char *command);

#endif
