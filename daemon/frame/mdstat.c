// SPDX-License-Identifier: GPL-2.0-or-later
#include "mdstat.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "strv.h"

/* "vdb1[1](F)(W)" */
static int parse_member(const char *word, struct mdstat_member *m)
{
	const char *bracket = strchr(word, '[');
	char *end, *out;

	if (!bracket)
		return 0;
	m->index = strtol(bracket + 1, &end, 10);
	if (end == bracket + 1 || *end != ']')
		return 0;
	if (asprintf(&m->device, "/dev/%.*s", (int)(bracket - word), word) < 0)
		return -1;
	m->flags = out = calloc(1, strlen(end) + 1);
	for (const char *p = end + 1; out && *p; p++)
		if (*p != '(' && *p != ')')
			*out++ = *p;
	return m->flags ? 1 : -1;
}

int mdstat_parse(const char *text, const char *array,
		 struct mdstat_member **ret_v, size_t *ret_n)
{
	cleanup_strv char **lines = strv_lines(text);

	for (size_t i = 0; lines && lines[i]; i++) {
		cleanup_strv char **words = strv_split(lines[i], " ");
		size_t n = strv_len(words), found = 0;
		struct mdstat_member *v;

		if (n < 3 || strcmp(words[0], array) || strcmp(words[1], ":"))
			continue;
		v = calloc(n, sizeof(*v));
		if (!v)
			return -1;
		for (size_t j = 2; j < n; j++) {
			int r = parse_member(words[j], &v[found]);

			if (r > 0)
				found++;
		}
		*ret_v = v;
		*ret_n = found;
		return 0;
	}
	errno = ENOENT;
	return -1;
}
