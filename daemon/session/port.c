// SPDX-License-Identifier: GPL-2.0-or-later
#include "crawl.h"
#include "session.h"

#include <sys/resource.h>

#include "cleanup.h"
#include "fold.h"
#include "gate.h"
#include "handle.h"
#include "limits.h"
#include "nodefd.h"
#include "ntfs.h"
#include "prefetch.h"
#include "serve.h"

#define WANTED_FDS 65536

/* Descriptors are divided: cached and kept ones of nodes, open files, each
 * of which may have a second descriptor; and room for the rest of us.
 */
static void set_limits_once(void)
{
	struct rlimit r;
	unsigned int share;

	if (getrlimit(RLIMIT_NOFILE, &r) < 0)
		return;
	if (r.rlim_cur < WANTED_FDS) {
		struct rlimit more = { WANTED_FDS, WANTED_FDS };

		if (setrlimit(RLIMIT_NOFILE, &more) < 0) {
			more.rlim_cur = more.rlim_max = r.rlim_max;
			setrlimit(RLIMIT_NOFILE, &more);
		}
		getrlimit(RLIMIT_NOFILE, &r);
	}
	share = r.rlim_cur / 5;
	nodefd_set_limits(share < 4096 ? share : 4096, share);
	handle_set_limit(share);
}

void limits_set(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, set_limits_once);
}

int session_serve(unsigned int port_nr, int fd, char *slot, size_t slot_size)
{
	struct session s = { .port_nr = port_nr,
			     .fd = fd,
			     .slot = slot,
			     .slot_size = slot ? slot_size : 0 };
	int r, err;

	limits_set();
	r = serve_start();
	if (r == 0)
		r = serve_loop(&s, false);
	err = errno;
	serve_finish(&s);
	errno = err;
	return r;
}

void session_drop_caches(void)
{
	crawl_stop();
	ntfs_stop(false);
	prefetch_stop();
	fold_reset();
	nodefd_drop();
}

void session_stop_all(void)
{
	gate_reset();
}
