/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The errno in the words of a program that failed. */
#ifndef DAEMON_ERRTEXT_H
#define DAEMON_ERRTEXT_H

/** errtext_to_errno() - The errno whose strerror() text is in @text, or 0 */
int errtext_to_errno(const char *text);

#endif
