// SPDX-License-Identifier: GPL-2.0-or-later
#include "dispatch.h"

#include <errno.h>
#include <string.h>

#include "argcheck.h"
#include "call.h"
#include "cleanup.h"
#include "log.h"
#include "reply.h"
#include "session/session.h"
#include "strv.h"

const struct callinfo *dispatch_find(unsigned int proc)
{
	unsigned int low = 0, high = callinfo_count;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (callinfo_table[mid].proc == proc)
			return &callinfo_table[mid];
		if (callinfo_table[mid].proc < proc)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

bool dispatch_changes_tree(const struct callinfo *ci)
{
	return !ci->read_only;
}

static int check_optargs(const struct callinfo *ci)
{
	uint64_t known = ci->n_opts >= 64 ? ~0ULL : (1ULL << ci->n_opts) - 1;

	if (reply_optargs_bitmask() & ~known)
		return reply_error(EINVAL, "%s: unknown optional argument",
				   ci->name);
	return 0;
}

static void to_user(char **s)
{
	char *user = devname_mountable_to_user(*s);

	if (user) {
		free(*s);
		*s = user;
	}
}

static bool is_device_item(enum item_kind k)
{
	return k == ITEM_DEVICE || k == ITEM_MOUNTABLE;
}

static void translate_result(const struct callinfo *ci, union call_result *res)
{
	char **v = res->list;

	if (ci->ret == RET_STRING && res->s && is_device_item(ci->ret_item))
		to_user(&res->s);
	if (ci->ret == RET_STRINGLIST && is_device_item(ci->ret_item))
		for (size_t i = 0; v && v[i]; i++)
			to_user(&v[i]);
	if (ci->ret == RET_HASHTABLE)
		for (size_t i = 0; v && v[i]; i++)
			if (is_device_item(i % 2 ? ci->ret_item : ci->ret_key))
				to_user(&v[i]);
}

static void send_result(const struct callinfo *ci, union call_result *res)
{
	struct arg_list list;
	struct arg_buffer buf;

	switch (ci->ret) {
	case RET_INT:
	case RET_BOOL:
		call_finish(ci->xret, &res->i);
		break;
	case RET_INT64:
		call_finish(ci->xret, &res->i64);
		break;
	case RET_STRING:
		call_finish(ci->xret, &res->s);
		free(res->s);
		break;
	case RET_STRINGLIST:
	case RET_HASHTABLE:
		list = (struct arg_list){ strv_len(res->list), res->list };
		call_finish(ci->xret, &list);
		strv_free(res->list);
		break;
	case RET_BUFFEROUT:
		buf = (struct arg_buffer){ res->buf.size, res->buf.data };
		call_finish(ci->xret, &buf);
		free(res->buf.data);
		break;
	case RET_STRUCT:
	case RET_STRUCTLIST:
		call_finish(ci->xret, res->ptr);
		xdr_free(ci->xret, res->ptr);
		free(res->ptr);
		break;
	default:
		call_finish(NULL, NULL);
	}
}

static int serve(const struct callinfo *ci, void *args, union call_result *res)
{
	struct mountable mnt[CALLINFO_MAX_MOUNTABLES] = { 0 };
	int r;

	r = argcheck_all(ci, args, mnt);
	if (r == 0) {
		/* A negative result without an error queued would look like
		 * success to the library.
		 */
		r = ci->stub(args, mnt, res);
		if (r < 0 && !call_current()->failed &&
		    !call_current()->replied)
			reply_error(errno, "%s: %s", ci->name, strerror(errno));
	}
	for (unsigned int i = 0; i < CALLINFO_MAX_MOUNTABLES; i++)
		mountable_finish(&mnt[i]);
	return r;
}

void dispatch_call(const struct guestfs_message_header *head, XDR *xdr)
{
	const struct callinfo *ci = dispatch_find(head->proc);
	cleanup_free void *args = NULL;
	union call_result res = { 0 };
	int r = -1;

	call_begin(head, ci && ci->filein);
	if (!ci) {
		reply_error(ENOSYS, "unknown procedure %u", head->proc);
		call_finish(NULL, NULL);
		return;
	}
	log_debug("%s", ci->name);
	args = calloc(1, ci->args_size + 1);
	if (check_optargs(ci) == 0) {
		if (ci->available && !ci->available())
			reply_unavailable(ci->group);
		else if (!args || (ci->xargs && !ci->xargs(xdr, args)))
			reply_error(EPROTO, "%s: malformed arguments",
				    ci->name);
		else
			r = serve(ci, args, &res);
	}
	if (dispatch_changes_tree(ci))
		session_drop_caches();
	if (r == 0) {
		translate_result(ci, &res);
		send_result(ci, &res);
	} else {
		call_finish(NULL, NULL);
	}
	if (args && ci->xargs)
		xdr_free(ci->xargs, args);
}
