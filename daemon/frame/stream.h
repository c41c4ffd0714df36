/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that read a FileIn or write a FileOut while they run. */
#ifndef DAEMON_STREAM_H
#define DAEMON_STREAM_H

/**
 * stream_in() - Give the current call's FileIn to a program's standard input
 * @what:	The object, for messages
 * @argv:	The program
 * @first:	A program that all passes through before, or NULL
 *
 * Return:	0, or -1 once the error is queued
 */
int stream_in(const char *what, const char *const argv[],
	      const char *const first[]);
/**
 * stream_out() - Make a program's standard output the current call's FileOut
 * @what:	The object, for messages
 * @argv:	The program
 * @then:	A program that all passes through afterwards, or NULL
 *
 * Programs that fail before anything is written are an ordinary error.
 *
 * Return:	0, or -1
 */
int stream_out(const char *what, const char *const argv[],
	       const char *const then[]);

#endif
