/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names a mistyped one may have meant. */
#ifndef FISH_NEAR_H
#define FISH_NEAR_H

#include <stddef.h>

/**
 * near_distance() - How many letters differ
 * @a:		A name
 * @b:		Another
 *
 * Letters that are missing, too much, wrong, or swapped with a neighbour count
 * one each. Names of more than 63 letters are far from everything.
 *
 * Return:	The number
 */
size_t near_distance(const char *a, const char *b);

#endif
