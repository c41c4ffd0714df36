/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printable strings among other bytes, in the manner of strings(1). */
#ifndef DAEMON_PRINTABLE_H
#define DAEMON_PRINTABLE_H

#include <stddef.h>

#include "strv.h"

#define PRINTABLE_MIN 4 /* characters that make a string */

/**
 * struct printable - A search under way; zeroed but for the first two
 * @encoding:	One of the letters of strings -e: s S b l B L
 * @max:	Give up where all strings together are longer (EFBIG)
 * @found:	The strings so far
 * @size:	Their bytes
 * @run:	The one that may still grow, @len characters
 * @pending:	Bytes of a character that is not complete, @n_pending of them
 */
struct printable {
	char encoding;
	size_t max;
	struct strv found;
	size_t size;
	char *run;
	size_t len;
	size_t cap;
	unsigned char pending[4];
	size_t n_pending;
};

/** printable_known() - Whether that is an encoding */
bool printable_known(const char *encoding);
/** printable_feed() - The next bytes; 0, or -1 with errno */
int printable_feed(struct printable *p, const void *buf, size_t n);
/** printable_end() - No more will come; 0, or -1 with errno */
int printable_end(struct printable *p);
void printable_finish(struct printable *p);

DEFINE_CLEANUP(struct printable, cleanup_printable_, printable_finish(p))
#define cleanup_printable __attribute__((cleanup(cleanup_printable_)))

#endif
