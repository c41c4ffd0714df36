/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests as claims: TEST(a_claim_in_words) { ok(...); }. Output is TAP. Linked
 * with test.c, which holds main(). A name given as argument runs that test
 * alone.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test {
	const char *name;
	void (*fn)(void);
	struct test *next;
};

void test_register(struct test *t);
/** test_skip() - Skip the running test, saying why; does not return */
void test_skip(const char *why) __attribute__((noreturn));
/** test_dir() - A directory of this test's own, removed at its end */
const char *test_dir(void);

#define TEST(claim)                                                            \
	static void claim(void);                                               \
	__attribute__((constructor)) static void register_##claim(void)        \
	{                                                                      \
		static struct test t = { .name = #claim, .fn = claim };        \
		test_register(&t);                                             \
	}                                                                      \
	static void claim(void)

/* A failed check reports and ends the test. */
void test_check(bool good, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#define ok(cond) test_check((cond), __FILE__, __LINE__, "%s", #cond)
#define ok_int(expr, want)                                                     \
	do {                                                                   \
		long long got_ = (expr), want_ = (want);                       \
		test_check(got_ == want_, __FILE__, __LINE__,                  \
			   "%s is %lld, not %lld", #expr, got_, want_);        \
	} while (0)
#define ok_str(expr, want)                                                     \
	do {                                                                   \
		const char *got_ = (expr), *want_ = (want);                    \
		test_check(got_ && !strcmp(got_, want_), __FILE__, __LINE__,   \
			   "%s is \"%s\", not \"%s\"", #expr,                  \
			   got_ ? got_ : "(null)", want_);                     \
	} while (0)

#endif
