/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The errno in the words of a program that failed. */
#ifndef DAEMON_ERRTEXT_H
#define DAEMON_ERRTEXT_H

/** errtext_to_errno() - The errno that @text speaks of, by strerror()'s words
 * or others that programs use; 0 where none is recognised */
int errtext_to_errno(const char *text);

#endif
