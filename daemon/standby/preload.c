// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded into a program, this makes a server of it (frame/forkserver.h):
 * linked and initialized, it waits where its main() would be called, and each
 * child calls that with the words of a command.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame/forkserver.h"

typedef int main_fn(int, char **, char **);
typedef int start_fn(main_fn *, int, char **, void (*)(void), void (*)(void),
		     void (*)(void), void *);

extern char **environ;

/* The C library looks for the environment behind the arguments. Return: their
 * number
 */
static int lay_out(char *command, size_t len, char ***argv)
{
	size_t n = 0, n_env = 0, k = 0;
	char **v;

	for (size_t i = 0; i < len; i++)
		n += command[i] == '\0';
	while (environ[n_env])
		n_env++;
	v = calloc(n + n_env + 2, sizeof(*v));
	if (!v)
		_exit(127);
	for (char *p = command; k < n; p += strlen(p) + 1)
		v[k++] = p;
	memcpy(v + n + 1, environ, n_env * sizeof(*v));
	*argv = v;
	return (int)n;
}

/* Instead of the C library's, which a program's first instructions call */
__attribute__((visibility("default"))) int
__libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void),
		  void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(main_fn *main, int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*rtld_fini)(void),
		      void *stack_end)
{
	static char command[FORKSERVER_MAX + 1];
	start_fn *start = (start_fn *)dlsym(RTLD_NEXT, "__libc_start_main");
	size_t len;

	if (!start)
		_exit(127);
	unsetenv("LD_PRELOAD");
	len = forkserver_serve(command);
	argc = lay_out(command, len, &argv);
	return start(main, argc, argv, init, fini, rtld_fini, stack_end);
}
