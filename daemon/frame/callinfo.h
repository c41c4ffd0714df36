/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the generated dispatch.c says of each call. frame/dispatch.c does the
 * work that all calls share; the stub only calls do_NAME.
 *
 * dispatch.c (hand-written), in this order:
 *  1. find the callinfo; refuse bits of the header's optargs_bitmask beyond
 *     its n_opts; ENOTSUP through reply_unavailable(group) where available()
 *     is false;
 *  2. decode the arguments: calloc(args_size), xargs (NULL and size 0 where
 *     there are none);
 *  3. make every list NULL-ended (realloc of arg_list.val to len + 1); set the
 *     pointer of an absent OSTRING and the val of an absent OSTRINGLIST to
 *     NULL, so that stubs pass NULL on;
 *  4. check and translate by kind, in place (free the old string, xdr_free
 *     frees the new one): PATHNAME absolute; DEVICE, and DEV_OR_PATH below
 *     /dev, through devname_to_kernel(); lists by @item; MOUNTABLE and
 *     MOUNTABLE_OR_PATH parsed into mnt[0], mnt[1]... in order of appearance;
 *  5. needs_root: sysroot_is_mounted(), for DEV_OR_PATH and
 *     MOUNTABLE_OR_PATH where the value is a path;
 *  6. stub(args, mnt, &res);
 *  7. translate strings of @ret_item (a hash table: keys by @ret_key, values
 *     by @ret_item) with devname_to_user(), encode res by @ret, free it.
 *     A call with a FileOut has replied already (fileout_begin).
 */
#ifndef DAEMON_CALLINFO_H
#define DAEMON_CALLINFO_H

#include <stdbool.h>

#include <rpc/xdr.h>

#include "frame/devname.h"
#include "kinds.h"

#define CALLINFO_MAX_MOUNTABLES 4

/** enum helper_kind - Process that serves a call; see frame/helper.h */
enum helper_kind {
	HELPER_NONE, /* the daemon itself */
	HELPER_AUGEAS,
	HELPER_HIVEX,
	HELPER_JOURNAL,
	HELPER_COUNT,
};

/**
 * struct callinfo_arg - One argument
 * @offset:	In NAME_args; see enum arg_kind for what is there
 */
struct callinfo_arg {
	const char *name;
	enum arg_kind kind;
	enum item_kind item; /* of ARG_STRINGLIST */
	size_t offset;
};

/**
 * union call_result - A result as the daemon's functions return it
 * @i:		RET_INT, RET_BOOL
 * @i64:	RET_INT64
 * @s:		RET_STRING; malloc'd
 * @list:	RET_STRINGLIST, RET_HASHTABLE; malloc'd, NULL-ended
 * @buf:	RET_BUFFEROUT; malloc'd
 * @ptr:	RET_STRUCT (guestfs_int_S), RET_STRUCTLIST
 *		(guestfs_int_S_list); malloc'd, @xret encodes and frees it
 */
union call_result {
	int i;
	int64_t i64;
	char *s;
	char **list;
	struct {
		char *data;
		size_t size;
	} buf;
	void *ptr;
};

/**
 * struct callinfo - One call
 * @n_args:	All arguments, the last @n_opts of them optional (bit 0 is the
 *		first of those)
 * @xret:	Encodes the result: of "char *" for RET_STRING, struct arg_list
 *		for lists and hash tables, struct arg_buffer for RET_BUFFEROUT,
 *		int, int64_t, or the structure; NULL for RET_ERR
 * @group:	Optional group, or NULL
 * @helper:	Process that it runs in
 * @stub:	0, or -1 once the error is queued
 */
struct callinfo {
	unsigned int proc;
	const char *name;
	const struct callinfo_arg *args;
	unsigned int n_args, n_opts;
	xdrproc_t xargs;
	size_t args_size;
	enum ret_kind ret;
	enum item_kind ret_key, ret_item;
	xdrproc_t xret;
	bool needs_root;
	bool filein, fileout;
	bool progress;
	bool read_only; /* leaves the guest's tree as it is */
	const char *group;
	bool (*available)(void);
	enum helper_kind helper;
	int (*stub)(void *args, struct mountable *mnt, union call_result *res);
};

/* Sorted by number; generated */
extern const struct callinfo callinfo_table[];
extern const unsigned int callinfo_count;

/**
 * struct optgroup - A group of calls that an appliance may lack
 * @available:	NULL: none of its calls exists here
 */
struct optgroup {
	const char *name;
	bool (*available)(void);
};

/* Sorted by name; generated */
extern const struct optgroup optgroup_table[];
extern const unsigned int optgroup_count;

#endif
