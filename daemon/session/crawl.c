// SPDX-License-Identifier: GPL-2.0-or-later
#include "crawl.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "dev.h"
#include "extdir.h"
#include "exttable.h"

#define N_CRAWLERS 4
#define BATCH	   1024 /* not more than PIPE_BUF together */

/**
 * struct crawler - A process; or the memory that there can be none
 * @major:	File system's device
 * @minor:	Likewise
 * @used:	It is one
 * @pid:	Process, 0 after it has ended
 * @pipe:	Where it takes its work from
 */
struct crawler {
	unsigned int major, minor;
	bool used;
	pid_t pid;
	int pipe;
};

/* Guarded by @lock */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct crawler crawlers[N_CRAWLERS];
static bool enabled;

void crawl_enable(void)
{
	enabled = true;
}

static void start(struct crawler *c, const struct dev *dev)
{
	char device[DEV_PATH_MAX];
	char *argv[] = { (char *)"guestfsd", (char *)CRAWLHELPER, device,
			 NULL };
	cleanup_close int in = -1, out = -1, layout = -1;
	posix_spawn_file_actions_t actions;
	int fds[2];

	*c = (struct crawler){ .major = dev->major,
			       .minor = dev->minor,
			       .used = true,
			       .pipe = -1 };
	if (!dev_path(dev, device) || pipe2(fds, O_CLOEXEC) < 0)
		return;
	in = fds[0];
	out = fds[1];
	fcntl(out, F_SETFL, O_NONBLOCK);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	layout = exttable_start(dev, device);
	if (layout >= 0)
		posix_spawn_file_actions_adddup2(&actions, layout,
						 STDOUT_FILENO);
	else
		posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO,
						 "/dev/null", O_RDONLY, 0);
	if (posix_spawn(&c->pid, "/proc/self/exe", &actions, NULL, argv,
			environ) == 0)
		c->pipe = steal_fd(&out);
	else
		c->pid = 0;
	posix_spawn_file_actions_destroy(&actions);
}

static void stop(struct crawler *c)
{
	if (c->pipe >= 0)
		close(c->pipe);
	c->pipe = -1;
	if (!c->pid)
		return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
}

static struct crawler *find(const struct dev *dev)
{
	struct crawler *unused = NULL;

	for (int i = 0; i < N_CRAWLERS; i++) {
		struct crawler *c = &crawlers[i];

		if (c->used && c->major == dev->major && c->minor == dev->minor)
			return c;
		if (!c->used && !unused)
			unused = c;
	}
	if (unused)
		start(unused, dev);
	return unused;
}

/* One that has died of what is on the disk is not started again. */
static bool tell(struct crawler *c, const uint32_t *v, size_t n)
{
	if (c->pipe < 0)
		return false;
	if (write(c->pipe, v, n * sizeof(*v)) < 0 && errno != EAGAIN) {
		stop(c);
		return false;
	}
	return true;
}

bool crawl_walk(const struct dev *dev, const uint64_t *inos, size_t n)
{
	uint32_t v[BATCH];
	size_t taken = 0;
	struct crawler *c;

	if (!enabled || !dev->ext)
		return false;
	for (size_t i = 0; i < n && taken < BATCH; i++)
		if (inos[i] <= UINT32_MAX)
			v[taken++] = inos[i];
	if (!taken)
		return true;

	LOCK_SCOPE(&lock);
	c = find(dev);
	if (!c)
		return false;
	/* Then it has done what it was there for. */
	if (extdir_walk(dev, inos, n)) {
		stop(c);
		return true;
	}
	return tell(c, v, taken);
}

void crawl_stop(void)
{
	exttable_reset();
	LOCK_SCOPE(&lock);
	for (int i = 0; i < N_CRAWLERS; i++) {
		if (crawlers[i].used)
			stop(&crawlers[i]);
		crawlers[i].used = false;
	}
}
