/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that read a FileIn or write a FileOut while they run. */
#ifndef DAEMON_STREAM_H
#define DAEMON_STREAM_H

/** stream_in() - Give the current call's FileIn to a program's standard input;
 * 0, or -1 once the error is queued */
int stream_in(const char *what, const char *const argv[]);
/** stream_out() - Make a program's standard output the current call's FileOut;
 * a program that fails before it writes is an ordinary error */
int stream_out(const char *what, const char *const argv[]);

#endif
