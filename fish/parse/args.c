/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "args.h"

#include <limits.h>
#include <string.h>

#include "mem.h"
#include "strv.h"
#include "value.h"
#include "winpath.h"

bool args_same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		char x = *a == '_' ? '-' : *a, y = *b == '_' ? '-' : *b;

		if (x >= 'A' && x <= 'Z')
			x += 'a' - 'A';
		if (y >= 'A' && y <= 'Z')
			y += 'a' - 'A';
		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

const struct command *args_find(const char *name)
{
	for (unsigned int i = 0; i < n_commands; i++) {
		const char *const *a = commands[i].aliases;

		if (args_same_name(name, commands[i].name))
			return &commands[i];
		for (; a && *a; a++)
			if (args_same_name(name, *a))
				return &commands[i];
	}
	return NULL;
}

size_t args_required(const struct command *c)
{
	size_t n = 0;

	for (unsigned int i = 0; i < c->n_args - c->n_opts; i++)
		n += c->args[i].kind != ARG_KEY;
	return n;
}

static int wrong(struct shell *sh, const struct command *c,
		 const struct command_arg *a, const char *word, const char *why)
{
	return shell_say(sh, "%s: %s: \"%s\" is %s", c->name, a->name, word,
			 why);
}

static int convert_number(struct shell *sh, const struct command *c,
			  const struct command_arg *a, const char *word,
			  struct command_value *v)
{
	const char *why;

	switch (a->kind) {
	case ARG_BOOL:
	case ARG_OBOOL:
		why = value_bool(word, &v->n);
		break;
	case ARG_INT:
	case ARG_OINT:
		why = value_int(word, INT_MIN, INT_MAX, &v->n);
		break;
	default:
		why = value_int(word, INT64_MIN, INT64_MAX, &v->n);
		break;
	}
	return why ? wrong(sh, c, a, word, why) : 0;
}

static int convert_list(struct shell *sh, const struct command *c,
			const struct command_arg *a, const char *word,
			struct command_value *v)
{
	const char *why = value_list(word, &v->list);

	if (why)
		return shell_say(sh, "%s: %s: %s", c->name, a->name, why);
	return 0;
}

/* "-" is standard input or output. */
static int convert_file(struct shell *sh, const struct command *c,
			const struct command_arg *a, const char *word,
			struct args *args, struct command_value *v)
{
	bool in = a->kind == ARG_FILEIN;

	if (strcmp(word, "-")) {
		v->s = xstrdup(word);
		return 0;
	}
	fflush(stdout);
	v->s = pump_start(&args->pump, in);
	if (v->s)
		return 0;
	return shell_say(sh, "%s: standard %s: %s", c->name,
			 in ? "input" : "output", strerror(errno));
}

static int convert_one(struct shell *sh, const struct command *c,
		       const struct command_arg *a, const char *word,
		       struct args *args, struct command_value *v)
{
	switch (a->kind) {
	case ARG_BOOL:
	case ARG_OBOOL:
	case ARG_INT:
	case ARG_OINT:
	case ARG_INT64:
	case ARG_OINT64:
		return convert_number(sh, c, a, word, v);
	case ARG_STRINGLIST:
	case ARG_OSTRINGLIST:
		return convert_list(sh, c, a, word, v);
	case ARG_PATHNAME:
	case ARG_DEV_OR_PATH:
	case ARG_MOUNTABLE_OR_PATH:
		v->s = winpath(sh->g, word);
		return v->s ? 0 : -1;
	case ARG_FILEIN:
	case ARG_FILEOUT:
		return convert_file(sh, c, a, word, args, v);
	case ARG_OPTSTRING: /* the empty string is none */
		v->s = *word ? xstrdup(word) : NULL;
		return 0;
	default:
		v->s = xstrdup(word);
		v->size = strlen(word);
		return 0;
	}
}

static int unknown_option(struct shell *sh, const struct command *c,
			  const char *word)
{
	shell_say(sh, "%s: \"%s\" is no optional argument of it", c->name,
		  word);
	fprintf(stderr, "usage: %s\n", c->synopsis);
	return -1;
}

static int convert_option(struct shell *sh, const struct command *c,
			  const char *word, struct args *args)
{
	size_t len = strcspn(word, ":");

	if (!word[len])
		return unknown_option(sh, c, word);
	for (unsigned int i = 0; i < c->n_opts; i++) {
		unsigned int at = c->n_args - c->n_opts + i;
		const struct command_arg *a = &c->args[at];

		if (strlen(a->name) != len || strncmp(a->name, word, len))
			continue;
		if (args->mask & UINT64_C(1) << i)
			return shell_say(sh, "%s: %s is given twice", c->name,
					 a->name);
		args->mask |= UINT64_C(1) << i;
		return convert_one(sh, c, a, word + len + 1, args,
				   &args->v[at]);
	}
	return unknown_option(sh, c, word);
}

static int ask_key(struct shell *sh, const struct command *c,
		   const struct command_arg *a, struct command_value *v)
{
	v->s = options_read_key(&sh->opts, a->name);
	return v->s ? 0
		    : shell_say(sh, "%s: %s: no key was given", c->name,
				a->name);
}

int args_convert(struct shell *sh, const struct command *c, char **words,
		 struct args *ret_args)
{
	size_t n = strv_len(words), need = args_required(c), at = 0;

	*ret_args = (struct args){ 0 };
	ret_args->v = xcalloc(c->n_args, sizeof(*ret_args->v));
	if (n < need || n > need + c->n_opts) {
		shell_say(sh, "%s: wrong number of arguments (%zu)", c->name,
			  n);
		fprintf(stderr, "usage: %s\n", c->synopsis);
		return -1;
	}
	for (unsigned int i = 0; i < c->n_args - c->n_opts; i++) {
		const struct command_arg *a = &c->args[i];
		struct command_value *v = &ret_args->v[i];

		if ((a->kind == ARG_KEY ? ask_key(sh, c, a, v)
					: convert_one(sh, c, a, words[at++],
						      ret_args, v)) < 0)
			return -1;
	}
	for (; words[at]; at++)
		if (convert_option(sh, c, words[at], ret_args) < 0)
			return -1;
	return 0;
}

int args_finish(struct shell *sh, const struct command *c, struct args *a)
{
	int err = pump_finish(&a->pump);

	for (unsigned int i = 0; i < c->n_args; i++) {
		if (c->args[i].kind == ARG_KEY && a->v[i].s)
			explicit_bzero(a->v[i].s, strlen(a->v[i].s));
		free(a->v[i].s);
		strv_free(a->v[i].list);
	}
	free(a->v);
	if (!err || (err == EPIPE && sh->piped && !sh->pipe_error))
		return 0;
	return shell_say(sh, "%s: standard output: %s", c->name, strerror(err));
}
