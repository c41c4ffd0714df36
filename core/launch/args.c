/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "args.h"

#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>

#include "cleanup.h"
#include "io.h"
#include "spawn.h"

/** args_add() - One word */
void args_add(struct args *a, const char *word)
{
	if (strv_add(&a->v, word) < 0)
		handle_oom(a->g);
}

/** args_opt() - An option and its value */
void args_opt(struct args *a, const char *option, const char *fmt, ...)
{
	char *value;
	va_list ap;

	args_add(a, option);
	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		handle_oom(a->g);
	va_end(ap);
	if (strv_take(&a->v, value) < 0)
		handle_oom(a->g);
}

/** args_json() - An option and its value in JSON, taken over */
void args_json(struct args *a, const char *option, json_object *json)
{
	args_opt(a, option, "%s",
		 json_object_to_json_string_ext(
			 json, JSON_C_TO_STRING_PLAIN |
				       JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
}

/** args_fd() - Have qemu inherit @fd, taken over; returns it */
int args_fd(struct args *a, int fd)
{
	a->fds = handle_realloc(a->g, a->fds,
				(a->n_fds + 1) * sizeof(a->fds[0]));
	a->fds[a->n_fds++] = fd;
	return fd;
}

/** args_fdset() - The same as a path that qemu can open; the caller frees */
char *args_fdset(struct args *a, int fd)
{
	unsigned int set = a->n_fdsets++;

	args_opt(a, "-add-fd", "fd=%d,set=%u", args_fd(a, fd), set);
	return handle_asprintf(a->g, "/dev/fdset/%u", set);
}

/**
 * args_secret() - Give qemu a secret object
 * @a:		Command line
 * @id:		Its name
 * @secret:	The secret: it travels in a memfd, for others can read command
 *		lines
 *
 * Return:	0, or -1 with the error set
 */
int args_secret(struct args *a, const char *id, const char *secret)
{
	int fd = spawn_high_fd(memfd_create("guestfs-secret", MFD_CLOEXEC));

	if (fd < 0)
		return guestfs_fail(a->g, errno, "memory for a secret");
	args_fd(a, fd);
	if (io_write_full(fd, secret, strlen(secret)) < 0)
		return guestfs_fail(a->g, errno, "memory for a secret");
	/* Opening the path anew begins at offset 0. */
	args_opt(a, "-object", "secret,id=%s,file=/proc/self/fd/%d", id, fd);
	return 0;
}

/** args_close_fds() - qemu has its copies: drop ours */
void args_close_fds(struct args *a)
{
	for (size_t i = 0; i < a->n_fds; i++)
		close(a->fds[i]);
	free(a->fds);
	a->fds = NULL;
	a->n_fds = 0;
}

/** args_finish() - Free everything; a zeroed struct is fine */
void args_finish(struct args *a)
{
	args_close_fds(a);
	strv_finish(&a->v);
	free(a->preload);
}
