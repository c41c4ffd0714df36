/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the host, in the running test's own directory. */
#ifndef TESTS_HOST_H
#define TESTS_HOST_H

#include <stddef.h>

/** host() - Path of a file there; good for the next three calls */
const char *host(const char *name);
/** host_write() - Make a file */
void host_write(const char *name, const char *buf, size_t n);
/** host_is() - Check that a file has exactly that content */
void host_is(const char *name, const char *buf, size_t n);
/** shell() - Run a command, with the directory as $1; it must succeed */
void shell(const char *command);

#endif
