/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "strv.h"

/* What a suffix multiplies by: the base, and how often */
static bool suffix(const char *s, int *ret_base, int *ret_power)
{
	static const char letters[] = "KMGTPEZY";
	const char *at;

	*ret_base = 1024;
	*ret_power = 0;
	if (!*s)
		return true;
	at = strchr(letters, *s == 'k' ? 'K' : *s);
	if (!at)
		return false;
	*ret_power = at - letters + 1;
	if (!strcmp(s + 1, "B"))
		*ret_base = 1000;
	else
		return !s[1] || !strcmp(s + 1, "iB");
	return *s != 'k';
}

const char *value_int(const char *text, int64_t min, int64_t max,
		      int64_t *ret_value)
{
	int base, power;
	long long v;
	char *end;

	errno = 0;
	v = strtoll(text, &end, 0);
	if (end == text || isspace((unsigned char)*text))
		return "not a number";
	if (!suffix(end, &base, &power))
		return "not a number with a suffix that is known (k, M, G, "
		       "..., KiB, MiB, ..., KB, MB, ...)";
	if (errno == ERANGE)
		return "out of range";
	while (power-- && v)
		if (__builtin_mul_overflow(v, base, &v))
			return "out of range";
	if (v < min || v > max)
		return "out of range";
	*ret_value = v;
	return NULL;
}

const char *value_bool(const char *text, int64_t *ret_value)
{
	static const char *const yes[] = { "true", "t", "1", "on", "yes", "y" };
	static const char *const no[] = { "false", "f", "0", "off", "no", "n" };

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		bool is = !strcasecmp(text, yes[i]);

		if (is || !strcasecmp(text, no[i])) {
			*ret_value = is;
			return NULL;
		}
	}
	return "neither true nor false";
}

/* One string of a list into @out. Return: where it ends, NULL: no end */
static const char *item(const char *p, char *out)
{
	bool quoted = false;

	for (; *p && (quoted || !isspace((unsigned char)*p)); p++) {
		if (*p == '\\' && p[1] == '\'')
			*out++ = *++p;
		else if (*p == '\'')
			quoted = !quoted;
		else
			*out++ = *p;
	}
	*out = '\0';
	return quoted ? NULL : p;
}

const char *value_list(const char *text, char ***ret_list)
{
	cleanup_free char *buf = must(malloc(strlen(text) + 1));
	cleanup_strv_finish struct strv list = { 0 };
	const char *p = text;

	for (;;) {
		while (isspace((unsigned char)*p))
			p++;
		if (!*p)
			break;
		p = item(p, buf);
		if (!p)
			return "a single quote is not closed";
		strv_add(&list, buf);
	}
	*ret_list = must(strv_steal(&list));
	return NULL;
}
