// SPDX-License-Identifier: LGPL-2.1-or-later
#include "rpc/call.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "fs/local.h"
#include "handle/handle.h"
#include "rpc/check.h"
#include "rpc/rpc.h"
#include "rpc/trace.h"
#include "strv.h"

#define FILES_MAX 2 /* file arguments a call, and the NULL */

/* Every _argv structure begins with this */
struct argv_head {
	uint64_t bitmask;
};

uint64_t call_bitmask(const struct call *c, const void *opts)
{
	const struct argv_head *head = opts;

	return head ? head->bitmask : 0;
}

bool call_value(const struct call *c, const struct call_value *v,
		const void *opts, unsigned int i, struct call_value *ret)
{
	const char *p;

	if (i < c->n_args) {
		*ret = v[i];
		return true;
	}
	if (!(call_bitmask(c, opts) & UINT64_C(1) << (i - c->n_args)))
		return false;

	*ret = (struct call_value){ 0 };
	p = (const char *)opts + c->args[i].argv;
	switch (c->args[i].kind) {
	case ARG_OINT64:
		ret->i64 = *(const int64_t *)p;
		break;
	case ARG_OSTRING:
		ret->s = *(const char *const *)p;
		break;
	case ARG_OSTRINGLIST:
		ret->list = *(char *const *const *)p;
		break;
	default:
		ret->i = *(const int *)p;
	}
	return true;
}

/* One optional argument from the list, into its place in the structure */
static void take_va(const struct call_arg *a, char *argv, va_list *args)
{
	char *p = argv + a->argv;

	switch (a->kind) {
	case ARG_OINT64:
		*(int64_t *)p = va_arg(*args, int64_t);
		break;
	case ARG_OSTRING:
		*(const char **)p = va_arg(*args, const char *);
		break;
	case ARG_OSTRINGLIST:
		*(char *const **)p = va_arg(*args, char *const *);
		break;
	default:
		*(int *)p = va_arg(*args, int);
	}
}

static int parse_va(guestfs_h *g, const struct call *c, void *argv,
		    va_list *args)
{
	struct argv_head *head = argv;
	int n;

	while ((n = va_arg(*args, int)) >= 0) {
		if ((unsigned int)n >= c->n_opts)
			return guestfs_fail_msg(
				g, EINVAL,
				"%s: unknown optional argument %d; is -1 "
				"missing at the end of the list?",
				c->name, n);
		if (head->bitmask & UINT64_C(1) << n)
			return guestfs_fail_msg(
				g, EINVAL,
				"%s: optional argument %s given twice", c->name,
				c->args[c->n_args + n].name);
		head->bitmask |= UINT64_C(1) << n;
		take_va(&c->args[c->n_args + n], argv, args);
	}
	return 0;
}

int call_parse_va(guestfs_h *g, const struct call *c, void *argv, va_list args)
{
	va_list copy;
	int r;

	va_copy(copy, args);
	r = parse_va(g, c, argv, &copy);
	va_end(copy);
	return r;
}

static int check_state(guestfs_h *g, const struct call *c)
{
	if (c->proc && g->state != STATE_READY)
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: the appliance is not running: call "
			"guestfs_launch first (in guestfish: run)",
			c->name);
	if (c->config_only && g->state != STATE_CONFIG)
		return guestfs_fail_msg(
			g, EINVAL, "%s: only possible before guestfs_launch",
			c->name);
	return 0;
}

int call_begin(guestfs_h *g, const struct call *c, const struct call_value *v,
	       const void *opts)
{
	pthread_mutex_lock(&g->lock);
	if (check_args(g, c, v, opts) == 0) {
		trace_enter(g, c, v, opts);
		if (check_state(g, c) == 0)
			return 0;
		if (c->ret <= RET_INT64)
			trace_int(g, c, -1);
		else
			trace_string(g, c, NULL);
	}
	pthread_mutex_unlock(&g->lock);
	return -1;
}

int call_end_int(guestfs_h *g, const struct call *c, int r)
{
	trace_int(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

int64_t call_end_int64(guestfs_h *g, const struct call *c, int64_t r)
{
	trace_int(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

char *call_end_string(guestfs_h *g, const struct call *c, char *r)
{
	trace_string(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

const char *call_end_const(guestfs_h *g, const struct call *c, const char *r)
{
	trace_string(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

char **call_end_list(guestfs_h *g, const struct call *c, char **r)
{
	trace_list(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

char *call_end_buffer(guestfs_h *g, const struct call *c, char *r,
		      const size_t *size_r)
{
	trace_buffer(g, c, r, r ? *size_r : 0);
	pthread_mutex_unlock(&g->lock);
	return r;
}

void *call_end_struct(guestfs_h *g, const struct call *c, void *r)
{
	trace_struct(g, c, r);
	pthread_mutex_unlock(&g->lock);
	return r;
}

/* XDR only reads the arguments, so they may point at the caller's own. An
 * absent optional one still has its place on the wire: zero, "", no items.
 */
static void pack_one(const struct call_arg *a, const struct call_value *v,
		     bool given, char *p)
{
	static const char *const empty = "";

	switch (a->kind) {
	case ARG_INT:
	case ARG_OINT:
		*(int *)p = given ? v->i : 0;
		break;
	case ARG_BOOL:
	case ARG_OBOOL:
		*(int *)p = given && v->i;
		break;
	case ARG_INT64:
	case ARG_OINT64:
		*(int64_t *)p = given ? v->i64 : 0;
		break;
	case ARG_STRINGLIST:
	case ARG_OSTRINGLIST:
		*(struct arg_list *)p = (struct arg_list){
			.len = given ? strv_len(v->list) : 0,
			.val = given ? (char **)v->list : NULL,
		};
		break;
	case ARG_BUFFERIN:
		*(struct arg_buffer *)p = (struct arg_buffer){
			.len = v->size,
			.val = (char *)v->s,
		};
		break;
	default:
		*(const char **)p = given ? v->s : empty;
	}
}

/* Fills @args (args_size bytes) and the lists of files */
static void pack(const struct call *c, const struct call_value *v,
		 const void *opts, char *args, const char **files_in,
		 const char **files_out)
{
	for (unsigned int i = 0; i < c->n_args + c->n_opts; i++) {
		const struct call_arg *a = &c->args[i];
		struct call_value val = { 0 };
		bool given = call_value(c, v, opts, i, &val);

		switch (a->kind) {
		case ARG_FILEIN:
			*files_in = val.s;
			break;
		case ARG_FILEOUT:
			*files_out = val.s;
			break;
		case ARG_OPTSTRING:
			/* XDR wants a pointer to the string's place */
			*(const char *const **)(args + a->wire) =
				val.s ? &v[i].s : NULL;
			break;
		default:
			pack_one(a, &val, given, args + a->wire);
		}
	}
}

/* A buffer must fit into a message; XDR's length is 32 bits wide, too */
static int check_sizes(guestfs_h *g, const struct call *c,
		       const struct call_value *v)
{
	for (unsigned int i = 0; i < c->n_args; i++) {
		if (c->args[i].kind == ARG_BUFFERIN && v[i].size > 4194304)
			return guestfs_fail_msg(
				g, EINVAL,
				"%s: %s: %zu bytes are more than a message "
				"holds (4 MB); upload them as a file",
				c->name, c->args[i].name, v[i].size);
	}
	return 0;
}

/* The round trip; @ret is decoded by the call's xret */
static int run(guestfs_h *g, const struct call *c, const struct call_value *v,
	       const void *opts, void *ret)
{
	const char *in[FILES_MAX] = { NULL }, *out[FILES_MAX] = { NULL };
	cleanup_free char *args = NULL;
	int r;

	if (check_sizes(g, c, v) < 0)
		return -1;
	if (c->args_size)
		args = handle_calloc(g, 1, c->args_size);
	pack(c, v, opts, args, in, out);
	if (g->mount_local)
		mount_local_settle(g);
	r = rpc_roundtrip(g, c->proc, c->name, call_bitmask(c, opts), c->xargs,
			  args, in[0] ? in : NULL, out[0] ? out : NULL, c->xret,
			  ret);
	/* A failed call may have changed something, too */
	if (!c->read_only && g->mount_local)
		mount_local_invalidate(g);
	return r;
}

/* The appliance is not trusted: a reply may be well-formed and still no
 * answer to this call.
 */
static int bad_reply(guestfs_h *g, const struct call *c)
{
	return guestfs_fail_msg(g, EPROTO,
				"%s: the appliance's answer makes no sense",
				c->name);
}

int call_int(guestfs_h *g, const struct call *c, const struct call_value *v,
	     const void *opts)
{
	int r = 0;

	if (call_begin(g, c, v, opts) < 0)
		return -1;
	if (run(g, c, v, opts, c->xret ? &r : NULL) < 0)
		r = -1;
	else if (c->ret == RET_BOOL)
		r = !!r;
	else if (r < 0)
		r = bad_reply(g, c);
	return call_end_int(g, c, r);
}

int64_t call_int64(guestfs_h *g, const struct call *c,
		   const struct call_value *v, const void *opts)
{
	int64_t r = 0;

	if (call_begin(g, c, v, opts) < 0)
		return -1;
	if (run(g, c, v, opts, &r) < 0)
		r = -1;
	else if (r == -1)
		r = bad_reply(g, c);
	return call_end_int64(g, c, r);
}

char *call_string(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts)
{
	char *r = NULL;

	if (call_begin(g, c, v, opts) < 0)
		return NULL;
	if (run(g, c, v, opts, &r) < 0)
		r = NULL;
	return call_end_string(g, c, r);
}

char **call_list(guestfs_h *g, const struct call *c, const struct call_value *v,
		 const void *opts)
{
	struct arg_list r = { 0 };
	char **list = NULL;

	if (call_begin(g, c, v, opts) < 0)
		return NULL;
	if (run(g, c, v, opts, &r) == 0) {
		list = handle_realloc(g, r.val,
				      ((size_t)r.len + 1) * sizeof(*list));
		list[r.len] = NULL;
	}
	if (list && c->ret == RET_HASHTABLE && r.len % 2) {
		bad_reply(g, c);
		strv_free(list);
		list = NULL;
	}
	return call_end_list(g, c, list);
}

char *call_buffer(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts, size_t *size_r)
{
	struct arg_buffer r = { 0 };

	if (call_begin(g, c, v, opts) < 0)
		return NULL;
	if (!size_r) {
		guestfs_fail_msg(g, EINVAL, "%s: size_r: must not be NULL",
				 c->name);
		return call_end_string(g, c, NULL);
	}
	if (run(g, c, v, opts, &r) < 0) {
		r.val = NULL;
	} else {
		/* never NULL, and a NUL after the end for the careless */
		r.val = handle_realloc(g, r.val, (size_t)r.len + 1);
		r.val[r.len] = '\0';
		*size_r = r.len;
	}
	return call_end_buffer(g, c, r.val, size_r);
}

void *call_struct(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts)
{
	void *r;

	if (call_begin(g, c, v, opts) < 0)
		return NULL;
	r = handle_calloc(g, 1, c->ret_size);
	if (run(g, c, v, opts, r) < 0) {
		free(r);
		r = NULL;
	}
	return call_end_struct(g, c, r);
}
