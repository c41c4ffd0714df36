/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Run a program: argv only, no shell. */
#ifndef COMMON_RUN_H
#define COMMON_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "cleanup.h"

struct run;

/**
 * struct run_via - Another way to start a program than to fork and execute it
 * @start:	Start @r->argv with these standard descriptors, which stay the
 *		caller's; a process id, or -1 with errno
 * @wait:	Wait for it; @give_up: end it, it may be waiting for a reader.
 *		Return: its wait status
 */
struct run_via {
	pid_t (*start)(const struct run *r, int in, int out, int err);
	int (*wait)(pid_t pid, bool give_up);
};

/**
 * struct run - What to run, and what became of it
 * @argv:	Program (found by PATH) and arguments, NULL-terminated
 * @input:	Bytes for its standard input, or NULL for /dev/null
 * @input_len:	Their number
 * @in_fd:	Descriptor for its standard input, if > 0 (not closed)
 * @out_fd:	Descriptor for its standard output, if > 0 (not closed)
 * @root_fd:	Directory that the child makes its root first, if > 0
 * @max_output:	Cap on @out in bytes; 0 means 4 MiB. More is EFBIG.
 * @env:	"NAME=VALUE" to add to the environment, NULL-terminated, or NULL
 * @timeout:	Kill it after so many seconds; 0 means never
 * @max_cpu:	Let it use so many seconds of processor time; 0: no limit
 * @max_memory:	Let it have so many bytes of address space; 0: no limit
 * @via:	How to start it, or NULL
 * @out:	Standard output, NUL-terminated; run_finish frees it
 * @out_len:	Its length in bytes
 * @err:	Standard error without the last newline (first 64 KiB)
 * @status:	Exit status, or 128 + signal number
 */
struct run {
	const char *const *argv;
	const char *input;
	size_t input_len;
	int in_fd;
	int out_fd;
	int root_fd;
	size_t max_output;
	const char *const *env;
	unsigned int timeout;
	unsigned int max_cpu;
	size_t max_memory;
	const struct run_via *via;

	char *out;
	size_t out_len;
	char *err;
	int status;
};

/**
 * run() - Run a program and wait for it
 * @r:		What to run; receives output and status
 *
 * Standard error never reaches the terminal: it is the text of the caller's
 * error message. The child starts in "/", with default signals.
 *
 * Return:	0 when it ran (look at @r->status), -1 with errno when not
 *		(ENOENT: no such program; ETIMEDOUT; EFBIG)
 */
int run(struct run *r);
/** run_finish() - Free @out and @err; a zeroed struct is fine */
void run_finish(struct run *r);

DEFINE_CLEANUP(struct run, cleanup_run_, run_finish(p))
#define cleanup_run __attribute__((cleanup(cleanup_run_)))

/** ARGV() - An argv for struct run from its words */
#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

#endif
