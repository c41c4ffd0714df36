/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "call.h"

#include <string.h>

#include "launching.h"
#include "line/interrupt.h"
#include "output.h"
#include "parse/args.h"

int call_launch(struct shell *sh)
{
	bool quiet = sh->verbose || sh->trace || !sh->interactive;
	struct launching *l = quiet ? NULL : launching_start();
	bool progress = sh->progress;
	int r;

	/* Of the two, the line that tells of launching is the better */
	sh->launching = l;
	sh->progress = progress && !l;
	interrupt_begin(sh->g);
	r = guestfs_launch(sh->g);
	interrupt_end();
	launching_stop(l);
	sh->launching = false;
	sh->progress = progress;
	return r;
}

static int call(struct shell *sh, const struct command *c, struct args *a,
		struct command_result *r)
{
	return strcmp(c->name, "launch") ? c->call(sh->g, a->v, a->mask, r)
					 : call_launch(sh);
}

int call_run(struct shell *sh, const struct command *c, char **words)
{
	struct command_result result = { 0 };
	struct args a;
	int r;

	r = args_convert(sh, c, words, &a);
	if (r == 0)
		r = call(sh, c, &a, &result);
	if (args_finish(sh, c, &a) < 0)
		r = -1;
	if (r == 0)
		output_result(c, &result);
	output_free(c, &result);
	return r;
}
