/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fstab.h"

#include <augeas.h>
#include <string.h>

#include "cleanup.h"
#include "strv.h"

/* More lines than any real system has; beyond is an attack. */
#define FSTAB_MAX 1024
/* A lens costs memory many times the text; the line parser does not. */
#define AUGEAS_TEXT_MAX (64 * 1024)

static void augeas_close(augeas **a)
{
	if (*a)
		aug_close(*a);
}

/* "\040" is a blank, as getmntent(3) has it. */
static void unescape(char *s)
{
	char *o = s;

	for (; *s; o++) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' &&
		    s[2] <= '7' && s[3] >= '0' && s[3] <= '7') {
			*o = (s[1] - '0') << 6 | (s[2] - '0') << 3 |
			     (s[3] - '0');
			s += 4;
		} else {
			*o = *s++;
		}
	}
	*o = '\0';
}

/* LABEL="a" is LABEL=a */
static void drop_quotes(char *s)
{
	char *o = s;

	for (; *s; s++)
		if (*s != '"')
			*o++ = *s;
	*o = '\0';
}

static int add_entry(struct fstab *f, const char *spec, const char *file,
		     const char *type, const char *opts)
{
	struct fstab_ent *v, *e;

	if (f->n >= FSTAB_MAX)
		return 0;
	v = realloc(f->v, (f->n + 1) * sizeof(*v));
	if (!v)
		return -1;
	f->v = v;
	e = &v[f->n++];
	e->spec = strdup(spec);
	e->file = strdup(file);
	e->type = strdup(type);
	e->opts = strdup(opts);
	if (!e->spec || !e->file || !e->type || !e->opts)
		return -1;
	drop_quotes(e->spec);
	unescape(e->spec);
	unescape(e->file);
	unescape(e->opts);
	return 0;
}

/* "opt" nodes of an entry, each perhaps with a "value" below, put together
 * again; @path has the entry.
 */
static char *join_opts(augeas *a, const char *path)
{
	cleanup_free char *expr = NULL, *out = strdup("");
	char **opts = NULL;
	int n;

	if (!out || asprintf(&expr, "%s/opt", path) < 0)
		return NULL;
	n = aug_match(a, expr, &opts);
	for (int i = 0; i < n; i++) {
		cleanup_free char *value_path = NULL;
		const char *name = NULL, *value = NULL;
		char *longer;

		if (out && aug_get(a, opts[i], &name) == 1 && name &&
		    asprintf(&value_path, "%s/value", opts[i]) >= 0) {
			bool has = aug_get(a, value_path, &value) == 1;

			if (asprintf(&longer, "%s%s%s%s%s", out,
				     *out ? "," : "", name, has ? "=" : "",
				     value ? value : "") < 0)
				longer = NULL;
			free(out);
			out = longer;
		}
		free(opts[i]);
	}
	free(opts);
	return steal_ptr(&out);
}

static const char *get_below(augeas *a, const char *path, const char *name)
{
	cleanup_free char *p = NULL;
	const char *value = NULL;

	if (asprintf(&p, "%s/%s", path, name) < 0)
		return NULL;
	return aug_get(a, p, &value) == 1 ? value : NULL;
}

static int add_node(augeas *a, const char *path, struct fstab *f)
{
	const char *spec = get_below(a, path, "spec");
	const char *file = get_below(a, path, "file");
	const char *type = get_below(a, path, "vfstype");
	cleanup_free char *opts = NULL;

	if (!spec || !file)
		return 0;
	opts = join_opts(a, path);
	return opts ? add_entry(f, spec, file, type ? type : "auto", opts) : -1;
}

/* The guest's text is put into the tree by us: augeas itself opens no file of
 * the guest. 1 when the lens refuses, 0, or -1.
 */
static int parse_augeas(const char *text, struct fstab *f)
{
	__attribute__((cleanup(augeas_close))) augeas *a = NULL;
	char **nodes = NULL;
	int n, r = 0;

	if (strlen(text) > AUGEAS_TEXT_MAX)
		return 1;
	a = aug_init("/", NULL,
		     AUG_NO_LOAD | AUG_NO_MODL_AUTOLOAD | AUG_NO_ERR_CLOSE);
	if (!a || aug_error(a) != AUG_NOERROR || aug_set(a, "/in", text) < 0 ||
	    aug_text_store(a, "Fstab.lns", "/in", "/out") < 0 ||
	    aug_match(a, "/augeas/text/out/error", NULL) > 0)
		return 1;
	n = aug_match(a, "/out/*[spec]", &nodes);
	for (int i = 0; i < n; i++) {
		if (r == 0)
			r = add_node(a, nodes[i], f);
		free(nodes[i]);
	}
	free(nodes);
	return r;
}

int fstab_parse_lines(const char *text, struct fstab *f)
{
	cleanup_strv char **lines = strv_split(text, "\r\n");

	if (!lines)
		return -1;
	for (size_t i = 0; lines[i]; i++) {
		char *save = NULL, *w[4];
		size_t n = 0;

		if (lines[i][strspn(lines[i], " \t")] == '#')
			continue;
		w[0] = strtok_r(lines[i], " \t", &save);
		while (w[n] && ++n < 4)
			w[n] = strtok_r(NULL, " \t", &save);
		if (n >= 3 &&
		    add_entry(f, w[0], w[1], w[2], n > 3 ? w[3] : "") < 0)
			return -1;
	}
	return 0;
}

int fstab_parse(const char *text, struct fstab *f)
{
	cleanup_free char *whole = NULL;
	size_t len = strlen(text);
	int r;

	/* The lens wants the last line ended. */
	if (len && text[len - 1] != '\n') {
		if (asprintf(&whole, "%s\n", text) < 0)
			return -1;
		text = whole;
	}
	r = parse_augeas(text, f);
	if (r > 0) {
		fstab_finish(f);
		r = fstab_parse_lines(text, f);
	}
	return r;
}

void fstab_finish(struct fstab *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].spec);
		free(f->v[i].file);
		free(f->v[i].type);
		free(f->v[i].opts);
	}
	free(f->v);
	memset(f, 0, sizeof(*f));
}

char *fstab_opt(const struct fstab_ent *e, const char *name)
{
	cleanup_strv char **opts = strv_split(e->opts, ",");
	size_t n = strlen(name);

	for (size_t i = 0; opts && opts[i]; i++) {
		if (strncmp(opts[i], name, n) != 0)
			continue;
		if (opts[i][n] == '=')
			return strdup(opts[i] + n + 1);
		if (!opts[i][n])
			return strdup("");
	}
	return NULL;
}
