/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One launched appliance a test program, started by the first test that asks
 * for it, closed at exit. Errors are not printed; ask with fails().
 */
#ifndef TESTS_APPLIANCE_H
#define TESTS_APPLIANCE_H

#include <guestfs.h>

#include "cleanup.h"
#include "strv.h"
#include "test.h"

#define MIB (1024 * 1024LL)

/* Its disks, raw scratch files; what a test leaves on them the next one may
 * find.
 */
#define DISK_FS		"/dev/sda" /* 512 MiB: fresh_fs() */
#define DISK_A		"/dev/sdb" /* 256 MiB */
#define DISK_B		"/dev/sdc" /* 256 MiB */
#define DISK_SMALL	"/dev/sdd" /* 32 MiB */
#define DISK_A_SIZE	(256 * MIB)
#define DISK_SMALL_SIZE (32 * MIB)

/** appliance() - The handle, with nothing mounted */
guestfs_h *appliance(void);
/** fresh_fs() - The handle, with an empty file system of @type, alone on
 * DISK_FS, mounted on "/" */
guestfs_h *fresh_fs(const char *type);
/** file_is() - Whether a guest file's content is @text */
bool file_is(guestfs_h *g, const char *path, const char *text);
/** put_text() - A guest file of that content */
void put_text(guestfs_h *g, const char *path, const char *text);

/** joined() - The strings of a list, which is freed, with @sep between them;
 * "(failed)" for NULL. Good until the next call. */
const char *joined(char **list, char sep);

#define failed_value_(expr)                                                    \
	_Generic((expr), int : -1L, int64_t : -1L, default : 0L)

/** fails() - The call fails, and with that errno */
#define fails(g, expr, err)                                                    \
	do {                                                                   \
		long fails_ = (long)(expr);                                    \
		test_check(fails_ == failed_value_(expr), __FILE__, __LINE__,  \
			   "%s should have failed", #expr);                    \
		test_check(guestfs_last_errno(g) == (err), __FILE__, __LINE__, \
			   "%s fails with errno %d, not %s (%s)", #expr,       \
			   guestfs_last_errno(g), #err,                        \
			   guestfs_last_error(g));                             \
	} while (0)

/** works() - A call that returns -1 where it fails */
#define works(g, expr)                                                         \
	do {                                                                   \
		long works_ = (long)(expr);                                    \
		const char *why_ = guestfs_last_error(g);                      \
		test_check(works_ != failed_value_(expr), __FILE__, __LINE__,  \
			   "%s: %s", #expr, why_ ? why_ : "no message");       \
	} while (0)

#endif
