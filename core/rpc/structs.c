// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rpc/structs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where a FIELD_BUFFER has its length: the pointer is aligned to 8 */
#define LENGTH_BEFORE sizeof(void *)

static uint32_t buffer_len(const char *field)
{
	return *(const uint32_t *)(field - LENGTH_BEFORE);
}

#define ORDER(type, a, b)                                                      \
	((*(const type *)(a) > *(const type *)(b)) -                           \
	 (*(const type *)(a) < *(const type *)(b)))

static int compare_buffers(const char *a, const char *b)
{
	uint32_t na = buffer_len(a), nb = buffer_len(b);
	uint32_t n = na < nb ? na : nb;
	int r = n ? memcmp(*(char *const *)a, *(char *const *)b, n) : 0;

	return r ? r : (na > nb) - (na < nb);
}

static int compare_fields(enum field_kind kind, const char *a, const char *b)
{
	switch (kind) {
	case FIELD_STRING:
		return strcmp(*(char *const *)a, *(char *const *)b);
	case FIELD_BUFFER:
		return compare_buffers(a, b);
	case FIELD_UUID:
		return memcmp(a, b, 32);
	case FIELD_CHAR:
		return ORDER(char, a, b);
	case FIELD_INT32:
		return ORDER(int32_t, a, b);
	case FIELD_UINT32:
		return ORDER(uint32_t, a, b);
	case FIELD_INT64:
		return ORDER(int64_t, a, b);
	case FIELD_UINT64:
		return ORDER(uint64_t, a, b);
	case FIELD_FLOAT:
		return ORDER(float, a, b);
	}
	return 0;
}

int struct_compare(const struct struct_info *t, const void *a, const void *b)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct struct_field *f = &t->fields[i];
		int r = compare_fields(f->kind, (const char *)a + f->offset,
				       (const char *)b + f->offset);

		if (r)
			return r;
	}
	return 0;
}

static void finish(const struct struct_info *t, char *p)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		if (t->fields[i].kind <= FIELD_BUFFER)
			free(*(char **)(p + t->fields[i].offset));
	}
}

static char *copy_bytes(const char *s, size_t n)
{
	char *r = malloc(n + 1);

	if (r) {
		if (n)
			memcpy(r, s, n);
		r[n] = '\0';
	}
	return r;
}

/* @to is a plain copy of @from whose strings still are @from's */
static int deepen(const struct struct_info *t, char *to, const char *from)
{
	int failed = 0;

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct struct_field *f = &t->fields[i];
		const char *s;
		char **p;

		/* Others are shorter than a pointer, perhaps */
		if (f->kind > FIELD_BUFFER)
			continue;
		s = *(char *const *)(from + f->offset);
		p = (char **)(to + f->offset);
		if (f->kind == FIELD_STRING)
			*p = s ? strdup(s) : NULL;
		else
			*p = copy_bytes(s, buffer_len(from + f->offset));
		failed |= s && !*p;
	}
	return failed ? -1 : 0;
}

void *struct_copy(const struct struct_info *t, const void *p)
{
	char *r = malloc(t->size);

	if (!r)
		return NULL;
	memcpy(r, p, t->size);
	if (deepen(t, r, p) == 0)
		return r;
	struct_free(t, r);
	errno = ENOMEM;
	return NULL;
}

void struct_free(const struct struct_info *t, void *p)
{
	if (!p)
		return;
	finish(t, p);
	free(p);
}

int struct_list_compare(const struct struct_info *t, const void *a,
			const void *b)
{
	const struct struct_list *x = a, *y = b;

	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	for (uint32_t i = 0; i < x->len; i++) {
		int r = struct_compare(t, x->val + i * t->size,
				       y->val + i * t->size);

		if (r)
			return r;
	}
	return 0;
}

void *struct_list_copy(const struct struct_info *t, const void *p)
{
	const struct struct_list *from = p;
	struct struct_list *r = calloc(1, sizeof(*r));
	int failed = 0;

	if (!r)
		return NULL;
	r->val = calloc(from->len ? from->len : 1, t->size);
	if (!r->val) {
		free(r);
		return NULL;
	}
	r->len = from->len;
	if (from->len)
		memcpy(r->val, from->val, from->len * t->size);
	for (uint32_t i = 0; i < from->len; i++)
		failed |= deepen(t, r->val + i * t->size,
				 from->val + i * t->size);
	if (!failed)
		return r;
	struct_list_free(t, r);
	errno = ENOMEM;
	return NULL;
}

void struct_list_free(const struct struct_info *t, void *p)
{
	struct struct_list *l = p;

	if (!l)
		return;
	for (uint32_t i = 0; i < l->len; i++)
		finish(t, l->val + i * t->size);
	free(l->val);
	free(l);
}
