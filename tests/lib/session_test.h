/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the session server share. */
#ifndef TESTS_SESSION_TEST_H
#define TESTS_SESSION_TEST_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fsclient.h"
#include "session/session.h"
#include "test.h"

static struct fc *c;

/* A fresh tree and a fresh port for each test */
static inline void start_port(int case_mode, int slot)
{
	static int root = -1;

	if (c)
		fc_free(c);
	if (root >= 0)
		close(root);
	root = open(test_dir(), O_PATH | O_DIRECTORY | O_CLOEXEC);
	session_set_root(root);
	session_stop_all();
	c = fc_new(slot);
	ok_int(fc_init(c, 0, case_mode), 0);
}

static inline void start(int case_mode)
{
	start_port(case_mode, 0);
}

/* What returns 0, or -1, when it is refused */
#define fails(expr, want)                                                      \
	do {                                                                   \
		ok_int(expr, 0);                                               \
		ok_int(errno, want);                                           \
	} while (0)
#define refused(expr, want)                                                    \
	do {                                                                   \
		ok_int(expr, -1);                                              \
		ok_int(errno, want);                                           \
	} while (0)

static inline uint64_t make(uint64_t dir, const char *name)
{
	return fc_make(c, FS_MKNOD, dir, name, S_IFREG | 0644);
}

#endif
