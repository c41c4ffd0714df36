/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hello.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "cleanup.h"
#include "guestfs_protocol.h"
#include "rpc/rpc.h"
#include "slots.h"

#define HELLO_MS 60000

static void fill_drives(guestfs_h *g, guestfs_hello_args *args)
{
	guestfs_hello_drive *v = handle_calloc(g, g->n_drives + 1, sizeof(*v));

	for (size_t i = 0; i < g->n_drives; i++) {
		const char *label = g->drives[i].label;

		v[i].serial = handle_asprintf(g, "gfs%zu", i);
		v[i].label = handle_strdup(g, label ? label : "");
	}
	args->drives.drives_val = v;
	args->drives.drives_len = g->n_drives;
}

static void free_drives(guestfs_hello_args *args)
{
	for (size_t i = 0; i < args->drives.drives_len; i++) {
		free(args->drives.drives_val[i].serial);
		free(args->drives.drives_val[i].label);
	}
	free(args->drives.drives_val);
}

/* The answer comes from the appliance: whoever it is, it must prove that it
 * answers this hello.
 */
static char *check(guestfs_h *g, const guestfs_hello_args *args,
		   const guestfs_hello_ret *ret)
{
	if (memcmp(args->nonce, ret->nonce, sizeof(args->nonce)))
		return handle_strdup(g, "the appliance answered another hello");
	if (ret->protocol != GUESTFS_PROTOCOL_VERSION)
		return handle_asprintf(g,
				       "the appliance speaks version %u of "
				       "the protocol, not %d: build it again",
				       ret->protocol, GUESTFS_PROTOCOL_VERSION);
	if (ret->n_ports < g->launch->n_ports)
		g->launch->n_ports = ret->n_ports;
	return slots_map(g, ret);
}

/**
 * hello_exchange() - Say hello and map the slots
 * @g:		Handle whose appliance has sent the launch flag
 * @ret_why:	Receives what went wrong, the caller frees
 * @ret_err:	and its errno, or 0
 *
 * Return:	0, or -1
 */
int hello_exchange(guestfs_h *g, char **ret_why, int *ret_err)
{
	char entropy[256];
	guestfs_hello_args args = { .protocol = GUESTFS_PROTOCOL_VERSION };
	guestfs_hello_ret ret = { 0 };
	struct timespec now;
	int r;

	if (getrandom(args.nonce, sizeof(args.nonce), 0) < 0 ||
	    getrandom(entropy, sizeof(entropy), 0) < 0) {
		*ret_err = errno;
		*ret_why = handle_strdup(g, "random numbers");
		return -1;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	args.time_sec = now.tv_sec;
	args.time_nsec = now.tv_nsec;
	args.entropy.entropy_val = entropy;
	args.entropy.entropy_len = sizeof(entropy);
	args.verbose = g->verbose;
	fill_drives(g, &args);
	g->call_timeout_ms = HELLO_MS;
	r = rpc_roundtrip(g, GUESTFS_PROC_HELLO, NULL, 0,
			  (xdrproc_t)xdr_guestfs_hello_args, &args, NULL, NULL,
			  (xdrproc_t)xdr_guestfs_hello_ret, &ret);
	g->call_timeout_ms = 0;
	if (r < 0) {
		*ret_err = errno;
		*ret_why = handle_asprintf(
			g,
			"the appliance did not answer: "
			"%s%s",
			strerror(*ret_err),
			*ret_err == EPROTO ? "; it is of "
					     "another build than this library: "
					     "build it again"
					   : "");
	} else {
		*ret_err = 0;
		*ret_why = check(g, &args, &ret);
		if (*ret_why)
			r = -1;
		else
			handle_debug(g, "appliance is up: kernel %s, %u ports",
				     ret.kernel, g->launch->n_ports);
	}
	free_drives(&args);
	xdr_free((xdrproc_t)xdr_guestfs_hello_ret, (char *)&ret);
	return r;
}
