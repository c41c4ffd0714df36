/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the command lines of our programs have in common: which drives to add,
 * which keys to use, what to mount.
 */
#ifndef OPTIONS_OPTIONS_H
#define OPTIONS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "guestfs.h"

/** struct drive_arg - One -a or -d, in the order given */
struct drive_arg {
	char *arg;     /* file or URI; domain where @domain */
	char *format;  /* --format in force, or NULL */
	int blocksize; /* --blocksize in force, or 0 */
	bool domain;
	bool writable; /* even with --ro */
};

/** struct mount_arg - One -m DEV[:MNT[:OPTS[:FSTYPE]]] */
struct mount_arg {
	char *device;
	char *mountpoint; /* "/" where not given */
	char *options;	  /* or NULL */
	char *fstype;	  /* or NULL */
};

/** struct key_arg - One --key SELECTOR */
struct key_arg {
	char *id; /* device, UUID, or "all" */
	char *key;
};

/**
 * struct options - All of it
 * @root:	The operating system to choose (--root), or NULL
 * @connect:	libvirt URI (-c), or NULL
 * @format:	--format in force for the next -a, or NULL
 * @blocksize:	--blocksize in force, or 0
 * @unused:	One of the two was given, and no -a after it
 */
struct options {
	const char *program;
	struct drive_arg *drives;
	size_t n_drives;
	struct mount_arg *mounts;
	size_t n_mounts;
	struct key_arg *keys;
	size_t n_keys;
	char *root;
	const char *connect;
	const char *format;
	int blocksize;
	bool unused;
	bool inspect;
	bool readonly;
	bool keys_from_stdin;
	bool echo_keys;
	char **stdin_keys; /* read so far, NULL-terminated, or NULL */
};

/* Long options that have no letter */
enum options_code {
	OPTIONS_FORMAT = 256,
	OPTIONS_BLOCKSIZE,
	OPTIONS_KEY,
	OPTIONS_STDIN_KEYS,
	OPTIONS_ECHO_KEYS,
	OPTIONS_LIVE,
	OPTIONS_ROOT,
	OPTIONS_OWN, /* a program's own ones begin here */
};

/* Rows of getopt_long's table for what options_take() knows */
#define OPTIONS_LONGS                                                          \
	{ "add", required_argument, NULL, 'a' },                               \
		{ "blocksize", optional_argument, NULL, OPTIONS_BLOCKSIZE },   \
		{ "connect", required_argument, NULL, 'c' },                   \
		{ "domain", required_argument, NULL, 'd' },                    \
		{ "echo-keys", no_argument, NULL, OPTIONS_ECHO_KEYS },         \
		{ "format", optional_argument, NULL, OPTIONS_FORMAT },         \
		{ "inspector", no_argument, NULL, 'i' },                       \
		{ "key", required_argument, NULL, OPTIONS_KEY },               \
		{ "keys-from-stdin", no_argument, NULL, OPTIONS_STDIN_KEYS },  \
		{ "live", no_argument, NULL, OPTIONS_LIVE },                   \
		{ "mount", required_argument, NULL, 'm' },                     \
		{ "ro", no_argument, NULL, 'r' },                              \
		{ "root", required_argument, NULL, OPTIONS_ROOT },             \
	{                                                                      \
		"rw", no_argument, NULL, 'w'                                   \
	}

/* All of these return 0, or -1 after printing "PROGRAM: what is wrong" */

/** options_config() - Read libguestfs-tools.conf: sets @readonly */
int options_config(struct options *o);
/** options_take() - One option of those above, as getopt_long gave it
 *
 * Return: 0, -1 after an error, 1 when the option is none of these
 */
int options_take(struct options *o, int opt, const char *arg);
/** options_check() - What does not go together; 0, or -1 after an error */
int options_check(const struct options *o);
/** options_number() - A number of an option's; -1 after an error */
int options_number(const struct options *o, const char *option, const char *arg,
		   int *ret);
/** options_print_version() - "PROGRAM 1.2.3" on standard output */
void options_print_version(const struct options *o);
/** options_add_drive() - One -a; @format may be NULL */
int options_add_drive(struct options *o, const char *arg, const char *format,
		      int blocksize);
/** options_add_domain() - One -d */
int options_add_domain(struct options *o, const char *name);
/** options_add_mount() - One -m */
int options_add_mount(struct options *o, const char *arg);
/** options_add_key() - One --key ID:key:STRING, ID:file:NAME */
int options_add_key(struct options *o, const char *arg);
/** options_finish() - Free it all */
void options_finish(struct options *o);

/** options_apply_drives() - add_drive of each -a and -d, before launch */
int options_apply_drives(const struct options *o, guestfs_h *g);
/** options_read_key() - A key that the user is asked for
 * @what:	What it is for
 *
 * From standard input where --keys-from-stdin says so, else from the terminal.
 *
 * Return:	It, for the caller to wipe and free; NULL where there is none
 */
char *options_read_key(const struct options *o, const char *what);
/** options_decrypt() - Open every LUKS and BitLocker device there is a key for
 *
 * Keys come from --key, from standard input, or from the terminal, where
 * @ask is set. Without a key a device stays closed, and that is said. Without
 * keys on the command line, and where -m names only disks and partitions, none
 * is looked for.
 */
int options_decrypt(struct options *o, guestfs_h *g, bool ask);
/** options_mount() - Mount as -m, -i, or neither (a folder each) asks
 *
 * Return: 0, or -1. @ret_windows is set when the guest is Windows.
 */
int options_mount(struct options *o, guestfs_h *g, bool *ret_windows);

/** options_say() - Print "PROGRAM: message" on standard error; returns -1 */
int options_say(const struct options *o, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
