/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GUESTMOUNT_FS_CALLER_H
#define GUESTMOUNT_FS_CALLER_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * caller_changes_case() - Whether a thread is in a rename(2) to @name from a
 *			   name that differs by case only
 * @tid:	Thread that the kernel asks for
 * @name:	Last component of the new name
 *
 * In a directory that ignores case, the target of such a rename must seem to
 * be missing: else the kernel sees two names of one file and does nothing. It
 * does not tell what it looks a name up for, so this looks at the thread. Where
 * it may not be looked at (ptrace(2) rules) the answer is false, and the
 * program has to go by way of a third name.
 */
bool caller_changes_case(pid_t tid, const char *name);

#endif
