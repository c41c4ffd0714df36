// SPDX-License-Identifier: GPL-2.0-or-later
#include "apps.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "strv.h"

struct app *apps_new(struct apps *a)
{
	struct app *v;

	if (a->n >= APPS_MAX) {
		errno = E2BIG;
		return NULL;
	}
	/* Room for twice as many whenever the number is a power of two */
	if (!(a->n & (a->n - 1))) {
		v = reallocarray(a->v, a->n ? a->n * 2 : 1, sizeof(*v));
		if (!v)
			return NULL;
		a->v = v;
	}
	v = &a->v[a->n++];
	memset(v, 0, sizeof(*v));
	return v;
}

void apps_finish(struct apps *a)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < APP_TEXTS; j++)
			free(a->v[i].text[j]);
	free(a->v);
	*a = (struct apps){ 0 };
}

void app_set(struct app *app, enum app_text which, char *s)
{
	if (!s)
		return;
	free(app->text[which]);
	app->text[which] = s;
}

void app_set_version(struct app *app, const char *text)
{
	const char *colon = strchr(text, ':'), *dash;
	size_t digits = strspn(text, "0123456789");

	if (colon && digits && text + digits == colon && digits < 10) {
		app->epoch = atoi(text);
		text = colon + 1;
	}
	dash = strrchr(text, '-');
	if (dash)
		app_set(app, APP_RELEASE, strdup(dash + 1));
	app_set(app, APP_VERSION,
		strndup(text, dash ? (size_t)(dash - text) : strlen(text)));
}

/* The last one is of no use after all. */
static void drop_last(struct apps *a)
{
	struct app *app = &a->v[--a->n];

	for (size_t j = 0; j < APP_TEXTS; j++)
		free(app->text[j]);
	/* apps_new() counts on that: it grows at powers of two */
	memset(app, 0, sizeof(*app));
}

/* The text of a record's file as lines; NULL with errno */
static char **lines_of(const struct insp_root *r, const char *path)
{
	cleanup_free char *text = root_read(r, path, APPS_TEXT_MAX, NULL);

	return text ? strv_lines(text) : NULL;
}

/* What follows "NAME:" and blanks in @line, or NULL */
static const char *field(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncasecmp(line, name, n) || line[n] != ':')
		return NULL;
	return line + n + 1 + strspn(line + n + 1, " \t");
}

/* dpkg's status file: paragraphs of "Field: value", longer values go on in
 * lines that begin with a blank.
 */
static const struct {
	const char *field;
	enum app_text text;
} dpkg_fields[] = {
	{ "Package", APP_NAME },	{ "Architecture", APP_ARCH },
	{ "Homepage", APP_URL },	{ "Source", APP_SOURCE },
	{ "Description", APP_SUMMARY },
};

/* @installed: receives whether "Status: want flag state" says so */
static void dpkg_line(struct app *app, const char *line, bool *installed)
{
	const char *s;

	if ((s = field(line, "Status"))) {
		s = strrchr(s, ' ');
		*installed = s && !strcmp(s, " installed");
	} else if ((s = field(line, "Version"))) {
		app_set_version(app, s);
	}
	for (size_t i = 0; i < ARRAY_SIZE(dpkg_fields); i++)
		if ((s = field(line, dpkg_fields[i].field)))
			app_set(app, dpkg_fields[i].text, strdup(s));
}

/* Lines of a long description, from @lines on; " ." is an empty line */
static char *description(char *const *lines)
{
	cleanup_free char *text = strdup("");

	for (; *lines && **lines == ' ' && text; lines++) {
		const char *s = *lines + 1;
		char *more;

		if (!strcmp(s, "."))
			s = "";
		if (asprintf(&more, "%s%s%s", text, *text ? "\n" : "", s) < 0)
			return NULL;
		free(text);
		text = more;
	}
	return steal_ptr(&text);
}

static int dpkg_paragraph(struct apps *a, char *const *lines, size_t n)
{
	struct app *app = apps_new(a);
	bool installed = false;

	if (!app)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (lines[i][0] == ' ')
			continue;
		dpkg_line(app, lines[i], &installed);
		if (field(lines[i], "Description"))
			app_set(app, APP_DESCRIPTION,
				description(lines + i + 1));
	}
	if (!installed || !app->text[APP_NAME])
		drop_last(a);
	return 0;
}

int apps_dpkg(const struct insp_root *r, struct apps *a)
{
	cleanup_strv char **lines = lines_of(r, "/var/lib/dpkg/status");
	size_t start = 0;

	if (!lines)
		return -1;
	for (size_t i = 0;; i++) {
		if (lines[i] && *lines[i])
			continue;
		if (i > start && dpkg_paragraph(a, lines + start, i - start))
			return -1;
		start = i + 1;
		if (!lines[i])
			return 0;
	}
}

/* pacman's: a directory a package, whose "desc" has "%NAME%", then values in
 * lines, then an empty line.
 */
static const struct {
	const char *head;
	enum app_text text;
} pacman_fields[] = {
	{ "%NAME%", APP_NAME },	  { "%ARCH%", APP_ARCH },
	{ "%URL%", APP_URL },	  { "%DESC%", APP_SUMMARY },
	{ "%BASE%", APP_SOURCE }, { "%PACKAGER%", APP_PUBLISHER },
};

static int pacman_package(struct apps *a, char *const *lines)
{
	struct app *app = apps_new(a);

	if (!app)
		return -1;
	for (; lines[0] && lines[1]; lines++) {
		if (!strcmp(lines[0], "%VERSION%"))
			app_set_version(app, lines[1]);
		for (size_t i = 0; i < ARRAY_SIZE(pacman_fields); i++)
			if (!strcmp(lines[0], pacman_fields[i].head))
				app_set(app, pacman_fields[i].text,
					strdup(lines[1]));
	}
	if (!app->text[APP_NAME])
		drop_last(a);
	return 0;
}

int apps_pacman(const struct insp_root *r, struct apps *a)
{
	static const char dir[] = "/var/lib/pacman/local";
	cleanup_strv char **names = root_list(r, dir);

	if (!names)
		return -1;
	for (size_t i = 0; names[i]; i++) {
		cleanup_strv char **lines = NULL;
		cleanup_free char *path = NULL;

		if (asprintf(&path, "%s/%s/desc", dir, names[i]) < 0)
			return -1;
		lines = lines_of(r, path);
		if (lines && pacman_package(a, lines) < 0)
			return -1;
	}
	return 0;
}

/* apk's: paragraphs of "L:value". An "F:" begins the list of files. */
static int apk_line(struct app *app, const char *line)
{
	static const struct {
		char letter;
		enum app_text text;
	} fields[] = {
		{ 'P', APP_NAME },   { 'A', APP_ARCH },
		{ 'U', APP_URL },    { 'T', APP_SUMMARY },
		{ 'o', APP_SOURCE }, { 'm', APP_PUBLISHER },
	};

	if (!line[0] || line[1] != ':' || line[0] == 'F')
		return -1;
	if (line[0] == 'V')
		app_set_version(app, line + 2);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (line[0] == fields[i].letter)
			app_set(app, fields[i].text, strdup(line + 2));
	return 0;
}

int apps_apk(const struct insp_root *r, struct apps *a)
{
	cleanup_strv char **lines = lines_of(r, "/lib/apk/db/installed");
	struct app *app = NULL;

	if (!lines)
		lines = lines_of(r, "/usr/lib/apk/db/installed");
	if (!lines)
		return -1;
	for (size_t i = 0; lines[i]; i++) {
		if (!*lines[i]) {
			app = NULL;
			continue;
		}
		if (!app && !(app = apps_new(a)))
			return -1;
		/* The files are many, and no concern of ours */
		if (apk_line(app, lines[i]) < 0)
			while (lines[i + 1] && *lines[i + 1])
				i++;
		if (!app->text[APP_NAME] && (!lines[i + 1] || !*lines[i + 1]))
			drop_last(a);
	}
	return 0;
}
