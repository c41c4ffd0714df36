/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is read past a file system is now and then compared with what that
 * says.
 */
#ifndef DAEMON_SESSION_SAMPLE_H
#define DAEMON_SESSION_SAMPLE_H

#include <stdbool.h>

#define SAMPLE_FIRST 16	  /* all of these, */
#define SAMPLE_EVERY 1024 /* and one in so many after them */

/** is_sample() - Whether the @n'th of its kind, from 0, is compared */
static inline bool is_sample(unsigned int n)
{
	return n < SAMPLE_FIRST || n % SAMPLE_EVERY == 0;
}

#endif
