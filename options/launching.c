/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "launching.h"

#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "cleanup.h"

/**
 * struct launching - The line and the thread that draws it
 * @lock:	Guards @stop
 */
struct launching {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
};

/* Half a second passes before anything is drawn: a fast start shows nothing. */
static void *draw(void *arg)
{
	struct launching *p = arg;
	struct timespec next;
	unsigned int halves = 0;
	LOCK_SCOPE(&p->lock);

	clock_gettime(CLOCK_REALTIME, &next);
	while (!p->stop) {
		next.tv_nsec += 500000000;
		if (next.tv_nsec >= 1000000000) {
			next.tv_nsec -= 1000000000;
			next.tv_sec++;
		}
		pthread_cond_timedwait(&p->wake, &p->lock, &next);
		if (!p->stop)
			fprintf(stderr, "\rStarting the appliance %c %u s",
				"|/-\\"[halves % 4], (halves + 1) / 2);
		halves++;
	}
	if (halves > 1)
		fprintf(stderr, "\r\033[K");
	return NULL;
}

struct launching *launching_start(void)
{
	struct launching *p;

	if (!isatty(STDERR_FILENO))
		return NULL;
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->wake, NULL);
	if (pthread_create(&p->thread, NULL, draw, p) != 0) {
		free(p);
		return NULL;
	}
	return p;
}

void launching_stop(struct launching *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_signal(&p->wake);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	pthread_cond_destroy(&p->wake);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
