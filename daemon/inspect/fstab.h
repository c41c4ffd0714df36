/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading /etc/fstab. */
#ifndef DAEMON_INSPECT_FSTAB_H
#define DAEMON_INSPECT_FSTAB_H

#include <stddef.h>

/**
 * struct fstab_ent - One line
 * @spec:	What is mounted, escapes and quotes undone
 * @file:	Where
 * @type:	File system type
 * @opts:	Options, joined by commas; never NULL
 */
struct fstab_ent {
	char *spec;
	char *file;
	char *type;
	char *opts;
};

struct fstab {
	struct fstab_ent *v;
	size_t n;
};

/**
 * fstab_parse() - Read the text of a fstab
 * @text:	Its content; untrusted
 * @f:		Receives the entries; fstab_finish frees them
 *
 * By augeas' lens; where that refuses the text, which is all or nothing, line
 * by line, keeping what makes sense.
 *
 * Return:	0, or -1 with errno
 */
int fstab_parse(const char *text, struct fstab *f);
/** fstab_parse_lines() - The second way alone */
int fstab_parse_lines(const char *text, struct fstab *f);
void fstab_finish(struct fstab *f);
/** fstab_opt() - Value of an option "name=value", "" for a bare "name", NULL
 * when absent; the caller frees */
char *fstab_opt(const struct fstab_ent *e, const char *name);

#endif
