/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * When two names are the same but for case: the rule of NTFS. Each UTF-16
 * unit is replaced by its simple upper case, so what lies outside the basic
 * plane and what has no single upper-case letter stays. The table is Unicode's
 * (that of the Python which built us), without the few letters that would
 * fold into ASCII: Windows keeps those apart. Bytes that are not UTF-8 stay.
 */
#ifndef COMMON_CASEFOLD_H
#define COMMON_CASEFOLD_H

#include <stddef.h>

/* Room for any folded name: letters of two bytes may become three. */
#define CASEFOLD_MAX 384

/**
 * casefold() - A name without its case
 * @name:	A name of at most 255 bytes
 * @len:	Its length
 * @folded:	Receives CASEFOLD_MAX bytes at most, without a NUL
 *
 * Return:	the length of @folded
 */
size_t casefold(const char *name, size_t len, char *folded);

#endif
