/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -N: disks that are made, partitioned and formatted when we start. */
#ifndef FISH_PREP_H
#define FISH_PREP_H

#include "shell.h"

#define PREP_PARAMS 6

struct prep_type;

/**
 * struct prep - One -N
 * @file:	The image to make
 * @params:	What stands after the type, or the defaults
 * @drive:	Its place among all drives
 */
struct prep {
	const struct prep_type *type;
	char *file;
	char *params[PREP_PARAMS];
	size_t drive;
};

struct preps {
	struct prep *v;
	size_t n;
};

/* These return 0, or -1 once the error is printed */

/** prep_add() - Parse [FILE=]TYPE[:PARAM...]; the drive joins those of -a */
int prep_add(struct shell *sh, struct preps *p, const char *arg);
/** prep_create() - Make the images, before launch */
int prep_create(struct shell *sh, const struct preps *p);
/** prep_fill() - Partition and format them, after launch */
int prep_fill(struct shell *sh, const struct preps *p);
/** prep_help() - Print the types */
void prep_help(void);
void prep_finish(struct preps *p);

#endif
