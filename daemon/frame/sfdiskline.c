// SPDX-License-Identifier: GPL-2.0-or-later
#include "sfdiskline.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define UNIT   "MiB"
#define DIGITS "0123456789"
#define BLANKS " \t"
#define ENDS   " \t,;"

size_t sfdiskline_room(const char *line)
{
	return strlen(line) + 2 * strlen(UNIT) + 1;
}

/* One field of @n bytes, the start or the size */
static char *copy_number(char *out, const char *field, size_t n, bool start)
{
	size_t sign = *field == '+', digits = strspn(field + sign, DIGITS);

	if (!digits || sign + digits != n) {
		memcpy(out, field, n);
		return out + n;
	}
	if (start && !sign && strspn(field, "0") == n) {
		*out++ = '-';
		return out;
	}
	memcpy(out, field, n);
	return stpcpy(out + n, UNIT);
}

/* "start=" or "size=" at the beginning of a field, with its length */
static size_t key_of(const char *p, bool *ret_start)
{
	static const char *const keys[] = { "start", "size" };

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(keys[i]);

		if (strncmp(p, keys[i], n))
			continue;
		n += strspn(p + n, BLANKS);
		if (p[n] != '=')
			continue;
		*ret_start = i == 0;
		return n + 1 + strspn(p + n + 1, BLANKS);
	}
	return 0;
}

/* @n bytes as they are */
static char *copy(char *out, const char *p, size_t n)
{
	memcpy(out, p, n);
	return out + n;
}

/* What divides two fields: blanks, with one comma or semicolon among them */
static size_t divider(const char *p)
{
	size_t n = strspn(p, BLANKS);

	if (p[n] == ',' || p[n] == ';')
		n += 1 + strspn(p + n + 1, BLANKS);
	return n;
}

char *sfdiskline_megabytes(char *out, const char *line)
{
	size_t n = strspn(line, BLANKS);
	bool start = false;

	out = copy(out, line, n);
	line += n;
	for (int field = 0; *line; field++) {
		size_t key = key_of(line, &start);

		out = copy(out, line, key);
		line += key;
		n = strcspn(line, ENDS);
		if (key)
			out = copy_number(out, line, n, start);
		else if (field < 2)
			out = copy_number(out, line, n, field == 0);
		else
			out = copy(out, line, n);
		line += n;
		n = divider(line);
		out = copy(out, line, n);
		line += n;
	}
	*out = '\0';
	return out;
}
