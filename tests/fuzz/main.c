/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a fuzz target without libFuzzer: over the files of a corpus, and over
 * changed copies of them.
 *
 * usage: PROGRAM RUNS CORPUS-DIRECTORY
 *
 * The changes come from a fixed seed, so a failure comes back. Output is TAP.
 */
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"
#include "strv.h"

#define INPUT_MAX 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = 88172645463325252u;

static uint64_t rnd(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* An exact copy on the heap, so that a read past its end is seen. */
static void feed(const uint8_t *buf, size_t len)
{
	cleanup_free uint8_t *exact = malloc(len ? len : 1);

	if (!exact)
		abort();
	memcpy(exact, buf, len);
	LLVMFuzzerTestOneInput(exact, len);
}

/* Flip, set, cut, repeat: a few small wounds. */
static size_t mutate(uint8_t *buf, size_t len)
{
	for (unsigned int n = rnd() % 8 + 1; n && len; n--) {
		size_t at = rnd() % len;

		switch (rnd() % 6) {
		case 0:
			buf[at] ^= 1u << rnd() % 8;
			break;
		case 1:
			buf[at] = rnd();
			break;
		case 2:
			len = at;
			break;
		case 3:
			if (len < INPUT_MAX) {
				memmove(buf + at + 1, buf + at, len - at);
				len++;
			}
			break;
		case 4:
			memmove(buf + at, buf + at + 1, len - at - 1);
			len--;
			break;
		case 5:
			memset(buf + at, rnd() % 2 ? 0xff : 0,
			       len - at < 4 ? len - at : 4);
			break;
		}
	}
	return len;
}

static char **corpus(const char *dir)
{
	cleanup_strv_finish struct strv files = { 0 };
	cleanup_closedir DIR *d = opendir(dir);
	struct dirent *e;
	char **v;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			strv_addf(&files, "%s/%s", dir, e->d_name);
	v = strv_steal(&files);
	if (v)
		strv_sort(v);
	return v;
}

int main(int argc, char *argv[])
{
	static uint8_t buf[INPUT_MAX + 1];
	cleanup_strv char **files = argc == 3 ? corpus(argv[2]) : NULL;
	long runs = argc == 3 ? atol(argv[1]) : 0;
	size_t n = 0;

	if (!files || !files[0]) {
		fprintf(stderr, "usage: %s RUNS CORPUS-DIRECTORY\n", argv[0]);
		return 2;
	}
	for (size_t i = 0; files[i]; i++) {
		size_t len;
		cleanup_free char *in = io_read_file(files[i], INPUT_MAX, &len);

		if (!in)
			continue;
		feed((const uint8_t *)in, len);
		n++;
		for (long j = 0; j < runs; j++) {
			memcpy(buf, in, len);
			feed(buf, mutate(buf, len));
		}
	}
	printf("ok 1 - %zu inputs and %ld changes of each do no harm\n1..1\n",
	       n, runs);
	return 0;
}
