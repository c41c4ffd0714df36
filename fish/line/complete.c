/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "complete.h"

#include <readline/readline.h>
#include <string.h>
#include <sys/stat.h>

#include "builtins/builtin.h"
#include "mem.h"
#include "parse/args.h"
#include "parse/line.h"

/* readline has no place for a pointer of ours */
static struct shell *shell;
static struct strv found;

static bool begins(const char *s, const char *text)
{
	return !strncasecmp(s, text, strlen(text));
}

static void offer(const char *s, const char *text)
{
	if (begins(s, text))
		strv_add(&found, s);
}

static void commands_and_builtins(const char *text)
{
	for (unsigned int i = 0; i < n_commands; i++) {
		const char *const *a = commands[i].aliases;

		offer(commands[i].name, text);
		for (; a && *a; a++)
			offer(*a, text);
	}
	for (size_t i = 0; i < n_builtins; i++)
		for (const char *const *n = builtins[i].names; *n; n++)
			offer(*n, text);
}

static void list(char **names, const char *text, size_t step)
{
	for (size_t i = 0; names && names[i]; i += step)
		offer(names[i], text);
	strv_free(names);
}

static void devices(const char *text, bool file_systems)
{
	guestfs_h *g = shell->g;

	if (file_systems) {
		list(guestfs_list_filesystems(g), text, 2);
		return;
	}
	list(guestfs_list_devices(g), text, 1);
	list(guestfs_list_partitions(g), text, 1);
	list(guestfs_lvs(g), text, 1);
	list(guestfs_list_md_devices(g), text, 1);
}

/* Names in the directory of the guest that @text is in */
static void guest_paths(const char *text)
{
	const char *slash = strrchr(text, '/');
	size_t len = slash ? slash - text + 1 : 0;
	cleanup_free char *dir = xstrndup(text, len);
	struct guestfs_dirent_list *l =
		len ? guestfs_readdir(shell->g, dir) : NULL;

	if (!len && !*text)
		offer("/", text);
	for (uint32_t i = 0; l && i < l->len; i++) {
		const struct guestfs_dirent *d = &l->val[i];
		cleanup_free char *path = NULL;

		if (!strcmp(d->name, ".") || !strcmp(d->name, "..") ||
		    (*d->name == '.' && text[len] != '.'))
			continue;
		path = xasprintf("%s%s%s", dir, d->name,
				 d->ftyp == 'd' ? "/" : "");
		offer(path, text);
	}
	guestfs_free_dirent_list(l);
}

static void host_files(const char *text)
{
	char *name;

	for (int i = 0; (name = rl_filename_completion_function(text, i));
	     i++) {
		struct stat st;

		if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
			strv_addf(&found, "%s/", name);
		else
			strv_add(&found, name);
		free(name);
	}
}

static void options(const struct command *c, const char *text)
{
	for (unsigned int i = c->n_args - c->n_opts; i < c->n_args; i++) {
		const struct command_arg *a = &c->args[i];
		cleanup_free char *name = xasprintf("%s:", a->name);

		if (a->kind == ARG_OBOOL && begins(text, name)) {
			for (int v = 1; v >= 0; v--) {
				cleanup_free char *full = xasprintf(
					"%s%s", name, v ? "true" : "false");

				offer(full, text);
			}
		} else {
			offer(name, text);
		}
	}
}

static bool launched(void)
{
	return !shell->remote && shell->complete_guest &&
	       guestfs_is_ready(shell->g) == 1;
}

static void by_kind(enum arg_kind kind, const char *name, const char *text)
{
	switch (kind) {
	case ARG_DEVICE:
	case ARG_MOUNTABLE:
		if (launched())
			devices(text, kind == ARG_MOUNTABLE);
		break;
	case ARG_DEV_OR_PATH:
	case ARG_MOUNTABLE_OR_PATH:
		if (launched() && begins(text, "/dev/"))
			devices(text, false);
		/* fallthrough */
	case ARG_PATHNAME:
		if (launched())
			guest_paths(text);
		break;
	case ARG_BOOL:
	case ARG_OBOOL:
		offer("true", text);
		offer("false", text);
		break;
	case ARG_FILEIN:
	case ARG_FILEOUT:
		host_files(text);
		break;
	default:
		/* add, disk-create and their like name files of the host */
		if (strstr(name, "file"))
			host_files(text);
		break;
	}
}

/* The argument of this number, of those that are typed */
static void call_argument(const struct command *c, size_t at, const char *text)
{
	for (unsigned int i = 0; i < c->n_args - c->n_opts; i++) {
		if (c->args[i].kind == ARG_KEY)
			continue;
		if (at-- == 0) {
			by_kind(c->args[i].kind, c->args[i].name, text);
			return;
		}
	}
	options(c, text);
}

static void builtin_argument(const struct builtin *b, char **words, size_t at,
			     const char *text)
{
	switch (b->completes) {
	case BUILTIN_COMMAND:
		if (at == 0)
			commands_and_builtins(text);
		break;
	case BUILTIN_HOST:
		host_files(text);
		break;
	case BUILTIN_GUEST:
		by_kind(ARG_DEV_OR_PATH, "", text);
		break;
	case BUILTIN_BOTH:
		if (*text == '/')
			by_kind(ARG_PATHNAME, "", text);
		host_files(text);
		break;
	case BUILTIN_NOTHING:
		break;
	}
}

/* @words: what stands before the word to complete */
static void argument(char **words, size_t n, const char *text)
{
	const struct builtin *b = n ? builtin_find(words[0]) : NULL;
	const struct command *c = n && !b ? args_find(words[0]) : NULL;

	if (!n)
		commands_and_builtins(text);
	else if (b && b->completes == BUILTIN_COMMAND && n > 1)
		argument(words + 1, n - 1, text);
	else if (b)
		builtin_argument(b, words, n - 1, text);
	else if (c)
		call_argument(c, n - 1, text);
}

static char *next(const char *text, int state)
{
	static size_t at;

	if (state == 0)
		at = 0;
	return at < found.n ? xstrdup(found.v[at++]) : NULL;
}

static char **complete(const char *text, int start, int end)
{
	cleanup_free char *before = xstrndup(rl_line_buffer, start);
	cleanup_free char *why = NULL;
	size_t len = strlen(before);
	struct line l;
	size_t last;

	/* An opening quote before the word is not the word's */
	if (len && (before[len - 1] == '"' || before[len - 1] == '\''))
		before[len - 1] = '\0';
	rl_attempted_completion_over = 1;
	strv_finish(&found);
	found = (struct strv){ 0 };
	if (line_parse(before, &l, &why) == 0 && l.kind != LINE_HOST &&
	    l.kind != LINE_INLINE && !l.host) {
		if (shell->g)
			guestfs_push_error_handler(shell->g, NULL, NULL);
		argument(l.words.v, l.words.n, text);
		if (shell->g)
			guestfs_pop_error_handler(shell->g);
	} else {
		host_files(text);
	}
	line_finish(&l);
	if (!found.n)
		return NULL;
	/* For the quotes around blanks; no file of the host is looked at */
	rl_filename_completion_desired = 1;
	last = strlen(found.v[0]) - 1;
	if (found.n == 1 && strchr("/:", found.v[0][last])) {
		rl_completion_suppress_append = 1;
		rl_completion_suppress_quote = 1;
	}
	return rl_completion_matches(text, next);
}

void complete_begin(struct shell *sh)
{
	shell = sh;
	rl_attempted_completion_function = complete;
	rl_basic_word_break_characters = " \t\n";
	rl_completer_word_break_characters = (char *)" \t\n\"'";
	rl_completer_quote_characters = "\"'";
	rl_filename_quote_characters = " \t\n\"'|";
	/* We end the names of directories with a slash ourselves */
	rl_variable_bind("mark-directories", "off");
}
