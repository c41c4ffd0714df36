/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* NULL-terminated vectors of strings, growing. */
#ifndef COMMON_STRV_H
#define COMMON_STRV_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

/**
 * struct strv - A growing vector of strings
 * @v:		n strings and a NULL, or NULL while empty and unfinished
 * @n:		Number of strings
 * @cap:	Allocated slots
 */
struct strv {
	char **v;
	size_t n;
	size_t cap;
};

/* All return 0, or -1 with errno ENOMEM. @s is copied by strv_add and
 * strv_addf and owned from then on by strv_take (also on failure).
 */
int strv_add(struct strv *sv, const char *s);
int strv_take(struct strv *sv, char *s);
int strv_addf(struct strv *sv, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** strv_steal() - The plain char ** (never NULL unless ENOMEM), caller frees */
char **strv_steal(struct strv *sv);
/** strv_finish() - Free the strings and the vector; NULL and zero are fine */
void strv_finish(struct strv *sv);

/* The same for plain vectors. */
void strv_free(char **v);
size_t strv_len(char *const *v);
char **strv_dup(char *const *v);
bool strv_has(char *const *v, const char *s);
/** strv_split() - Cut @s at any byte of @seps, dropping empty pieces */
char **strv_split(const char *s, const char *seps);
/** strv_lines() - Cut @s at newlines; a last empty line does not count */
char **strv_lines(const char *s);
void strv_sort(char **v);

DEFINE_CLEANUP(char **, cleanup_strv_, strv_free(*p))
DEFINE_CLEANUP(struct strv, cleanup_strv_finish_, strv_finish(p))
#define cleanup_strv	    __attribute__((cleanup(cleanup_strv_)))
#define cleanup_strv_finish __attribute__((cleanup(cleanup_strv_finish_)))

#endif
