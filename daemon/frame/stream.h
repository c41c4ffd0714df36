/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that read a FileIn or write a FileOut while they run. */
#ifndef DAEMON_STREAM_H
#define DAEMON_STREAM_H

struct run;

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

/** stream_in_run() - stream_in() of programs with more than an argv; what they
 * write can go to @program's out_fd */
int stream_in_run(const char *what, const struct run *program,
		  const struct run *first);
/** stream_out_run() - stream_out() of programs with more than an argv; what
 * they read can come from @program's input or in_fd */
int stream_out_run(const char *what, const struct run *program,
		   const struct run *then);
/**
 * stream_through() - Run a program that reads what another one writes
 * @what:	The object, for messages
 * @first:	The one that writes
 * @last:	The one that reads; as after run(), so look at its status
 *
 * It is no failure of @first when @last ends before it.
 *
 * Return:	0, or -1 once the error is queued
 */
int stream_through(const char *what, const struct run *first, struct run *last);

#endif
