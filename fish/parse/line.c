/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "line.h"

#include <ctype.h>
#include <pwd.h>
#include <string.h>

#include "mem.h"

#define BLANKS " \t\r"

/* The value of @n digits to this base, or -1 */
static int digits(const char *s, size_t have, size_t n, int base)
{
	int v = 0;

	if (have < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int c = tolower((unsigned char)s[i]);
		int d = isdigit(c) ? c - '0' : isxdigit(c) ? c - 'a' + 10 : 99;

		if (d >= base)
			return -1;
		v = v * base + d;
	}
	return v;
}

/* One escape; @p is after the backslash. Return: bytes taken, or 0. */
static size_t escape(const char *p, size_t have, char *ret_byte)
{
	static const char names[] = "abfnrtv\"\\",
			  bytes[] = "\a\b\f\n\r\t\v\"\\";
	const char *at = have && *p ? strchr(names, *p) : NULL;
	int v;

	if (at) {
		*ret_byte = bytes[at - names];
		return 1;
	}
	if (have && *p == 'x') {
		v = digits(p + 1, have - 1, 2, 16);
		*ret_byte = v;
		return v > 0 ? 3 : 0;
	}
	v = digits(p, have, 3, 8);
	*ret_byte = v;
	return v > 0 && v < 256 ? 3 : 0;
}

char *line_escapes(const char *text, size_t len, char **ret_error)
{
	cleanup_free char *out = must(malloc(len + 1));
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		size_t taken;

		if (text[i] != '\\') {
			out[n++] = text[i];
			continue;
		}
		taken = escape(text + i + 1, len - i - 1, &out[n]);
		if (!taken) {
			*ret_error = xasprintf(
				"unknown escape sequence \"%.*s\" in a "
				"double-quoted string; a backslash itself is "
				"\\\\",
				(int)(len - i < 4 ? len - i : 4), text + i);
			return NULL;
		}
		i += taken;
		n++;
	}
	out[n] = '\0';
	return steal_ptr(&out);
}

/* "~" and "~user", and what follows */
static char *home(const char *word)
{
	size_t len = strcspn(word, "/");
	cleanup_free char *user = xstrndup(word + 1, len - 1);
	const char *dir = NULL;
	struct passwd *pw;

	if (!*user)
		dir = getenv("HOME");
	if (!dir || !*dir) {
		pw = *user ? getpwnam(user) : getpwuid(geteuid());
		dir = pw ? pw->pw_dir : NULL;
	}
	return dir ? xasprintf("%s%s", dir, word + len) : xstrdup(word);
}

/* How long a "name:" is that a quote follows, or 0 */
static size_t optional_name(const char *p)
{
	size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");

	return n && p[n] == ':' && (p[n + 1] == '"' || p[n + 1] == '\'') ? n + 1
									 : 0;
}

/* Where the quoted string that begins at @p ends: its last quote, or NULL */
static const char *closing(const char *p)
{
	char quote = *p++;

	for (; *p && *p != quote; p++)
		if (quote == '"' && *p == '\\' && p[1])
			p++;
	return *p ? p : NULL;
}

/* A quoted word, after a prefix of @skip bytes. Return: where it ends */
static const char *quoted(const char *p, size_t skip, char **ret_word,
			  char **ret_error)
{
	const char *begin = p + skip + 1, *end = closing(p + skip);
	cleanup_free char *body = NULL;

	if (!end) {
		*ret_error = xasprintf("unterminated %s quote",
				       p[skip] == '"' ? "double" : "single");
		return NULL;
	}
	if (end[1] && !strchr(BLANKS, end[1])) {
		*ret_error = xasprintf("a blank must follow the closing quote, "
				       "before \"%s\"",
				       end + 1);
		return NULL;
	}
	body = p[skip] == '"' ? line_escapes(begin, end - begin, ret_error)
			      : xstrndup(begin, end - begin);
	if (!body)
		return NULL;
	*ret_word = xasprintf("%.*s%s", (int)skip, p, body);
	return end + 1;
}

/* A word without quotes. Backslashes separate the parts of Windows' paths, so
 * there they are left alone.
 */
static const char *bare(const char *p, char **ret_word)
{
	bool windows = !strncasecmp(p, "win:", 4);
	cleanup_free char *word = must(malloc(strlen(p) + 1));
	size_t n = 0;

	while (*p && !strchr(BLANKS, *p)) {
		if (*p == '\\' && !windows && (p[1] == ' ' || p[1] == '\t'))
			p++;
		word[n++] = *p++;
	}
	word[n] = '\0';
	*ret_word = *word == '~' ? home(word) : steal_ptr(&word);
	return p;
}

static int words(struct line *l, const char *p, char **ret_error)
{
	while (*(p += strspn(p, BLANKS))) {
		size_t skip = optional_name(p);
		char *word = NULL;

		if (*p == '|' && l->words.n) {
			l->host = xstrdup(p + 1 + strspn(p + 1, BLANKS));
			if (*l->host)
				return 0;
			*ret_error = xstrdup("a command must follow the pipe");
			return -1;
		}
		if (!strncmp(p, "-<<", 3) && !strchr(BLANKS, p[3]))
			l->heredoc = l->words.n;
		if (skip || *p == '"' || *p == '\'')
			p = quoted(p, skip, &word, ret_error);
		else
			p = bare(p, &word);
		if (!p)
			return -1;
		strv_take(&l->words, word);
	}
	return 0;
}

static int host_line(struct line *l, enum line_kind kind, const char *cmd)
{
	l->kind = kind;
	l->host = xstrdup(cmd + strspn(cmd, BLANKS));
	return 0;
}

int line_parse(const char *text, struct line *ret_line, char **ret_error)
{
	const char *p = text + strspn(text, BLANKS);

	*ret_line = (struct line){ .kind = LINE_EMPTY };
	*ret_error = NULL;
	if (*p == '#')
		return 0;
	if (*p == '-' && p[1] != '<') {
		ret_line->ignore = true;
		p += 1 + strspn(p + 1, BLANKS);
	}
	if (!*p)
		return 0;
	if (*p == '!')
		return host_line(ret_line, LINE_HOST, p + 1);
	if (*p == '<' && p[1] == '!')
		return host_line(ret_line, LINE_INLINE, p + 2);
	ret_line->kind = LINE_COMMAND;
	return words(ret_line, p, ret_error);
}

void line_finish(struct line *l)
{
	strv_finish(&l->words);
	free(l->host);
	*l = (struct line){ 0 };
}
