/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "output.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "strv.h"

/* What the library gives as the head of a list of structures */
struct struct_list {
	uint32_t len;
	char *val;
};

static void number(enum command_radix radix, int64_t n)
{
	if (radix == RADIX_OCTAL)
		printf("%#" PRIo64 "\n", (uint64_t)n);
	else if (radix == RADIX_HEX)
		printf("%#" PRIx64 "\n", (uint64_t)n);
	else
		printf("%" PRId64 "\n", n);
}

static void buffer(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = s[i];

		if (c < 0x80 && isprint(c))
			putchar(c);
		else
			printf("\\x%02x", c);
	}
}

static void field(const struct command_field *f, const char *base)
{
	const void *at = base + f->at;

	switch (f->kind) {
	case FIELD_STRING:
		if (*(char *const *)at)
			fputs(*(char *const *)at, stdout);
		break;
	case FIELD_BUFFER:
		buffer(*(char *const *)at, *(const uint32_t *)(base + f->len));
		break;
	case FIELD_UUID:
		printf("%.32s", (const char *)at);
		break;
	case FIELD_CHAR:
		putchar(*(const char *)at);
		break;
	case FIELD_UINT64:
		printf("%" PRIu64, *(const uint64_t *)at);
		break;
	case FIELD_INT64:
		printf("%" PRId64, *(const int64_t *)at);
		break;
	case FIELD_UINT32:
		printf("%" PRIu32, *(const uint32_t *)at);
		break;
	case FIELD_INT32:
		printf("%" PRId32, *(const int32_t *)at);
		break;
	case FIELD_PERCENT:
		if (*(const float *)at >= 0)
			printf("%g %%", (double)*(const float *)at);
		break;
	}
}

static void structure(const struct command_struct *s, const char *base,
		      const char *indent)
{
	for (size_t i = 0; i < s->n_fields; i++) {
		printf("%s%s: ", indent, s->fields[i].name);
		field(&s->fields[i], base);
		putchar('\n');
	}
}

static void structures(const struct command_struct *s,
		       const struct struct_list *l)
{
	for (uint32_t i = 0; i < l->len; i++) {
		printf("[%" PRIu32 "] = {\n", i);
		structure(s, l->val + i * s->size, "  ");
		puts("}");
	}
}

void output_result(const struct command *c, const struct command_result *r)
{
	switch (c->ret) {
	case RET_ERR:
		break;
	case RET_INT:
	case RET_INT64:
		number(c->radix, r->n);
		break;
	case RET_BOOL:
		puts(r->n ? "true" : "false");
		break;
	case RET_STRING:
	case RET_CONST_STRING:
		puts(r->s);
		break;
	case RET_CONST_OPTSTRING:
		puts(r->s ? r->s : "(null)");
		break;
	case RET_STRINGLIST:
		for (size_t i = 0; r->list[i]; i++)
			puts(r->list[i]);
		break;
	case RET_HASHTABLE:
		for (size_t i = 0; r->list[i] && r->list[i + 1]; i += 2)
			printf("%s: %s\n", r->list[i], r->list[i + 1]);
		break;
	case RET_BUFFEROUT:
		fwrite(r->s, 1, r->size, stdout);
		break;
	case RET_STRUCT:
		structure(c->structure, r->p, "");
		break;
	case RET_STRUCTLIST:
		structures(c->structure, r->p);
		break;
	}
}

void output_free(const struct command *c, struct command_result *r)
{
	free(r->s);
	strv_free(r->list);
	if (r->p && c->ret == RET_STRUCT)
		c->structure->free_one(r->p);
	else if (r->p)
		c->structure->free_list(r->p);
	*r = (struct command_result){ 0 };
}
