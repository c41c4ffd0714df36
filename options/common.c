/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that our programs share. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

int options_number(const struct options *o, const char *option, const char *arg,
		   int *ret)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(arg, &end, 10);
	if (errno || *end || end == arg || v < 0 || v > INT_MAX)
		return options_say(o, "--%s %s: not a number", option, arg);
	*ret = v;
	return 0;
}

void options_print_version(const struct options *o)
{
	guestfs_h *g = guestfs_create();
	struct guestfs_version *v = g ? guestfs_version(g) : NULL;

	if (v)
		printf("%s %lld.%lld.%lld%s\n", o->program, (long long)v->major,
		       (long long)v->minor, (long long)v->release, v->extra);
	guestfs_free_version(v);
	guestfs_close(g);
}

static int live_refused(const struct options *o)
{
	return options_say(o, "--live: reaching into a running guest is "
			      "not supported; shut it down, or look at it "
			      "with --ro");
}

int options_take(struct options *o, int opt, const char *arg)
{
	switch (opt) {
	case 'a':
		o->unused = false;
		return options_add_drive(o, arg, o->format, o->blocksize);
	case 'c':
		o->connect = arg;
		return 0;
	case 'd':
		return options_add_domain(o, arg);
	case 'i':
		o->inspect = true;
		return 0;
	case 'm':
		return options_add_mount(o, arg);
	case 'r':
	case 'w':
		o->readonly = opt == 'r';
		return 0;
	case OPTIONS_BLOCKSIZE:
		o->unused = arg;
		o->blocksize = 0;
		return arg ? options_number(o, "blocksize", arg, &o->blocksize)
			   : 0;
	case OPTIONS_FORMAT:
		o->unused = arg;
		o->format = arg && *arg ? arg : NULL;
		return 0;
	case OPTIONS_KEY:
		return options_add_key(o, arg);
	case OPTIONS_STDIN_KEYS:
		o->keys_from_stdin = true;
		return 0;
	case OPTIONS_ECHO_KEYS:
		o->echo_keys = true;
		return 0;
	case OPTIONS_LIVE:
		return live_refused(o);
	case OPTIONS_ROOT:
		free(o->root);
		o->root = strdup(arg);
		return 0;
	}
	return 1;
}

int options_check(const struct options *o)
{
	if (o->unused)
		return options_say(o, "--format and --blocksize are for the "
				      "-a options after them");
	if (o->root && !o->inspect)
		return options_say(o, "--root goes with -i");
	return 0;
}
