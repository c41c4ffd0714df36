// SPDX-License-Identifier: GPL-2.0-or-later
#include "covered.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "dev.h"

struct place {
	unsigned int major, minor;
	uint64_t ino;
};

/* Guarded by @lock. @all: there was no memory to tell them apart. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct place *places;
static size_t n_places;
static bool all;

static bool known(const struct place *p)
{
	for (size_t i = 0; i < n_places; i++)
		if (places[i].major == p->major &&
		    places[i].minor == p->minor && places[i].ino == p->ino)
			return true;
	return false;
}

void covered_add(const char *path)
{
	struct place *v, p;
	struct statx stx;

	if (statx(AT_FDCWD, path, AT_NO_AUTOMOUNT, STATX_INO, &stx) < 0)
		return;
	p = (struct place){ stx.stx_dev_major, stx.stx_dev_minor, stx.stx_ino };
	LOCK_SCOPE(&lock);
	if (known(&p))
		return;
	v = reallocarray(places, n_places + 1, sizeof(*v));
	if (!v) {
		all = true;
		return;
	}
	places = v;
	places[n_places++] = p;
}

bool covered_is(const struct dev *dev, uint64_t ino)
{
	struct place p = { dev->major, dev->minor, ino };

	LOCK_SCOPE(&lock);
	return all || known(&p);
}
