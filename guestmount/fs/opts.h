/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The -o words of a mount. libfuse's low-level interface knows few of them, so
 * all are parsed here: those that concern what we answer, and those that are
 * handed on to the kernel or fusermount3.
 */
#ifndef GUESTMOUNT_FS_OPTS_H
#define GUESTMOUNT_FS_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "strv.h"

#define OPTS_MAPS	 16
#define OPTS_ID_OVERFLOW 65534

/**
 * struct opts_map - A range of ids
 * @host:	First id as the host shows it
 * @guest:	First id in the guest
 * @count:	Their number
 */
struct opts_map {
	uint32_t host;
	uint32_t guest;
	uint32_t count;
};

/**
 * struct opts_idmap - All ranges of users or of groups
 *
 * Without any, ids are the same on both sides.
 */
struct opts_idmap {
	struct opts_map v[OPTS_MAPS];
	size_t n;
};

/**
 * struct opts - What the words said
 * @set_uid:	uid= was given: every file belongs to @uid
 * @set_gid:	gid= likewise
 * @set_umask:	umask= was given: every mode is 0777 without @umask
 * @attr_timeout: Seconds that the kernel may keep attributes, and so on;
 *		long by default, for we are the only writer
 * @case_mode:	FS_CASE_*
 * @allow_other: Others than the mounting user may look
 * @no_permissions: The kernel shall check nothing although others look
 * @default_permissions: The kernel checks
 * @direct_io:	No page cache
 * @readonly:	ro
 * @nonempty:	Mount over files
 * @debug:	Print each request
 * @pass:	Words handed on
 */
struct opts {
	bool set_uid, set_gid, set_umask;
	uint32_t uid, gid, umask;
	struct opts_idmap uidmap, gidmap;
	double attr_timeout, entry_timeout, negative_timeout;
	int case_mode;
	bool allow_other;
	bool no_permissions;
	bool default_permissions;
	bool direct_io;
	bool readonly;
	bool nonempty;
	bool debug;
	struct strv pass;
};

/**
 * opts_parse() - Read the words
 * @o:		Receives them; opts_finish() frees, also after a failure
 * @words:	Separated by commas ("\," is a comma in a value), or NULL
 * @ret_msg:	Receives the message of a failure
 *
 * Return:	0, or -1 with errno
 */
int opts_parse(struct opts *o, const char *words, char **ret_msg);
void opts_finish(struct opts *o);

/* What the kernel is shown. */
uint32_t opts_host_uid(const struct opts *o, uint32_t guest);
uint32_t opts_host_gid(const struct opts *o, uint32_t guest);
uint32_t opts_mode(const struct opts *o, uint32_t mode);
/* What the guest is told; false for an id outside all maps. */
bool opts_guest_uid(const struct opts *o, uint32_t host, uint32_t *ret);
bool opts_guest_gid(const struct opts *o, uint32_t host, uint32_t *ret);

#endif
