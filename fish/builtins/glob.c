/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glob */
#include <fnmatch.h>
#include <string.h>

#include "builtin.h"
#include "line/interrupt.h"
#include "mem.h"
#include "strv.h"

static bool is_pattern(const char *word)
{
	return *word == '/' && strpbrk(word, "*?[");
}

static void matching(struct strv *out, char **names, const char *pattern)
{
	for (size_t i = 0; names && names[i]; i++)
		if (fnmatch(pattern, names[i], FNM_PATHNAME) == 0 &&
		    !(out->n && strv_has(out->v, names[i])))
			strv_add(out, names[i]);
	strv_free(names);
}

static char **matching_devices(struct shell *sh, const char *pattern)
{
	struct strv out = { 0 };

	matching(&out, guestfs_list_devices(sh->g), pattern);
	matching(&out, guestfs_list_partitions(sh->g), pattern);
	matching(&out, guestfs_list_md_devices(sh->g), pattern);
	matching(&out, guestfs_lvs(sh->g), pattern);
	return must(strv_steal(&out));
}

static char **matching_paths(struct shell *sh, const char *pattern)
{
	struct guestfs_glob_expand_opts_argv o = {
		.bitmask = GUESTFS_GLOB_EXPAND_OPTS_DIRECTORYSLASH_BITMASK,
	};

	return guestfs_glob_expand_opts_argv(sh->g, pattern, &o);
}

/* What one argument stands for, itself where it is no pattern */
static char **expand(struct shell *sh, const char *word)
{
	struct strv out = { 0 };
	char **list;

	if (!is_pattern(word)) {
		strv_add(&out, word);
		return must(strv_steal(&out));
	}
	list = strncmp(word, "/dev/", 5) ? matching_paths(sh, word)
					 : matching_devices(sh, word);
	if (list && !list[0]) {
		strv_free(list);
		list = NULL;
		shell_say(sh, "glob: nothing matches %s", word);
	}
	return list;
}

/* Run it for every combination: lists[i] has what argv[i] stands for. */
static int combine(struct shell *sh, char **argv, char ***lists, size_t at,
		   size_t n)
{
	int r = 0;

	if (at == n)
		return shell_words(sh, argv);
	for (size_t i = 0; lists[at][i] && !interrupt_pending(); i++) {
		argv[at] = lists[at][i];
		if (combine(sh, argv, lists, at + 1, n) < 0)
			r = -1;
	}
	return r;
}

int builtin_glob(struct shell *sh, char **argv)
{
	size_t n = strv_len(argv) - 1;
	char ***lists = xcalloc(n, sizeof(*lists));
	char **words = xcalloc(n + 1, sizeof(*words));
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		lists[i] = expand(sh, argv[i + 1]);
		if (!lists[i])
			r = -1;
	}
	if (r == 0)
		r = combine(sh, words, lists, 0, n);
	for (size_t i = 0; i < n; i++)
		strv_free(lists[i]);
	free(lists);
	free(words);
	return r;
}
