// SPDX-License-Identifier: GPL-2.0-or-later
#include "xfsgeom.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "strv.h"

static bool begins(const char *line, const char *section)
{
	size_t n = strlen(section);

	return !strncmp(line, section, n) &&
	       line[n + strspn(line + n, " ")] == '=';
}

/* The last " key=" of a line: a device's name comes before the numbers, and
 * may look like one.
 */
static const char *find(const char *line, const char *key)
{
	size_t n = strlen(key);
	const char *found = NULL;

	for (const char *p = line; *p; p++)
		if ((*p == ' ' || *p == '=') && !strncmp(p + 1, key, n) &&
		    p[n + 1] == '=' && isdigit((unsigned char)p[n + 2]))
			found = p + n + 2;
	return found;
}

uint64_t xfsgeom_number(const char *text, const char *section, const char *key)
{
	cleanup_strv char **lines = strv_lines(text);
	bool inside = false;

	for (size_t i = 0; lines && lines[i]; i++) {
		const char *at;

		if (lines[i][0] != ' ')
			inside = begins(lines[i], section);
		at = inside ? find(lines[i], key) : NULL;
		if (at)
			return strtoull(at, NULL, 10);
	}
	return 0;
}

/* Where " key=" begins, or the end */
static size_t word_length(const char *s)
{
	const char *equals = strchr(s, '=');
	size_t n = equals ? (size_t)(equals - s) : strlen(s);

	while (equals && n && s[n - 1] != ' ')
		n--;
	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

char *xfsgeom_word(const char *text, const char *section)
{
	cleanup_strv char **lines = strv_lines(text);

	for (size_t i = 0; lines && lines[i]; i++)
		if (begins(lines[i], section)) {
			const char *s = strchr(lines[i], '=') + 1;

			return strndup(s, word_length(s));
		}
	return strdup("");
}

bool xfsgeom_takes_uuid(const char *uuid)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;

	if (!strcmp(uuid, "generate") || !strcmp(uuid, "nil") ||
	    !strcmp(uuid, "restore"))
		return true;
	while (form[i] && (form[i] == '-' ? uuid[i] == '-'
					  : isxdigit((unsigned char)uuid[i])))
		i++;
	return !form[i] && !uuid[i];
}
