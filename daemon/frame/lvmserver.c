// SPDX-License-Identifier: GPL-2.0-or-later
#include "lvmserver.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forkserver.h"
#include "io.h"

#define LIBRARY	 "liblvm2cmd.so.2.03"
#define SUCCESS	 1  /* LVM2_COMMAND_SUCCEEDED of lvm2cmd.h */
#define MAX_ARGS 48 /* the library takes 64 */

/* The daemon's side. */
static struct forkserver server = FORKSERVER_NONE;
/* Kinds of block devices, which the library knows from its beginning */
static char *devices;

static void stop(void)
{
	forkserver_stop(&server);
	free(devices);
	devices = NULL;
}

static void become_server(void)
{
	execl("/proc/self/exe", "guestfsd", LVMSERVER, NULL);
}

/* A module may have been loaded since. */
static int ready(void)
{
	char *now = io_read_file("/proc/devices", 65536, NULL);

	if (server.pid && now && devices && !strcmp(now, devices)) {
		free(now);
		return 0;
	}
	stop();
	devices = now;
	if (forkserver_start(&server, become_server) == 0)
		return 0;
	stop();
	return -1;
}

/* One word, in quotes; the library knows no way to write both kinds in one. */
static bool add_word(char *line, const char *word)
{
	char quote = strchr(word, '"') ? '\'' : '"';
	size_t at = strlen(line);
	int n;

	if (strchr(word, quote) || strchr(word, '\n'))
		return false;
	n = snprintf(line + at, FORKSERVER_MAX - at, "%s%c%s%c", at ? " " : "",
		     quote, word, quote);
	return n > 0 && (size_t)n < FORKSERVER_MAX - at;
}

/* @line: FORKSERVER_MAX bytes, as lvm2_run() wants it */
static bool fill(char *line, const struct run *r)
{
	size_t n = 1;

	line[0] = '\0';
	for (; r->argv[n]; n++)
		if (!add_word(line, r->argv[n]))
			return false;
	return n > 1 && n <= MAX_ARGS && !r->env && r->root_fd <= 0 &&
	       !r->max_cpu && !r->max_memory;
}

static pid_t start_command(const struct run *r, int in, int out, int err)
{
	static char line[FORKSERVER_MAX];

	if (!fill(line, r)) {
		errno = EINVAL;
		return -1;
	}
	return forkserver_send(&server, line, strlen(line) + 1,
			       (int[]){ in, out, err }) < 0
		       ? -1
		       : server.pid;
}

static int wait_command(pid_t pid, bool give_up)
{
	(void)pid;
	return forkserver_wait(&server, give_up);
}

int lvmserver_run(struct run *r)
{
	static const struct run_via via = { start_command, wait_command };
	static char line[FORKSERVER_MAX];

	if (server.unusable || !fill(line, r) || ready() < 0)
		return run(r);
	return forkserver_run(&server, &via, r);
}

/*
 * The server's side.
 */
struct lvm {
	void *(*init)(void);
	int (*run)(void *handle, const char *line);
	void *handle;
};

static int load(struct lvm *l)
{
	void *lib = dlopen(LIBRARY, RTLD_NOW);

	if (!lib) {
		fprintf(stderr, "guestfsd: %s\n", dlerror());
		return -1;
	}
	l->init = (void *(*)(void))dlsym(lib, "lvm2_init");
	l->run = (int (*)(void *, const char *))dlsym(lib, "lvm2_run");
	if (l->init && l->run)
		l->handle = l->init();
	return l->handle ? 0 : -1;
}

int lvmserver_main(void)
{
	static char line[FORKSERVER_MAX + 1];
	struct lvm l = { 0 };
	int r;

	if (load(&l) < 0)
		return EXIT_FAILURE;
	forkserver_serve(line);
	r = l.run(l.handle, line);
	fflush(NULL);
	/* Not exit(3): the library would take down what is the parent's */
	_exit(r == SUCCESS ? 0 : r ? r : 5);
}
