/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help, and what is said where a command is not known. */
#include <string.h>

#include "builtin.h"
#include "host.h"
#include "mem.h"
#include "parse/args.h"
#include "parse/near.h"
#include "run.h"
#include "strv.h"

#define MAX_SUGGESTIONS 4

static const char general[] =
	"Add disk images, start the appliance, mount, and use the files:\n"
	"\n"
	"    add disk.img                     (add-ro leaves it unchanged)\n"
	"    run\n"
	"    list-filesystems\n"
	"    mount /dev/sda1 /\n"
	"    ll /\n"
	"    edit /etc/hostname\n"
	"\n"
	"Or let all of that be done when guestfish starts:\n"
	"\n"
	"    guestfish --ro -a disk.img -i\n"
	"\n"
	"help -l          lists all commands; the Tab key completes names\n"
	"help COMMAND     says what one does\n"
	"man              opens the manual, guestfish(1)\n"
	"quit             leaves; what was changed is written to the disks\n"
	"\n"
	"COMMAND | PROG   sends the output to a program of this host\n"
	"!PROG            runs one\n"
	"Ctrl-C           ends a command that takes too long\n";

static void print_doc(const char *name, const char *brief, const char *synopsis,
		      const char *doc)
{
	printf("NAME\n    %s - %s\n\nSYNOPSIS\n    %s\n\nDESCRIPTION\n", name,
	       brief, synopsis);
	for (const char *p = doc; *p; p += strspn(p, "\n")) {
		size_t n = strcspn(p, "\n");

		printf("    %.*s\n", (int)n, p);
		p += n;
		if (p[0] == '\n' && p[1] == '\n')
			putchar('\n');
	}
}

static void print_aliases(const char *const *names)
{
	if (!names || !*names)
		return;
	fputs("\nAlso called", stdout);
	for (; *names; names++)
		printf(" %s%s", *names, names[1] ? "," : ".\n");
}

int builtin_help(struct shell *sh, const char *name)
{
	const struct builtin *b = builtin_find(name);
	const struct command *c = b ? NULL : args_find(name);

	if (b) {
		print_doc(b->names[0], b->brief, b->synopsis, b->doc);
		print_aliases(b->names + 1);
		return 0;
	}
	if (!c)
		return builtin_unknown(sh, name);
	print_doc(c->name, c->brief, c->synopsis, c->doc);
	print_aliases(c->aliases);
	if (c->deprecated_by)
		printf("\nDeprecated: use %s.\n", c->deprecated_by);
	return 0;
}

struct entry {
	const char *name, *brief;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name,
		      ((const struct entry *)b)->name);
}

static void add_entry(struct entry **all, size_t *n, const char *name,
		      const char *brief)
{
	*all = must(reallocarray(*all, *n + 1, sizeof(**all)));
	(*all)[(*n)++] = (struct entry){ name, brief };
}

void builtin_list(void)
{
	cleanup_free struct entry *all = NULL;
	size_t n = 0;

	for (unsigned int i = 0; i < n_commands; i++) {
		const struct command *c = &commands[i];

		add_entry(&all, &n, c->name, c->brief);
		for (const char *const *a = c->aliases; a && *a; a++)
			add_entry(&all, &n, *a, c->brief);
	}
	for (size_t i = 0; i < n_builtins; i++)
		for (const char *const *a = builtins[i].names; *a; a++)
			add_entry(&all, &n, *a, builtins[i].brief);
	qsort(all, n, sizeof(*all), by_name);
	for (size_t i = 0; i < n; i++)
		printf("%-26s %s\n", all[i].name, all[i].brief);
}

int builtin_help_command(struct shell *sh, char **argv)
{
	if (!argv[1])
		fputs(general, stdout);
	else if (!strcmp(argv[1], "-l") || !strcmp(argv[1], "--list"))
		builtin_list();
	else
		return builtin_help(sh, argv[1]);
	return 0;
}

int builtin_man(struct shell *sh, char **argv)
{
	int status = host_run(ARGV("man", "1", "guestfish"));

	return status == 0 ? 0
			   : shell_say(sh, "man 1 guestfish: %s",
				       status < 0 ? strerror(errno)
						  : "there is no manual page, "
						    "or no man(1)");
}

/* Add @candidate when it is nearer than @limit, or as far as the best */
static void consider(struct strv *best, size_t *limit, const char *typed,
		     const char *candidate)
{
	size_t d = near_distance(typed, candidate);

	if (d > *limit || (d == *limit && best->n >= MAX_SUGGESTIONS))
		return;
	if (d < *limit)
		strv_finish(best);
	if (d < *limit)
		*best = (struct strv){ 0 };
	*limit = d;
	strv_add(best, candidate);
}

int builtin_unknown(struct shell *sh, const char *name)
{
	cleanup_strv_finish struct strv best = { 0 };
	cleanup_free char *typed = xstrdup(name);
	/* A third of the letters may be wrong */
	size_t limit = strlen(name) < 3 ? 1 : (strlen(name) + 1) / 3;

	for (char *p = typed; *p; p++)
		if (*p == '_')
			*p = '-';
	for (unsigned int i = 0; i < n_commands; i++) {
		const char *const *a = commands[i].aliases;

		consider(&best, &limit, typed, commands[i].name);
		for (; a && *a; a++)
			consider(&best, &limit, typed, *a);
	}
	for (size_t i = 0; i < n_builtins; i++)
		for (const char *const *n = builtins[i].names; *n; n++)
			consider(&best, &limit, typed, *n);
	shell_say(sh, "%s: unknown command", name);
	if (access(name, F_OK) == 0 && strpbrk(name, "./")) {
		fprintf(stderr, "to open a disk image: guestfish -a %s\n",
			name);
		return -1;
	}
	if (best.n)
		fputs("did you mean", stderr);
	for (size_t i = 0; i < best.n; i++)
		fprintf(stderr, " %s%s", best.v[i],
			i + 1 < best.n ? "," : "?\n");
	if (!best.n)
		fputs("\"help -l\" lists all commands\n", stderr);
	return -1;
}
