/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single arguments: numbers, truth values, lists. */
#ifndef FISH_VALUE_H
#define FISH_VALUE_H

#include <stdint.h>

/**
 * value_int() - A number with an optional suffix
 * @text:	Decimal, octal (0...) or hexadecimal (0x...); then k, K, KiB,
 *		KB, M, MiB, MB and so on to Y, or nothing
 * @min:	The smallest that is allowed
 * @max:	The greatest
 * @ret_value:	Receives it
 *
 * Return:	NULL, or what is wrong ("not a number")
 */
const char *value_int(const char *text, int64_t min, int64_t max,
		      int64_t *ret_value);

/**
 * value_bool() - A truth value
 * @text:	true, t, 1, on, yes, y; false, f, 0, off, no, n; in any case
 * @ret_value:	Receives 1 or 0
 *
 * Return:	NULL, or what is wrong
 */
const char *value_bool(const char *text, int64_t *ret_value);

/**
 * value_list() - A list in one word: strings separated by blanks
 * @text:	'...' holds blanks; \' is a quote
 * @ret_list:	Receives a vector that the caller frees
 *
 * Return:	NULL, or what is wrong
 */
const char *value_list(const char *text, char ***ret_list);

#endif
