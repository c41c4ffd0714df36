/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include <setjmp.h>
#include <stdarg.h>

#include "run.h"

static struct test *first, **last = &first;
static jmp_buf out;
static const char *skipped;
static char *dir;

void test_register(struct test *t)
{
	*last = t;
	last = &t->next;
}

void test_skip(const char *why)
{
	skipped = why;
	longjmp(out, 2);
}

const char *test_dir(void)
{
	if (!dir) {
		dir = strdup("/tmp/guestfs-test-XXXXXX");
		if (!dir || !mkdtemp(dir))
			abort();
	}
	return dir;
}

static void remove_dir(void)
{
	cleanup_run struct run r = { .argv = ARGV("rm", "-rf", dir) };

	if (dir && run(&r) < 0)
		printf("# cannot remove %s\n", dir);
	free(dir);
	dir = NULL;
}

void test_check(bool good, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	if (good)
		return;
	printf("# %s:%d: ", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	longjmp(out, 1);
}

int main(int argc, char *argv[])
{
	/* volatile: kept over longjmp(3) */
	volatile int n = 0, failed = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct test *volatile t = first; t; t = t->next) {
		int how;

		if (argc > 1 && strcmp(argv[1], t->name))
			continue;
		n++;
		skipped = NULL;
		how = setjmp(out);
		if (how == 0)
			t->fn();
		if (how == 2)
			printf("ok %d - %s # SKIP %s\n", n, t->name, skipped);
		else
			printf("%s %d - %s\n", how ? "not ok" : "ok", n,
			       t->name);
		failed += how == 1;
		remove_dir();
	}
	printf("1..%d\n", n);
	return failed || !n;
}
