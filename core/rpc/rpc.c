/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rpc/rpc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "errname.h"
#include "launch/launch.h"
#include "rpc/decode.h"
#include "rpc/exchange.h"
#include "strv.h"

/* The error of a call that left the connection usable. */
static int fail(struct exchange *e, const char *name, int err, const char *text)
{
	if (!name) {
		errno = err ? err : EIO;
		return -1;
	}
	return guestfs_fail_msg(e->wire.g, err, "%s: %s", name, text);
}

/* The error of one that did not: there is no appliance any more. */
static int fail_lost(struct exchange *e, const char *name)
{
	guestfs_h *g = e->wire.g;
	int err = errno;

	if (!name)
		return -1;
	if (!g->launch)
		return guestfs_fail_msg(
			g, err, "%s: the appliance was stopped meanwhile",
			name);
	if (err == ECONNRESET)
		return launch_lost(g);
	if (e->broken)
		guestfs_fail_msg(
			g, EPROTO,
			"%s: the appliance does not keep to the protocol "
			"(%s); it is stopped",
			name, e->broken);
	else
		guestfs_fail(g, err, "%s: connection to the appliance", name);
	guestfs_push_error_handler(g, NULL, NULL);
	launch_stop(g, true);
	guestfs_pop_error_handler(g);
	g->state = STATE_CONFIG;
	errno = err;
	return -1;
}

static int send_call(struct exchange *e, const char *name, uint64_t bitmask,
		     xdrproc_t xargs, void *args)
{
	cleanup_free char *buf =
		handle_malloc(e->wire.g, GUESTFS_MESSAGE_MAX + 4);
	struct guestfs_message_header h = {
		.prog = GUESTFS_PROGRAM,
		.vers = GUESTFS_PROTOCOL_VERSION,
		.proc = e->proc,
		.direction = GUESTFS_DIRECTION_CALL,
		.serial = e->serial,
		.progress_hint = e->hint,
		.optargs_bitmask = bitmask,
		.status = GUESTFS_STATUS_OK,
	};
	u_int len = 0;
	bool good;
	XDR x;

	xdrmem_create(&x, buf + 4, GUESTFS_MESSAGE_MAX, XDR_ENCODE);
	good = xdr_guestfs_message_header(&x, &h) &&
	       (!xargs || xargs(&x, args));
	if (good)
		len = xdr_getpos(&x);
	xdr_destroy(&x);
	if (!good) {
		fail(e, name, E2BIG,
		     "the arguments are too long for a message");
		return 1;
	}
	xdrmem_create(&x, buf, 4, XDR_ENCODE);
	xdr_u_int(&x, &len);
	xdr_destroy(&x);
	return wire_send(&e->wire, buf, len + 4);
}

/* Make the handle's error from the reply, or from what came before it. */
static int finish_reply(struct exchange *e, const char *name, xdrproc_t xret,
			void *ret)
{
	struct guestfs_message_error err = { 0 };
	const char *why;
	int r = 0;

	switch (decode_reply(e->message, e->message_len, e->proc, e->serial,
			     xret, ret, &err, &why)) {
	case DECODE_MALFORMED:
		exchange_broken(e, why);
		return fail_lost(e, name);
	case DECODE_OK:
		break;
	case DECODE_ERROR:
		r = -1;
		break;
	}
	if (r < 0 && !e->user_cancelled && !e->local_err)
		fail(e, name, errname_to_errno(err.errno_name), err.message);
	if (r < 0)
		xdr_free((xdrproc_t)xdr_guestfs_message_error, (char *)&err);
	return r;
}

/* What went wrong on our side, after the daemon's; 0 if nothing. */
static int fail_local(struct exchange *e, const char *name)
{
	cleanup_free char *text = NULL;

	if (e->local_err) {
		text = handle_asprintf(e->wire.g, "%s: %s", e->local_name,
				       strerror(e->local_err));
		return fail(e, name, e->local_err, text);
	}
	if (e->user_cancelled)
		return fail(e, name, EINTR, "cancelled");
	return 0;
}

static int send_files(struct exchange *e, const int *fds,
		      const char *const *files)
{
	for (size_t i = 0; files && files[i]; i++) {
		if (exchange_send_file(e, fds[i], files[i]) < 0)
			return -1;
		if (e->daemon_cancelled || e->user_cancelled || e->local_err)
			break;
	}
	return 0;
}

static int recv_files(struct exchange *e, const char *name,
		      const char *const *files)
{
	for (size_t i = 0; files && files[i]; i++) {
		if (exchange_recv_file(e, files[i]) < 0)
			return fail_lost(e, name);
		if (fail_local(e, name) < 0)
			return -1;
		if (e->daemon_cancelled)
			return fail(e, name, EIO,
				    "reading failed in the appliance");
	}
	return 0;
}

static int converse(struct exchange *e, const char *name, uint64_t bitmask,
		    xdrproc_t xargs, void *args, const int *fds,
		    const char *const *files_in, const char *const *files_out,
		    xdrproc_t xret, void *ret)
{
	int r = send_call(e, name, bitmask, xargs, args);

	if (r > 0)
		return -1;
	if (r < 0 || send_files(e, fds, files_in) < 0 ||
	    (!e->message && exchange_recv(e, false) < 0))
		return fail_lost(e, name);
	if (finish_reply(e, name, xret, ret) < 0) {
		fail_local(e, name);
		return -1;
	}
	/* The daemon may have succeeded with the part that it got */
	if (fail_local(e, name) < 0) {
		if (xret)
			xdr_free(xret, ret);
		return -1;
	}
	return recv_files(e, name, files_out);
}

static void close_files(int *fds, size_t n)
{
	int saved = errno;

	for (size_t i = 0; i < n; i++)
		close(fds[i]);
	free(fds);
	errno = saved;
}

/* Before the call, so that a wrong name costs nothing. */
static int open_files(struct exchange *e, const char *name,
		      const char *const *files, int **ret_fds)
{
	size_t n = strv_len((char *const *)files);
	int *fds = handle_calloc(e->wire.g, n, sizeof(*fds));
	struct stat st;

	for (size_t i = 0; i < n; i++) {
		fds[i] = open(files[i], O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fds[i] < 0) {
			e->local_err = errno;
			e->local_name = files[i];
			close_files(fds, i);
			return fail_local(e, name);
		}
		if (fstat(fds[i], &st) == 0 && S_ISREG(st.st_mode))
			e->hint += st.st_size;
	}
	*ret_fds = fds;
	return 0;
}

int rpc_roundtrip(guestfs_h *g, unsigned int proc, const char *name,
		  uint64_t bitmask, xdrproc_t xargs, void *args,
		  const char *const *files_in, const char *const *files_out,
		  xdrproc_t xret, void *ret)
{
	size_t n_in = strv_len((char *const *)files_in);
	struct exchange e = {
		.wire = { .g = g,
			  .until_ms = wire_until(g->call_timeout_ms),
			  .cancellable = proc == GUESTFS_PROC_HELLO },
		.proc = proc,
		.sends_files = n_in > 0,
	};
	int *fds = NULL, r;

	if (!g->launch)
		return fail(&e, name, EINVAL,
			    "the appliance is not running; call launch first");
	if (g->in_call)
		return fail(&e, name, EBUSY,
			    "called from a callback of another call");
	if (open_files(&e, name, files_in, &fds) < 0)
		return -1;
	if (n_in || (files_out && *files_out))
		g->user_cancel = 0;
	g->in_call = true;
	e.serial = ++g->serial;
	r = converse(&e, name, bitmask, xargs, args, fds, files_in, files_out,
		     xret, ret);
	g->in_call = false;
	free(e.message);
	close_files(fds, n_in);
	return r;
}

int rpc_wait_launch_flag(guestfs_h *g, int timeout_ms)
{
	struct wire w = { .g = g,
			  .until_ms = wire_until(timeout_ms),
			  .cancellable = true };
	uint32_t word;

	/* A wait that ends in the middle of it must not lose the beginning */
	if (wire_peek(&w, &word, sizeof(word)) < 0 ||
	    wire_recv_word(&w, &word) < 0)
		return -1;
	if (word != GUESTFS_LAUNCH_FLAG) {
		errno = EPROTO;
		return -1;
	}
	return 0;
}
