/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for a program that has no better answer than to end without it. */
#ifndef FISH_MEM_H
#define FISH_MEM_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/** must() - @p, which is not NULL */
static inline void *must(void *p)
{
	if (!p) {
		fputs("guestfish: out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	return p;
}

static inline char *xstrdup(const char *s)
{
	return must(strdup(s));
}

static inline char *xstrndup(const char *s, size_t n)
{
	return must(strndup(s, n));
}

static inline void *xcalloc(size_t n, size_t size)
{
	return must(calloc(n ? n : 1, size));
}

/** xasprintf() - A formatted string, which the caller frees */
static inline __attribute__((format(printf, 1, 2))) char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s = NULL;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	va_end(ap);
	return must(s);
}

#endif
