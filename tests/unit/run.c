/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include <fcntl.h>

#include "test.h"

TEST(output_and_status_come_back)
{
	cleanup_run struct run r = { .argv = ARGV("sh", "-c",
						  "echo hi; exit 3") };

	ok_int(run(&r), 0);
	ok_int(r.status, 3);
	ok_str(r.out, "hi\n");
	ok_str(r.err, "");
}

TEST(standard_error_is_kept_apart_without_its_newline)
{
	cleanup_run struct run r = { .argv = ARGV("sh", "-c", "echo bad >&2") };

	ok_int(run(&r), 0);
	ok_str(r.out, "");
	ok_str(r.err, "bad");
}

TEST(a_missing_program_is_ENOENT)
{
	cleanup_run struct run r = { .argv = ARGV("no-such-program-here") };

	ok_int(run(&r), -1);
	ok_int(errno, ENOENT);
}

TEST(input_of_any_size_reaches_the_program)
{
	static char big[300000];
	cleanup_run struct run r = { .argv = ARGV("wc", "-c"),
				     .input = big,
				     .input_len = sizeof(big) };

	ok_int(run(&r), 0);
	ok_str(r.out, "300000\n");
}

TEST(a_program_that_does_not_read_its_input_is_no_error)
{
	static char big[300000];
	cleanup_run struct run r = { .argv = ARGV("true"),
				     .input = big,
				     .input_len = sizeof(big) };

	ok_int(run(&r), 0);
	ok_int(r.status, 0);
}

TEST(too_much_output_is_EFBIG)
{
	cleanup_run struct run r = { .argv = ARGV("yes"), .max_output = 10000 };

	ok_int(run(&r), -1);
	ok_int(errno, EFBIG);
}

TEST(a_program_that_takes_too_long_is_killed)
{
	cleanup_run struct run r = { .argv = ARGV("sleep", "60"),
				     .timeout = 1 };

	ok_int(run(&r), -1);
	ok_int(errno, ETIMEDOUT);
	ok_int(r.status, 128 + 9);
}

TEST(no_descriptor_leaks)
{
	int before = open("/dev/null", O_RDONLY | O_CLOEXEC), after;

	close(before);
	for (int i = 0; i < 20; i++) {
		cleanup_run struct run r = {
			.argv = i % 2 ? ARGV("yes") : ARGV("cat"),
			.input = "x",
			.input_len = 1,
			.max_output = 100,
		};

		run(&r);
	}
	after = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(after);
	ok_int(after, before);
}
