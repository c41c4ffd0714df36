/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu's arguments, and the descriptors that they name. */
#ifndef CORE_LAUNCH_ARGS_H
#define CORE_LAUNCH_ARGS_H

#include <json-c/json.h>

#include "handle/handle.h"
#include "strv.h"

/**
 * struct args - A growing command line
 * @g:		Handle, for its out-of-memory handler
 * @v:		The words
 * @fds:	Descriptors to inherit, owned
 * @n_fds:	Their number
 * @n_fdsets:	fdsets handed out by args_fdset()
 * @preload:	Library to be loaded into qemu, or NULL
 * @incoming:	Descriptor of the state to restore, 0 where there is none
 */
struct args {
	guestfs_h *g;
	struct strv v;
	int *fds;
	size_t n_fds;
	unsigned int n_fdsets;
	char *preload;
	int incoming;
};

void args_add(struct args *a, const char *word);
void args_opt(struct args *a, const char *option, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void args_json(struct args *a, const char *option, json_object *json);
int args_fd(struct args *a, int fd);
char *args_fdset(struct args *a, int fd);
int args_secret(struct args *a, const char *id, const char *secret);
void args_close_fds(struct args *a);
void args_finish(struct args *a);

#endif
