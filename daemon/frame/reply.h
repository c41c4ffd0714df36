/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reply to the API call that this thread serves. */
#ifndef DAEMON_REPLY_H
#define DAEMON_REPLY_H

#include <stddef.h>
#include <stdint.h>

/**
 * reply_errno() - Fail the current call
 * @err:	errno value; it crosses the wire by name
 * @fmt:	The failing object: "%s" with the path. ": strerror" is added.
 *
 * The first error of a call stays, later ones are dropped.
 *
 * Return:	always -1
 */
int reply_errno(int err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** reply_error() - Fail the call with a full message and errno @err (or 0) */
int reply_error(int err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** reply_unavailable() - ENOTSUP: this appliance lacks @group, or for @why */
int reply_unavailable(const char *group);
/** reply_progress() - Tell the library how far long work is (rate-limited) */
void reply_progress(uint64_t position, uint64_t total);
/** reply_optargs_bitmask() - Which optional arguments the call has (bit n) */
uint64_t reply_optargs_bitmask(void);

struct run;
/**
 * reply_run() - Run a program for a call
 * @r:		As for run(); errors and a status other than 0 become the
 *		reply, with the program's own standard error as its text
 * @what:	The object, the beginning of the message ("/dev/sda1")
 *
 * Return:	0, or -1 once the error is queued
 */
int reply_run(struct run *r, const char *what);
/** reply_run_or() - reply_run() whose error is @err where the program's words
 * name no errno */
int reply_run_or(struct run *r, const char *what, int err);
/** reply_program() - Fail with the words of a program that ran, and @err */
int reply_program(const struct run *r, const char *what, int err);
/** reply_failed() - reply_program() with the errno that its words name, or
 * @err */
int reply_failed(const struct run *r, const char *what, int err);
/** reply_cmd() - reply_run() of an argv whose output is not wanted */
int reply_cmd(const char *what, const char *const argv[]);

/*
 * FileIn and FileOut of the current call. A call with FileIn must receive all
 * of it or cancel; one with FileOut queues its errors before the first chunk,
 * or gives up in the stream.
 */

/**
 * filein_receive() - Take the file that the library sends
 * @write_cb:	Gets each piece; returns 0, or -1 to give up (the rest is
 *		then drained); may be NULL to drain only
 * @opaque:	For @write_cb
 *
 * Return:	0 at the end; -1 when @write_cb failed, or -2 when the library
 *		cancelled (an error reply is queued already in that case)
 */
int filein_receive(int (*write_cb)(void *opaque, const void *buf, size_t n),
		   void *opaque);
/** filein_to_fd() - filein_receive() into a descriptor; errno on -1 */
int filein_to_fd(int fd);
/**
 * struct filein - What to do with a file
 * @data:	Gets each piece, as for filein_receive(). Many lie in shared
 *		memory, page-aligned
 * @hole:	Gets the length of each hole, 0 or -1; NULL: @data gets zeros
 * @opaque:	For both
 */
struct filein {
	int (*data)(void *opaque, const void *buf, size_t n);
	int (*hole)(void *opaque, uint64_t n);
	void *opaque;
};
/** filein_take() - filein_receive() of a file that may have holes */
int filein_take(const struct filein *f);
/** fileout_begin() - The call succeeds: send its (empty) reply, then chunks */
int fileout_begin(void);
/** fileout_send() - One piece, of any size; -1 when the library cancelled.
 * Small ones are gathered. */
int fileout_send(const void *buf, size_t n);
/**
 * fileout_room() - Memory for the next piece, shared where that is possible
 * @ret_size:	Receives its size; page-aligned if it is more than a chunk
 *
 * Filled, it (or less of it) is what fileout_send() sends without a copy.
 *
 * Return:	the memory, or NULL when the library cancelled (EINTR)
 */
void *fileout_room(size_t *ret_size);
/** fileout_hole() - So many zeros that need not travel; as fileout_send() */
int fileout_hole(uint64_t n);
/** fileout_end() - End of file (@ok), or tell the library that we gave up */
int fileout_end(int ok);

#endif
