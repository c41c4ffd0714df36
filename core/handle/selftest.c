/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that do nothing, for bindings that test themselves. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"
#include "strv.h"

/* More would only be a mistake of the program */
#define COUNT_MAX 100000

int impl_internal_test_set_output(guestfs_h *g, const char *filename)
{
	FILE *f = fopen(filename, "we");

	if (!f)
		return guestfs_fail(g, errno, "%s", filename);
	if (g->test_output)
		fclose(g->test_output);
	g->test_output = f;
	return 0;
}

int impl_internal_test_close_output(guestfs_h *g)
{
	FILE *f = g->test_output;

	g->test_output = NULL;
	if (f && fclose(f) != 0)
		return guestfs_fail(g, errno, "internal_test: output");
	return 0;
}

static void print_bytes(FILE *f, const char *s, size_t n)
{
	fputc('"', f);
	for (size_t i = 0; i < n; i++) {
		if (isprint((unsigned char)s[i]) && s[i] != '"' && s[i] != '\\')
			fputc(s[i], f);
		else
			fprintf(f, "\\x%02x", (unsigned char)s[i]);
	}
	fputc('"', f);
}

static void print_string(FILE *f, const char *s)
{
	if (s)
		print_bytes(f, s, strlen(s));
	else
		fputs("null", f);
}

static void print_list(FILE *f, char *const *list)
{
	fputc('[', f);
	for (size_t i = 0; list[i]; i++) {
		if (i)
			fputs(", ", f);
		print_string(f, list[i]);
	}
	fputc(']', f);
}

static const char *truth(int b)
{
	return b ? "true" : "false";
}

/* "obool: " and whether the value follows */
static bool name_of(FILE *f, const char *name, uint64_t given)
{
	fprintf(f, "%s: %s", name, given ? "" : "unset\n");
	return given;
}

static void print_optional(FILE *f, const struct guestfs_internal_test_argv *o)
{
	if (name_of(f, "obool",
		    o->bitmask & GUESTFS_INTERNAL_TEST_OBOOL_BITMASK))
		fprintf(f, "%s\n", truth(o->obool));
	if (name_of(f, "oint", o->bitmask & GUESTFS_INTERNAL_TEST_OINT_BITMASK))
		fprintf(f, "%d\n", o->oint);
	if (name_of(f, "oint64",
		    o->bitmask & GUESTFS_INTERNAL_TEST_OINT64_BITMASK))
		fprintf(f, "%" PRIi64 "\n", o->oint64);
	if (name_of(f, "ostring",
		    o->bitmask & GUESTFS_INTERNAL_TEST_OSTRING_BITMASK)) {
		print_string(f, o->ostring);
		fputc('\n', f);
	}
	if (name_of(f, "ostringlist",
		    o->bitmask & GUESTFS_INTERNAL_TEST_OSTRINGLIST_BITMASK)) {
		print_list(f, o->ostringlist);
		fputc('\n', f);
	}
}

int impl_internal_test(guestfs_h *g, const char *str, const char *optstr,
		       char *const *strlist, int b, int integer,
		       int64_t integer64, const char *filein,
		       const char *fileout, const char *bufferin,
		       size_t bufferin_size,
		       const struct guestfs_internal_test_argv *optargs)
{
	FILE *f = g->test_output ? g->test_output : stdout;

	print_string(f, str);
	fputc('\n', f);
	print_string(f, optstr);
	fputc('\n', f);
	print_list(f, strlist);
	fprintf(f, "\n%s\n%d\n%" PRIi64 "\n", truth(b), integer, integer64);
	print_string(f, filein);
	fputc('\n', f);
	print_string(f, fileout);
	fputc('\n', f);
	print_bytes(f, bufferin, bufferin_size);
	fputc('\n', f);
	print_optional(f, optargs);
	fputs("EOF\n", f);
	if (fflush(f) != 0)
		return guestfs_fail(g, errno, "internal_test: output");
	return 0;
}

int impl_internal_test_only_optargs(
	guestfs_h *g, const struct guestfs_internal_test_only_optargs_argv *o)
{
	(void)g;
	(void)o;
	return 0;
}

int impl_internal_test_63_optargs(
	guestfs_h *g, const struct guestfs_internal_test_63_optargs_argv *o)
{
	(void)g;
	(void)o;
	return 0;
}

static int number(guestfs_h *g, const char *val, long long min, long long max,
		  long long *ret)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(val, &end, 10);
	if (end == val || *end || errno || n < min || n > max)
		return guestfs_fail_msg(g, EINVAL, "\"%s\" is no number here",
					val);
	*ret = n;
	return 0;
}

int impl_internal_test_rint(guestfs_h *g, const char *val)
{
	long long n;

	return number(g, val, INT32_MIN, INT32_MAX, &n) < 0 ? -1 : (int)n;
}

int64_t impl_internal_test_rint64(guestfs_h *g, const char *val)
{
	long long n;

	return number(g, val, INT64_MIN, INT64_MAX, &n) < 0 ? -1 : n;
}

int impl_internal_test_rbool(guestfs_h *g, const char *val)
{
	if (!strcmp(val, "true") || !strcmp(val, "false"))
		return val[0] == 't';
	return guestfs_fail_msg(g, EINVAL, "\"%s\" is not true or false", val);
}

const char *impl_internal_test_rconststring(guestfs_h *g, const char *val)
{
	(void)g;
	(void)val;
	return "static string";
}

const char *impl_internal_test_rconstoptstring(guestfs_h *g, const char *val)
{
	(void)g;
	(void)val;
	return "static string";
}

char *impl_internal_test_rstring(guestfs_h *g, const char *val)
{
	return handle_strdup(g, val);
}

char *impl_internal_test_rbufferout(guestfs_h *g, const char *val,
				    size_t *size_r)
{
	/* NULL is refused by the caller, after us */
	if (size_r)
		*size_r = strlen(val);
	return handle_strdup(g, val);
}

/* The numbers from 0 up, each @times in a row */
static char **numbers(guestfs_h *g, const char *val, unsigned int times)
{
	cleanup_strv_finish struct strv sv = { 0 };
	long long n;

	if (number(g, val, 0, COUNT_MAX, &n) < 0)
		return NULL;
	for (long long i = 0; i < n * times; i++)
		if (strv_addf(&sv, "%lld", i / times) < 0)
			handle_oom(g);
	return strv_steal(&sv);
}

char **impl_internal_test_rstringlist(guestfs_h *g, const char *val)
{
	return numbers(g, val, 1);
}

char **impl_internal_test_rhashtable(guestfs_h *g, const char *val)
{
	return numbers(g, val, 2);
}

static void fill_pv(guestfs_h *g, struct guestfs_lvm_pv *pv, long long i)
{
	memset(pv->pv_uuid, '0', sizeof(pv->pv_uuid));
	pv->pv_name = handle_asprintf(g, "pv%lld", i);
	pv->pv_fmt = handle_strdup(g, "unknown");
	pv->pv_attr = handle_strdup(g, "attr");
	pv->pv_tags = handle_strdup(g, "tag");
	pv->pv_size = i;
}

struct guestfs_lvm_pv *impl_internal_test_rstruct(guestfs_h *g, const char *val)
{
	struct guestfs_lvm_pv *pv = handle_calloc(g, 1, sizeof(*pv));

	(void)val;
	fill_pv(g, pv, 0);
	return pv;
}

struct guestfs_lvm_pv_list *impl_internal_test_rstructlist(guestfs_h *g,
							   const char *val)
{
	struct guestfs_lvm_pv_list *l;
	long long n;

	if (number(g, val, 0, COUNT_MAX, &n) < 0)
		return NULL;
	l = handle_calloc(g, 1, sizeof(*l));
	l->val = handle_calloc(g, n + 1, sizeof(*l->val));
	l->len = n;
	for (long long i = 0; i < n; i++)
		fill_pv(g, &l->val[i], i);
	return l;
}

static int error(guestfs_h *g)
{
	return guestfs_fail_msg(g, 0, "error");
}

#define FAILS(name, type, value)                                               \
	type impl_internal_test_##name##err(guestfs_h *g)                      \
	{                                                                      \
		error(g);                                                      \
		return value;                                                  \
	}

FAILS(rint, int, -1)
FAILS(rint64, int64_t, -1)
FAILS(rbool, int, -1)
FAILS(rconststring, const char *, NULL)
FAILS(rconstoptstring, const char *, NULL)
FAILS(rstring, char *, NULL)
FAILS(rstringlist, char **, NULL)
FAILS(rhashtable, char **, NULL)
FAILS(rstruct, struct guestfs_lvm_pv *, NULL)
FAILS(rstructlist, struct guestfs_lvm_pv_list *, NULL)

char *impl_internal_test_rbufferouterr(guestfs_h *g, size_t *size_r)
{
	(void)size_r;
	error(g);
	return NULL;
}
