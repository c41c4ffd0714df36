/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "strv.h"

#include <string.h>

static int grow(struct strv *sv)
{
	size_t cap = sv->cap ? sv->cap * 2 : 8;
	char **v;

	if (sv->n + 1 < sv->cap)
		return 0;
	v = reallocarray(sv->v, cap, sizeof(*v));
	if (!v)
		return -1;
	sv->v = v;
	sv->cap = cap;
	return 0;
}

int strv_take(struct strv *sv, char *s)
{
	if (!s || grow(sv) < 0) {
		free(s);
		return -1;
	}
	sv->v[sv->n++] = s;
	sv->v[sv->n] = NULL;
	return 0;
}

int strv_add(struct strv *sv, const char *s)
{
	return strv_take(sv, strdup(s));
}

int strv_addf(struct strv *sv, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&s, fmt, ap);
	va_end(ap);
	return r < 0 ? -1 : strv_take(sv, s);
}

char **strv_steal(struct strv *sv)
{
	char **v;

	if (grow(sv) < 0)
		return NULL;
	sv->v[sv->n] = NULL;
	v = sv->v;
	*sv = (struct strv){ 0 };
	return v;
}

void strv_finish(struct strv *sv)
{
	if (!sv)
		return;
	for (size_t i = 0; i < sv->n; i++)
		free(sv->v[i]);
	free(sv->v);
	*sv = (struct strv){ 0 };
}

void strv_free(char **v)
{
	for (size_t i = 0; v && v[i]; i++)
		free(v[i]);
	free(v);
}

size_t strv_len(char *const *v)
{
	size_t n = 0;

	while (v && v[n])
		n++;
	return n;
}

char **strv_dup(char *const *v)
{
	cleanup_strv_finish struct strv sv = { 0 };

	for (size_t i = 0; v && v[i]; i++)
		if (strv_add(&sv, v[i]) < 0)
			return NULL;
	return strv_steal(&sv);
}

bool strv_has(char *const *v, const char *s)
{
	for (size_t i = 0; v && v[i]; i++)
		if (!strcmp(v[i], s))
			return true;
	return false;
}

char **strv_split(const char *s, const char *seps)
{
	cleanup_strv_finish struct strv sv = { 0 };

	for (;;) {
		size_t len;

		s += strspn(s, seps);
		len = strcspn(s, seps);
		if (!len)
			return strv_steal(&sv);
		if (strv_take(&sv, strndup(s, len)) < 0)
			return NULL;
		s += len;
	}
}

char **strv_lines(const char *s)
{
	cleanup_strv_finish struct strv sv = { 0 };

	while (*s) {
		size_t len = strcspn(s, "\n");

		if (strv_take(&sv, strndup(s, len)) < 0)
			return NULL;
		s += len + (s[len] == '\n');
	}
	return strv_steal(&sv);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strv_sort(char **v)
{
	size_t n = strv_len(v);

	if (n > 1)
		qsort(v, n, sizeof(*v), compare);
}
