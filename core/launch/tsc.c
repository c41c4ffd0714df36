/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tsc.h"

#include <stdint.h>
#include <time.h>
#include <x86intrin.h>

#define MEASURE_NS 4000000
#define TRIES	   5

struct moment {
	uint64_t ns;
	uint64_t ticks;
};

/* The counter between two readings of the clock that are closest together, so
 * that a context switch in between does not count.
 */
static struct moment now(void)
{
	struct moment best = { 0 };
	uint64_t best_width = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		struct timespec a, b;
		uint64_t ticks, from, width;

		clock_gettime(CLOCK_MONOTONIC_RAW, &a);
		ticks = __rdtsc();
		clock_gettime(CLOCK_MONOTONIC_RAW, &b);
		from = a.tv_sec * 1000000000ULL + a.tv_nsec;
		width = b.tv_sec * 1000000000ULL + b.tv_nsec - from;
		if (width < best_width) {
			best_width = width;
			best = (struct moment){ from + width / 2, ticks };
		}
	}
	return best;
}

/**
 * tsc_khz() - Measure the time stamp counter
 *
 * A guest under TCG sees the host's counter, but measures it badly while the
 * host is busy, and then its clock goes wrong: it is told instead.
 *
 * Return:	kHz, or 0 when it is not plausible
 */
unsigned int tsc_khz(void)
{
	const struct timespec pause = { .tv_nsec = MEASURE_NS };
	struct moment a = now(), b;
	uint64_t khz;

	nanosleep(&pause, NULL);
	b = now();
	if (b.ns <= a.ns || b.ticks <= a.ticks)
		return 0;
	khz = (b.ticks - a.ticks) * 1000000ULL / (b.ns - a.ns);
	return khz > 100000 && khz < 10000000 ? khz : 0;
}
