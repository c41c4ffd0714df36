/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The engine behind every public function. The generated client.c holds a
 * struct call for each and passes its arguments here.
 *
 * Any thread may call: the handle's lock is held from the first check to the
 * last line of the trace.
 */
#ifndef CORE_CALL_H
#define CORE_CALL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rpc/xdr.h>

#include "guestfs.h"
#include "kinds.h"

/**
 * struct call_arg - One argument
 * @wire:	Offset in NAME_args (daemon calls; not FileIn, FileOut)
 * @argv:	Offset in NAME_argv (optional arguments)
 */
struct call_arg {
	const char *name;
	enum arg_kind kind;
	enum item_kind item;
	size_t wire, argv;
};

/** struct call_value - What the caller gave for one argument */
struct call_value {
	union {
		const char *s;
		char *const *list;
		int i;
		int64_t i64;
		void *p;
	};
	size_t size; /* of a BufferIn */
};

/**
 * struct call - One call
 * @args:	@n_args required ones, then @n_opts optional ones
 * @proc:	Procedure number; 0 where the library serves the call
 */
struct call {
	const char *name;
	enum ret_kind ret;
	const struct call_arg *args;
	unsigned int n_args, n_opts;
	unsigned int proc;
	xdrproc_t xargs;
	size_t args_size;
	xdrproc_t xret;
	size_t ret_size; /* of a structure */
	bool config_only;
	bool read_only; /* leaves the guest's tree as it is */
};

/**
 * call_parse_va() - Read optional arguments from a variable argument list
 * @argv:	The call's zeroed _argv structure
 *
 * Return:	0, or -1 with the handle's error set
 */
int call_parse_va(guestfs_h *g, const struct call *c, void *argv, va_list args);

/*
 * A whole call that the daemon serves. @v holds the required arguments; @opts
 * is the _argv structure, NULL where there is none. Results belong to the
 * caller. On failure the handle's error is set.
 */
int call_int(guestfs_h *g, const struct call *c, const struct call_value *v,
	     const void *opts);
int64_t call_int64(guestfs_h *g, const struct call *c,
		   const struct call_value *v, const void *opts);
char *call_string(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts);
char **call_list(guestfs_h *g, const struct call *c, const struct call_value *v,
		 const void *opts);
char *call_buffer(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts, size_t *size_r);
void *call_struct(guestfs_h *g, const struct call *c,
		  const struct call_value *v, const void *opts);

/**
 * call_begin() - Lock the handle and check the arguments of a library call
 *
 * Return:	0, and a call_end_ function must follow; or -1, unlocked
 */
int call_begin(guestfs_h *g, const struct call *c, const struct call_value *v,
	       const void *opts);
/* End it: trace @r, unlock, return @r. */
int call_end_int(guestfs_h *g, const struct call *c, int r);
int64_t call_end_int64(guestfs_h *g, const struct call *c, int64_t r);
char *call_end_string(guestfs_h *g, const struct call *c, char *r);
const char *call_end_const(guestfs_h *g, const struct call *c, const char *r);
char **call_end_list(guestfs_h *g, const struct call *c, char **r);
char *call_end_buffer(guestfs_h *g, const struct call *c, char *r,
		      const size_t *size_r);
void *call_end_struct(guestfs_h *g, const struct call *c, void *r);

/**
 * call_value() - The value of an argument
 * @i:		Counts through required and optional ones
 * @ret:	Receives it
 *
 * Return:	Whether the caller gave it (always, for a required one)
 */
bool call_value(const struct call *c, const struct call_value *v,
		const void *opts, unsigned int i, struct call_value *ret);
/** call_bitmask() - Which optional arguments @opts holds */
uint64_t call_bitmask(const struct call *c, const void *opts);

#endif
