// SPDX-License-Identifier: GPL-2.0-or-later
#include "handle.h"
#include "ntfs.h"

#include <stdlib.h>

#include "dir.h"

#define N_CHAINS 4096

/* Guards what follows and what handle.h says. @next_id is never set back. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct handle *chains[N_CHAINS];
static uint64_t next_id = 1;
static unsigned int n_handles;
static unsigned int max_handles = 16384;

/* Ids count up, so they spread by themselves. */
static struct handle **chain_of(uint64_t id)
{
	return &chains[id % N_CHAINS];
}

static void free_handle(struct handle *h)
{
	close(h->fd);
	if (h->direct >= 0)
		close(h->direct);
	dirbuf_free(h->dir);
	ntfs_file_free(h->ntfs);
	node_put(h->node);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

uint64_t handle_new(int fd, struct node *n, bool is_dir)
{
	struct handle *h = calloc(1, sizeof(*h));
	struct handle **chain;

	if (!h)
		return 0;

	LOCK_SCOPE(&lock);
	if (n_handles >= max_handles) {
		free(h);
		errno = ENFILE;
		return 0;
	}
	node_hold(n);
	pthread_mutex_init(&h->lock, NULL);
	h->id = next_id++;
	h->users = 1;
	h->fd = fd;
	h->node = n;
	h->is_dir = is_dir;
	h->direct = -1;
	chain = chain_of(h->id);
	h->next = *chain;
	*chain = h;
	n_handles++;
	return h->id;
}

struct handle *handle_get(uint64_t id)
{
	LOCK_SCOPE(&lock);
	struct handle *h = *chain_of(id);

	while (h && h->id != id)
		h = h->next;
	if (!h)
		errno = EBADF;
	else
		h->users++;
	return h;
}

static struct handle *handle_get_kind(uint64_t id, bool is_dir)
{
	struct handle *h = handle_get(id);

	if (!h || h->is_dir == is_dir)
		return h;
	handle_put(h);
	errno = is_dir ? ENOTDIR : EISDIR;
	return NULL;
}

struct handle *handle_get_file(uint64_t id)
{
	return handle_get_kind(id, false);
}

struct handle *handle_get_dir(uint64_t id)
{
	return handle_get_kind(id, true);
}

void handle_put(struct handle *h)
{
	unsigned int left;

	if (!h)
		return;
	pthread_mutex_lock(&lock);
	left = --h->users;
	pthread_mutex_unlock(&lock);
	if (!left)
		free_handle(h);
}

static struct handle *take_out(uint64_t id)
{
	LOCK_SCOPE(&lock);
	struct handle **p = chain_of(id);
	struct handle *h;

	while (*p && (*p)->id != id)
		p = &(*p)->next;
	h = *p;
	if (h) {
		*p = h->next;
		n_handles--;
	}
	return h;
}

void handle_release(uint64_t id)
{
	handle_put(take_out(id));
}

void handle_reset(void)
{
	for (unsigned int i = 0; i < N_CHAINS; i++)
		while (chains[i])
			handle_release(chains[i]->id);
}

void handle_set_limit(unsigned int max)
{
	LOCK_SCOPE(&lock);
	max_handles = max;
}

unsigned int handle_count(void)
{
	LOCK_SCOPE(&lock);
	return n_handles;
}
