// SPDX-License-Identifier: GPL-2.0-or-later
#include "port.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "power.h"

#define PORTS_DIR "/sys/class/virtio-ports"

static int control = -1;
static atomic_bool hello_seen;
static sem_t hello;

static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static bool has_name(const char *vport, const char *name)
{
	cleanup_free char *path = NULL, *got = NULL;

	if (asprintf(&path, PORTS_DIR "/%s/name", vport) < 0)
		return false;
	got = io_read_file(path, 256, NULL);
	if (!got)
		return false;
	got[strcspn(got, "\n")] = '\0';
	return !strcmp(got, name);
}

static int try_open(const char *name)
{
	cleanup_closedir DIR *dir = opendir(PORTS_DIR);
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		cleanup_free char *dev = NULL;

		if (d->d_name[0] == '.' || !has_name(d->d_name, name))
			continue;
		if (asprintf(&dev, "/dev/%s", d->d_name) < 0)
			return -1;
		return open(dev, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	}
	errno = ENOENT;
	return -1;
}

int port_open(const char *name, unsigned int wait_ms)
{
	for (unsigned int waited = 0;; waited += 5) {
		int fd = try_open(name);

		if (fd >= 0 || errno != ENOENT || waited >= wait_ms)
			return fd;
		sleep_ms(5);
	}
}

/* The action that the main thread runs may take long; the end of the host
 * must not wait for it.
 */
static void *watch(void *arg)
{
	struct pollfd p = { .fd = (int)(intptr_t)arg };

	while (sem_wait(&hello) < 0 && errno == EINTR)
		;
	/* The control port's host is there; this port's may come after it. */
	for (int i = 0; i < 200 && poll(&p, 1, 0) > 0; i++)
		sleep_ms(5);
	while (poll(&p, 1, -1) < 0 && errno == EINTR)
		;
	power_off();
}

void port_control_set(int fd)
{
	control = fd;
}

void port_watch(int fd)
{
	pthread_t thread;

	sem_init(&hello, 0, 0);
	if (pthread_create(&thread, NULL, watch, (void *)(intptr_t)fd) == 0)
		pthread_detach(thread);
}

void port_said_hello(void)
{
	if (hello_seen)
		return;
	hello_seen = true;
	sem_post(&hello);
}

/* Wait for @events. A host that is not there shows as POLLHUP, at once. */
static void wait_for(short events)
{
	struct pollfd p = { control, events, 0 };
	int r = poll(&p, 1, -1);

	if (r > 0 && (p.revents & POLLHUP)) {
		if (hello_seen)
			power_off();
		sleep_ms(5);
	}
}

void port_read(void *buf, size_t n)
{
	while (n) {
		ssize_t r = read(control, buf, n);

		if (r > 0) {
			buf = (char *)buf + r;
			n -= r;
			continue;
		}
		wait_for(POLLIN);
	}
}

void port_write(const void *buf, size_t n)
{
	while (n) {
		ssize_t r = write(control, buf, n);

		if (r > 0) {
			buf = (const char *)buf + r;
			n -= r;
			continue;
		}
		wait_for(POLLOUT);
	}
}

bool port_readable(void)
{
	struct pollfd p = { control, POLLIN, 0 };

	return poll(&p, 1, 0) > 0 && (p.revents & POLLIN);
}
