/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "version.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* Decimal digits at *p, which moves behind them; too large is INT_MAX. */
static int number(const char **p)
{
	long long n = 0;

	for (; isdigit((unsigned char)**p); (*p)++)
		if (n <= INT_MAX)
			n = n * 10 + (**p - '0');
	return n > INT_MAX ? INT_MAX : (int)n;
}

bool version_parse(const char *text, int *major, int *minor)
{
	const char *p = text + strcspn(text, "0123456789");

	if (!*p)
		return false;
	*major = number(&p);
	*minor = 0;
	if (*p == '.' && isdigit((unsigned char)p[1])) {
		p++;
		*minor = number(&p);
	}
	return true;
}

bool version_after(const char *text, const char *word, int *major, int *minor)
{
	const char *p = strcasestr(text, word);

	return p && version_parse(p + strlen(word), major, minor);
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* Where the value starts when the line at @line assigns @key, or NULL. */
static const char *assigned(const char *line, const char *key)
{
	size_t n = strlen(key);

	line = skip_blanks(line);
	if (!strncmp(line, "export ", 7))
		line = skip_blanks(line + 7);
	if (strncmp(line, key, n))
		return NULL;
	line = skip_blanks(line + n);
	return *line == '=' ? skip_blanks(line + 1) : NULL;
}

/* The value at @p up to the end of its line, without quotes. */
static char *unquote(const char *p)
{
	size_t len = strcspn(p, "\r\n"), n = 0;
	char *out = malloc(len + 1), quote = 0;
	bool quoted = false;

	if (!out)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if (quote && p[i] == quote)
			quote = 0;
		else if (!quote && (p[i] == '"' || p[i] == '\''))
			quote = p[i], quoted = true;
		else if (quoted && !quote && isspace((unsigned char)p[i]))
			break;
		else if (p[i] == '\\' && quote != '\'' && i + 1 < len)
			out[n++] = p[++i];
		else
			out[n++] = p[i];
	}
	while (!quoted && n && isspace((unsigned char)out[n - 1]))
		n--;
	out[n] = '\0';
	return out;
}

char *keyval_get(const char *text, const char *key)
{
	const char *line = text, *found = NULL, *value;

	while (line) {
		value = assigned(line, key);
		if (value)
			found = value;
		line = strpbrk(line, "\r\n");
		if (line)
			line++;
	}
	return found ? unquote(found) : NULL;
}
