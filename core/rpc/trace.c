// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rpc/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"

#define BUFFER_MAX 256 /* bytes shown of a buffer */

/* A line under way. Without memory for it there is no trace, and no error. */
struct line {
	FILE *f;
	char *buf;
	size_t len;
};

static bool line_open(guestfs_h *g, struct line *l)
{
	*l = (struct line){ 0 };
	if (g->trace)
		l->f = open_memstream(&l->buf, &l->len);
	return l->f;
}

static void line_send(guestfs_h *g, struct line *l)
{
	if (fclose(l->f) == 0)
		event_message(g, GUESTFS_EVENT_TRACE, l->buf, l->len);
	free(l->buf);
}

/* Bytes with what would break the line or the quotes escaped; UTF-8 stays */
static void put_bytes(FILE *f, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char ch = s[i];

		if (ch == '"' || ch == '\\')
			fprintf(f, "\\%c", ch);
		else if (ch == '\n')
			fputs("\\n", f);
		else if (ch < 0x20 || ch == 0x7f)
			fprintf(f, "\\x%02x", ch);
		else
			putc(ch, f);
	}
}

static void put_string(FILE *f, const char *s)
{
	putc('"', f);
	put_bytes(f, s, strlen(s));
	putc('"', f);
}

static void put_buffer(FILE *f, const char *s, size_t n)
{
	putc('"', f);
	put_bytes(f, s, n < BUFFER_MAX ? n : BUFFER_MAX);
	fputs(n > BUFFER_MAX ? "\"..." : "\"", f);
}

static void put_words(FILE *f, char *const *list)
{
	putc('"', f);
	for (size_t i = 0; list[i]; i++) {
		if (i)
			putc(' ', f);
		put_bytes(f, list[i], strlen(list[i]));
	}
	putc('"', f);
}

static void put_value(FILE *f, const struct call_arg *a,
		      const struct call_value *v)
{
	switch (a->kind) {
	case ARG_INT:
	case ARG_OINT:
		fprintf(f, "%d", v->i);
		break;
	case ARG_INT64:
	case ARG_OINT64:
		fprintf(f, "%" PRIi64, v->i64);
		break;
	case ARG_BOOL:
	case ARG_OBOOL:
		fputs(v->i ? "true" : "false", f);
		break;
	case ARG_STRINGLIST:
	case ARG_OSTRINGLIST:
		put_words(f, v->list);
		break;
	case ARG_BUFFERIN:
		put_buffer(f, v->s, v->size);
		break;
	case ARG_KEY:
		fputs("\"***\"", f);
		break;
	case ARG_POINTER:
		fprintf(f, "%p", v->p);
		break;
	default:
		if (v->s)
			put_string(f, v->s);
		else
			fputs("null", f);
	}
}

/* Optional arguments show their names: "format:raw" */
static void put_optional(FILE *f, const struct call_arg *a,
			 const struct call_value *v)
{
	fprintf(f, " \"%s:", a->name);
	switch (a->kind) {
	case ARG_OSTRING:
		if (strcmp(a->name, "secret") == 0)
			fputs("***", f);
		else
			put_bytes(f, v->s, strlen(v->s));
		break;
	case ARG_OSTRINGLIST:
		for (size_t i = 0; v->list[i]; i++) {
			if (i)
				putc(' ', f);
			put_bytes(f, v->list[i], strlen(v->list[i]));
		}
		break;
	default:
		put_value(f, a, v);
	}
	putc('"', f);
}

void trace_enter(guestfs_h *g, const struct call *c, const struct call_value *v,
		 const void *opts)
{
	struct line l;

	event_message(g, GUESTFS_EVENT_ENTER, c->name, strlen(c->name));
	if (!line_open(g, &l))
		return;

	fputs(c->name, l.f);
	for (unsigned int i = 0; i < c->n_args + c->n_opts; i++) {
		struct call_value val;

		if (!call_value(c, v, opts, i, &val))
			continue;
		if (i >= c->n_args) {
			put_optional(l.f, &c->args[i], &val);
			continue;
		}
		putc(' ', l.f);
		put_value(l.f, &c->args[i], &val);
	}
	line_send(g, &l);
}

void trace_int(guestfs_h *g, const struct call *c, int64_t r)
{
	struct line l;

	if (!line_open(g, &l))
		return;
	fprintf(l.f, "%s = %" PRIi64 "%s", c->name, r,
		r == -1 ? " (error)" : "");
	line_send(g, &l);
}

static void put_null(FILE *f, const struct call *c)
{
	fputs(c->ret == RET_CONST_OPTSTRING ? "NULL" : "NULL (error)", f);
}

void trace_string(guestfs_h *g, const struct call *c, const char *r)
{
	struct line l;

	if (!line_open(g, &l))
		return;
	fprintf(l.f, "%s = ", c->name);
	if (r)
		put_string(l.f, r);
	else
		put_null(l.f, c);
	line_send(g, &l);
}

void trace_list(guestfs_h *g, const struct call *c, char *const *r)
{
	struct line l;

	if (!line_open(g, &l))
		return;
	fprintf(l.f, "%s = ", c->name);
	if (!r)
		put_null(l.f, c);
	else
		putc('[', l.f);
	for (size_t i = 0; r && r[i]; i++) {
		if (i)
			fputs(", ", l.f);
		put_string(l.f, r[i]);
	}
	if (r)
		putc(']', l.f);
	line_send(g, &l);
}

void trace_buffer(guestfs_h *g, const struct call *c, const char *r,
		  size_t size)
{
	struct line l;

	if (!line_open(g, &l))
		return;
	fprintf(l.f, "%s = ", c->name);
	if (r)
		put_buffer(l.f, r, size);
	else
		put_null(l.f, c);
	line_send(g, &l);
}

void trace_struct(guestfs_h *g, const struct call *c, const void *r)
{
	struct line l;

	if (!line_open(g, &l))
		return;
	fprintf(l.f, "%s = ", c->name);
	if (r)
		fputs(c->ret == RET_STRUCTLIST ? "<list>" : "<struct>", l.f);
	else
		put_null(l.f, c);
	line_send(g, &l);
}
